// Whose data came late, or is overdue still.
//
//   std::vector<submission::v1::Obligation> late = LateObligations(basis, /*until=*/"2023");
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_LATENESS_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_LATENESS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "services/evaluation/domain/result.h"

namespace lianfang::evaluation {

// Obligations of the basis's regions, for periods up to `until` in the plan's order (all where it is empty), that were
// met after their due instant or, at the basis's instant, are overdue: in the first figures or in the final ones. By
// due time, then by name; their state says which: MET_LATE or OVERDUE. An extension in force counts; what is waived is
// not late.
std::vector<submission::v1::Obligation> LateObligations(const Basis& basis, absl::string_view until);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_LATENESS_H_
