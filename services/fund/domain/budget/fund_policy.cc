#include "services/fund/domain/budget/fund_policy.h"

#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

// The defaults that policies.proto states.
constexpr int kCapBasisPoints = 300;
constexpr int kAdvanceMaximum = 7000;
constexpr int kProjectMonths = 24;
constexpr int kBarMonths = 36;

int Or(int value, int otherwise) { return value == 0 ? otherwise : value; }

}  // namespace

int CapBasisPoints(const type::v1::Plan& plan) { return Or(plan.fund().cap_basis_points(), kCapBasisPoints); }

int ProjectMonths(const type::v1::Plan& plan) { return Or(plan.fund().project_months(), kProjectMonths); }

int ProviderBarMonths(const type::v1::Plan& plan) { return Or(plan.fund().provider_bar_months(), kBarMonths); }

AdvanceBounds AdvanceBoundsOf(const type::v1::Plan& plan) {
  return {plan.fund().advance_minimum_basis_points(), Or(plan.fund().advance_maximum_basis_points(), kAdvanceMaximum)};
}

const type::v1::ProcurementRule* FindProcurement(const type::v1::Plan& plan, int64_t fen) {
  const type::v1::ProcurementRule* found = nullptr;
  for (const type::v1::ProcurementRule& rule : plan.fund().procurement()) {
    const int64_t from = FenOf(rule.from());
    if (from <= fen && (found == nullptr || from > FenOf(found->from()))) found = &rule;
  }
  return found;
}

const type::v1::FundPurpose* FindPurpose(const type::v1::Plan& plan, absl::string_view id) {
  for (const type::v1::FundPurpose& purpose : plan.fund().purposes()) {
    if (purpose.id() == id) return &purpose;
  }
  return nullptr;
}

}  // namespace lianfang::fund
