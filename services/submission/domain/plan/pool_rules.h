// Whether the policies of a plan's expert pools can be applied. Pure; a part of ValidatePlan.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_POOL_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_POOL_RULES_H_

#include "absl/status/status.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// OK, or INVALID_ARGUMENT with every fault: unknown ids, sizes and bounds out of range, even panels.
absl::Status ValidatePools(const type::v1::Plan& plan);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_POOL_RULES_H_
