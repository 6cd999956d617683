// What a year's budget must be, and whether it has room for a project.
//
// The sum of what a budget's projects bind never exceeds it, neither of a purpose nor in all. Whoever approves holds the budget's lock
// from the moment that the sums are read until the approval is stored (store/fund_store.h); these rules see sums that cannot change.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_BUDGET_BUDGET_RULES_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_BUDGET_BUDGET_RULES_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/fund/v1/budget.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

// What the projects of one purpose bind and what was paid for them, in fen.
struct Spent {
  int64_t committed = 0;
  int64_t paid = 0;
};

// By purpose.
using Sums = std::map<std::string, Spent>;

Spent TotalOf(const Sums& sums);

// OK, or INVALID_ARGUMENT naming every fault: cap, split, exceptions, approval, priorities.
absl::Status CheckBudget(const v1::Budget& budget, const type::v1::Plan& plan, absl::Time now);

// FAILED_PRECONDITION where the budget is less than what projects bind, of a purpose or in all.
absl::Status CheckNotBelow(const v1::Budget& budget, const Sums& sums);

// FAILED_PRECONDITION with the reason BUDGET_EXCEEDED where so much more of a purpose would pass the budget.
absl::Status CheckRoom(const v1::Budget& budget, const Sums& sums, const std::string& purpose, int64_t fen);

// Who puts a budget, when and why.
struct Putting {
  std::string actor;
  absl::Time time;
  std::string reason;
};

// The budget as stored: `wanted` in the place of `before` (null: the first), with its cap and one more revision.
v1::Budget Revised(const v1::Budget* before, const v1::Budget& wanted, const type::v1::Plan& plan, const Putting& by);

// A budget as answered: with what its projects bind.
v1::Budget WithSums(v1::Budget budget, const Sums& sums);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_BUDGET_BUDGET_RULES_H_
