// Whether a plan's data requests can be owed and do not contradict each other. Pure; a part of ValidatePlan.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_DATA_REQUEST_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_DATA_REQUEST_RULES_H_

#include "absl/status/status.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// OK, or INVALID_ARGUMENT with every fault: unknown ids, periods and industries requested twice, dates that contradict
// each other or the period, more obligations than a plan may state.
absl::Status ValidateDataRequests(const type::v1::Plan& plan);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_DATA_REQUEST_RULES_H_
