// Whether a plan's targets can be judged and do not contradict each other. Pure; a part of ValidatePlan.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_TARGET_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_TARGET_RULES_H_

#include "absl/status/status.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// OK, or INVALID_ARGUMENT with every fault: unknown ids, comparison with a period that is not before, percentages
// outside 0 to 100, steps that fall from one period to the next, two targets for one cell, figures that a rule needs
// and no data request asks for.
absl::Status ValidateTargets(const type::v1::Plan& plan);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_TARGET_RULES_H_
