// What a contract must say of its days, its milestones and the way in which the provider was chosen.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_CONTRACT_CHECKS_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_CONTRACT_CHECKS_H_

#include <string>

#include "absl/time/civil_time.h"
#include "common/errors.h"
#include "lianfang/fund/v1/project.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

// Adds faults of the length and the milestones. The contract's first and last day are dates.
void CheckContractDays(const std::string& field, const v1::Contract& contract, const type::v1::Plan& plan,
                       FieldViolations& faults);

// Adds faults of the way in which the provider was chosen. `asked`: the way that the plan asks for at the approved amount; empty: none.
void CheckProcurement(const std::string& field, const v1::Contract& contract, const std::string& asked,
                      const type::v1::Plan& plan, absl::CivilDay today, FieldViolations& faults);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_CONTRACT_CHECKS_H_
