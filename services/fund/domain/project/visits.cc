#include "services/fund/domain/project/visits.h"

#include <set>

namespace lianfang::fund {

v1::VisitPhase PhaseOf(v1::ProjectState state) {
  switch (state) {
    case v1::PROJECT_STATE_RUNNING:
      return v1::VISIT_PHASE_DURING;
    case v1::PROJECT_STATE_COMPLETED:
    case v1::PROJECT_STATE_ACCEPTED:
    case v1::PROJECT_STATE_ACCEPTANCE_FAILED:
    case v1::PROJECT_STATE_SETTLED:
      return v1::VISIT_PHASE_AFTER;
    default:
      return v1::VISIT_PHASE_BEFORE;
  }
}

std::vector<v1::VisitPhase> PhasesWithoutVisit(const v1::Project& project) {
  std::set<v1::VisitPhase> missing = {v1::VISIT_PHASE_BEFORE, v1::VISIT_PHASE_DURING, v1::VISIT_PHASE_AFTER};
  for (const v1::ProjectEvent& event : project.events()) missing.erase(event.visit_phase());
  return {missing.begin(), missing.end()};
}

absl::string_view WordsOf(v1::VisitPhase phase) {
  switch (phase) {
    case v1::VISIT_PHASE_BEFORE:
      return "before the work";
    case v1::VISIT_PHASE_DURING:
      return "during the work";
    case v1::VISIT_PHASE_AFTER:
      return "after the work";
    default:
      return "";
  }
}

}  // namespace lianfang::fund
