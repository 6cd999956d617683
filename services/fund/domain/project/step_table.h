// The life of a project as one table: which step may follow which state, where it leads, and who takes it. There is no other place that
// changes a project's state.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_STEP_TABLE_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_STEP_TABLE_H_

#include "absl/types/span.h"
#include "lianfang/fund/v1/project.pb.h"

namespace lianfang::fund {

// Who takes a step.
enum class StepBy {
  kOffice,      // the plan's office alone
  kDepartment,  // the department that answers for the project, or the office
  kAnybody,     // whoever takes part in the plan
};

struct StepRule {
  v1::ProjectState from;
  v1::ProjectStepKind kind;
  v1::ProjectState to;
  StepBy by;
};

absl::Span<const StepRule> StepTable();

// The rule of a step after a state; null where the table has none.
const StepRule* FindStep(v1::ProjectState from, v1::ProjectStepKind kind);

// What kind a step is: by its detail, and where that has a result, by the result. UNSPECIFIED for a step without detail.
v1::ProjectStepKind KindOf(const v1::ProjectStep& step);

// Whether a panel of so many for and against recommends: more than half are for it.
inline bool IsRecommended(const v1::ReviewResult& review) { return review.votes_for() > review.votes_against(); }

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_STEP_TABLE_H_
