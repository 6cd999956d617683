// The parts of an indicator that are reported apart, so that a lagging one shows: the three categories of key positions
// in a coverage, deaths in casualties.
//
//   AddParts(plan, coverage, compared, verdict, result);      // result.parts(2): team leaders, 61 %, lagging
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_PARTS_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_PARTS_H_

#include <vector>

#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/evidence.h"
#include "services/evaluation/domain/verdict/verdict.h"

namespace lianfang::evaluation {

// The evidence of both periods that was added up.
struct ComparedEvidence {
  std::vector<const Evidence*> actual;
  std::vector<const Evidence*> baseline;
};

// Adds the parts to `result`: one for every figure of a sum of several, one for every pair of figures of a ratio of
// sums that pair up (the first trained with the first required). A ratio whose sums do not pair up has no parts. False
// when a part's value does not fit.
bool AddParts(const type::v1::Plan& plan, const type::v1::Indicator& indicator, const ComparedEvidence& evidence,
              const Verdict& verdict, v1::Result& result);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_PARTS_H_
