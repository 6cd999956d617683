// The judgement of one target for one industry row: from the returns to a status, with everything that explains it.
//
//   Basis basis = {plan, ReportingRegions(plan, "140581"), filings, as_of};
//   absl::StatusOr<v1::Result> result = JudgeTarget(basis, industry, indicator, target);
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_RESULT_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_RESULT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/filings.h"

namespace lianfang::evaluation {

// What results are judged on. Refers to what it is given.
struct Basis {
  const type::v1::Plan& plan;
  const std::vector<std::string>& regions;  // those whose figures are added up
  const Filings& filings;
  absl::Time as_of;
};

// Statuses, in the order in which they are decided:
//   1. A region whose return, of either period, is waived or does not apply is left out of both sums, so that the same
//      regions stand on both sides. When none is left: NOT_APPLICABLE. Likewise for a denominator of 0 that the plan
//      calls so.
//   2. A figure overdue, or never to come: MISSING. A figure not yet due: PENDING. Nothing absent is read as 0.
//   3. ATTAINED or NOT_ATTAINED as the rule says; PROVISIONAL_… when any return used is not accepted, or provisional
//      by nature.
//
// OUT_OF_RANGE when figures are so great that no exact result fits; INTERNAL when the plan's target is faulty.
absl::StatusOr<v1::Result> JudgeTarget(const Basis& basis, const type::v1::Industry& industry,
                                       const type::v1::Indicator& indicator, const type::v1::Target& target);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_RESULT_H_
