// Whether a plan's tasks, and its rules of coordination, can be kept to. Pure; a part of ValidatePlan.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_TASK_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_TASK_RULES_H_

#include "absl/status/status.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// OK, or INVALID_ARGUMENT with every fault: ids used twice, unknown owners, periods and pools, dates out of order, evidence that does not
// say of what or that can never be there.
absl::Status ValidateTasks(const type::v1::Plan& plan);

// OK, or INVALID_ARGUMENT with every number out of its range.
absl::Status ValidateCoordination(const type::v1::Plan& plan);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_TASK_RULES_H_
