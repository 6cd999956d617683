// Visits to a project before, during and after the work (事前、事中、事后). A trail without gaps has a visit in each of the three phases; a
// settlement says why one is missing.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_VISITS_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_VISITS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/fund/v1/project.pb.h"

namespace lianfang::fund {

// The phase of a visit to a project in this state.
v1::VisitPhase PhaseOf(v1::ProjectState state);

// The phases in which nobody visited the project, in order.
std::vector<v1::VisitPhase> PhasesWithoutVisit(const v1::Project& project);

// Such as `before the work`.
absl::string_view WordsOf(v1::VisitPhase phase);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_VISITS_H_
