// Whether a plan's rules of record exchange and reconciliation can be applied. Pure; a part of ValidatePlan.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_EXCHANGE_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_EXCHANGE_RULES_H_

#include "absl/status/status.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// OK, or INVALID_ARGUMENT with every fault: bounds out of range, rules without an id of their own, days of a rule that is off. Which rules there
// are is the exchange's business: an id that it does not know is not applied.
absl::Status ValidateExchange(const type::v1::Plan& plan);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_EXCHANGE_RULES_H_
