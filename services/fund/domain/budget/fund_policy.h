// What a plan's FundPolicy says, with the defaults of its contract where it says nothing.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_BUDGET_FUND_POLICY_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_BUDGET_FUND_POLICY_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

int CapBasisPoints(const type::v1::Plan& plan);
int ProjectMonths(const type::v1::Plan& plan);
int ProviderBarMonths(const type::v1::Plan& plan);

// Bounds of an advance in basis points of the contract's amount.
struct AdvanceBounds {
  int minimum;
  int maximum;
};
AdvanceBounds AdvanceBoundsOf(const type::v1::Plan& plan);

// The way in which a provider is chosen at this amount: that of the rule with the largest `from` that the amount reaches. Null where the
// plan asks for none.
const type::v1::ProcurementRule* FindProcurement(const type::v1::Plan& plan, int64_t fen);

// The purpose of that id; null where the plan has none.
const type::v1::FundPurpose* FindPurpose(const type::v1::Plan& plan, absl::string_view id);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_BUDGET_FUND_POLICY_H_
