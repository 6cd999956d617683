// The tasks of a plan: how they follow from its editions, and who may say that one is done. Pure.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_TASK_TASK_RULES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_TASK_TASK_RULES_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/coordination/v1/task_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// The task as an edition of the plan has it: new, changed, taken up again. Nothing where it stands so already.
std::optional<v1::TaskStatus> TakenFrom(const type::v1::Task& task, const std::optional<v1::TaskStatus>& known,
                                        const PlanFrame& frame, absl::Time now);

// The task as it is once no edition has it; nothing where it stands so already.
std::optional<v1::TaskStatus> Dropped(const v1::TaskStatus& known, absl::Time now);

// OK, or why the report is refused.
absl::Status CheckReport(const v1::TaskStatus& task, const v1::ReportTaskRequest& request, const Identity& caller,
                         const PlanFrame& frame, absl::Time now);
void ApplyReport(const v1::ReportTaskRequest& request, const std::string& actor, absl::Time now, v1::TaskStatus& task);

// OK, or why the confirmation is refused.
absl::Status CheckConfirmation(const v1::TaskStatus& task, const v1::ConfirmTaskRequest& request,
                               const Identity& caller, const PlanFrame& frame);
void ApplyConfirmation(const v1::ConfirmTaskRequest& request, const std::string& actor, absl::Time now,
                       v1::TaskStatus& task);

// Whether evidence may still show that it is done: it is open, and names evidence that the suite has.
bool AwaitsEvidence(const v1::TaskStatus& task, absl::Time now);
// What the suite has shows that it is done; `what` says it.
void ApplyEvidence(const std::string& what, const std::string& actor, absl::Time now, v1::TaskStatus& task);

// As answered at an instant.
v1::TaskStatus Shown(const v1::TaskStatus& task, absl::Time now);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_TASK_TASK_RULES_H_
