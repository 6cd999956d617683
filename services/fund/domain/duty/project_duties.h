// What is owed in projects, as duties (duty.v1): milestones, the end of the work, what an acceptance sent back. Pure. All are owed by the
// department that answers for the project.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_DUTY_PROJECT_DUTIES_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_DUTY_PROJECT_DUTIES_H_

#include <vector>

#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/fund/v1/project.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

// Kinds of these duties.
inline constexpr char kMilestoneKind[] = "project-milestone";
inline constexpr char kCompletionKind[] = "project-completion";
inline constexpr char kRectificationKind[] = "project-rectification";

// A milestone is met, and the work completed, when that was recorded: nobody dates it back. A termination withdraws what is open.
std::vector<duty::v1::Duty> DutiesOfProject(const v1::Project& project, const type::v1::Plan& plan);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_DUTY_PROJECT_DUTIES_H_
