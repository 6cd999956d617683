// A discrepancy as a duty (duty.v1): its owner clears it up. Pure. Words name no person.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_DUTY_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_DUTY_H_

#include <vector>

#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::exchange {

inline constexpr char kDiscrepancyKind[] = "discrepancy";

// One for each time that it was opened: the first, and one sent back since each reopening. Where it was referred, the department that
// owns it now owes it.
std::vector<duty::v1::Duty> DutiesOfDiscrepancy(const v1::Discrepancy& discrepancy, const type::v1::Plan& plan);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_DUTY_H_
