// Whose data came late, or is overdue still.
//
//   std::vector<v1::LateFiling> late = LateFilings(basis, /*until=*/"2023");
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_LATENESS_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_LATENESS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "services/evaluation/domain/verdict/result.h"

namespace lianfang::evaluation {

// The first or final figures that the basis's regions filed late, or owe still past their due instant, for periods up
// to `until` in the plan's order (all where it is empty); by due time, then by name.
//
// What is late, and by which due instant, is the shared rule's to say (deadlines/deadline.h).
std::vector<v1::LateFiling> LateFilings(const Basis& basis, absl::string_view until);

// The obligations that these are of, each once, with the state of its worst: OVERDUE before MET_LATE.
std::vector<submission::v1::Obligation> ObligationsOf(const Basis& basis, const std::vector<v1::LateFiling>& late);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_LATENESS_H_
