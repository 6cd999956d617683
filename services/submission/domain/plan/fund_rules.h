// Whether a plan's rules of the prevention fund and its assessment of departments can be applied. Pure; a part of ValidatePlan.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_FUND_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_FUND_RULES_H_

#include "absl/status/status.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// OK, or INVALID_ARGUMENT with every fault: shares that do not add up, bounds out of range, sums of money that are none.
absl::Status ValidateFund(const type::v1::Plan& plan);

// OK, or INVALID_ARGUMENT with every fault: points that do not add up, unknown sources, indicators without a bound to measure by.
absl::Status ValidateAssessment(const type::v1::Plan& plan);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_FUND_RULES_H_
