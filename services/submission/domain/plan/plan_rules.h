// Whether a plan contradicts itself. Pure.
//
// A plan is refused whole, and its author learns of every fault at once, each by its path in the document:
//   plan.industries[3].responsible_department: no department has the id "housng"
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_PLAN_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_PLAN_RULES_H_

#include "absl/status/status.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// OK, or INVALID_ARGUMENT with every fault. Presence of required fields and well-formed text are the server's checks
// before this.
absl::Status ValidatePlan(const type::v1::Plan& plan);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_PLAN_RULES_H_
