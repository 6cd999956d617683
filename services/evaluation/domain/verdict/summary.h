// Results together: a row of its indicators, a department of its rows, a region of all.
//
//   Summarize({RESULT_STATUS_ATTAINED, RESULT_STATUS_PENDING}).status()          RESULT_STATUS_PENDING
//   Summarize({RESULT_STATUS_NOT_ATTAINED, RESULT_STATUS_PENDING}).status()      RESULT_STATUS_NOT_ATTAINED
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_SUMMARY_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_SUMMARY_H_

#include <vector>

#include "lianfang/evaluation/v1/scorecard.pb.h"

namespace lianfang::evaluation {

// A conjunction: one result that is not attained decides, whatever is open. Summarizing summaries gives the same as
// summarizing all results at once, and the order never matters.
v1::Summary Summarize(const std::vector<v1::ResultStatus>& statuses);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_SUMMARY_H_
