// What open discrepancies say about a scorecard: warnings beside its verdicts, never part of them. A discrepancy touches the verdicts whose
// indicators count a figure that it throws doubt on, in the period judged and in the one that is compared with.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_RECORD_WARNINGS_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_RECORD_WARNINGS_H_

#include <string>
#include <vector>

#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// By industry in the plan's order, records of no industry last, then by rule and period. `open` comes by due time, the most pressing first.
std::vector<v1::RecordWarning> RecordWarningsOf(const type::v1::Plan& plan, const std::string& region,
                                                const std::string& period,
                                                const std::vector<exchange::v1::Discrepancy>& open);

// Whether the warning touches the result of an industry, or of a total (v1::Result), and an indicator.
bool Touches(const v1::RecordWarning& warning, const std::string& industry, const std::string& indicator);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_RECORD_WARNINGS_H_
