#include "services/fund/budget_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/fund/domain/budget/budget_rules.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/domain/values/money.h"
#include "services/fund/mutation.h"
#include "services/fund/reading.h"

namespace lianfang::fund {
namespace {

constexpr int kMostRevisions = 100;

using BudgetChange = absl::StatusOr<Change<v1::Budget>>;

// The first needs no reason, an amendment needs one.
absl::Status CheckAmendment(const std::optional<v1::Budget>& before, const std::string& reason) {
  FieldViolations faults;
  CheckText("reason", reason, kLongestReason, before.has_value(), faults);
  if (!faults.empty()) return faults.ToStatus();
  if (before.has_value() && before->revisions_size() >= kMostRevisions) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("it was amended ", kMostRevisions, " times; no more are kept"),
                           "TOO_MANY_REVISIONS");
  }
  return absl::OkStatus();
}

}  // namespace

void BudgetService::Register(ContractService& service) {
  RegisterMutation(service, context_, "PutBudget", this, &BudgetService::PutBudget);
  RegisterRead(service, "GetBudget", this, &BudgetService::GetBudget);
  RegisterRead(service, "ListBudgets", this, &BudgetService::ListBudgets);
}

absl::StatusOr<v1::Budget> BudgetService::PutBudget(const Call& call, const v1::PutBudgetRequest& request) {
  const v1::Budget& wanted = request.budget();
  if (const auto year = YearOfBudget("budget.name", wanted.name()); !year.ok()) return year.status();
  const auto plan = context_.FindForOffice(call, PlanOf(wanted.name()));
  if (!plan.ok()) return plan.status();
  return Mutate<v1::Budget>(
      context_, call, request,
      [&](FundTransaction& rows, absl::Time now) -> BudgetChange {
        if (absl::Status sound = CheckBudget(wanted, **plan, now); !sound.ok()) return sound;
        const auto before = rows.FindBudget(wanted.name());
        if (absl::Status amendment = CheckAmendment(before, request.reason()); !amendment.ok()) return amendment;
        if (absl::Status etag = CheckEtag(request.etag(), before); !etag.ok()) return etag;
        const Sums sums = rows.SumsOf(wanted.name());
        if (absl::Status enough = CheckNotBelow(wanted, sums); !enough.ok()) return enough;
        const v1::Budget budget =
            Revised(before.has_value() ? &*before : nullptr, wanted, **plan, {call.caller.uri, now, request.reason()});
        rows.SaveBudget(budget);
        return Change<v1::Budget>{WithSums(budget, sums), budget.name(),
                                  absl::StrCat("put ", FenText(FenOf(budget.amount())), ": ", request.reason())};
      },
      request.validate_only());
}

absl::StatusOr<v1::Budget> BudgetService::GetBudget(const Call& call, const v1::GetBudgetRequest& request) {
  if (const auto year = YearOfBudget("name", request.name()); !year.ok()) return year.status();
  const auto plan = context_.FindReadable(call, PlanOf(request.name()));
  if (!plan.ok()) return plan.status();
  return ReadOne<v1::Budget>(context_, call, request.name(), [&](FundRows& rows) {
    auto budget = rows.FindBudget(request.name());
    if (budget.has_value()) budget = WithSums(*std::move(budget), rows.SumsOf(request.name()));
    return budget;
  });
}

absl::StatusOr<v1::ListBudgetsResponse> BudgetService::ListBudgets(const Call& call,
                                                                   const v1::ListBudgetsRequest& request) {
  const auto plan = context_.FindParent(call, request.parent());
  if (!plan.ok()) return plan.status();
  using Found = std::vector<v1::Budget>;
  return ListPage<v1::ListBudgetsResponse>(
      request, [&](const Page& page) { return context_.store.ListBudgets(request.parent(), page, call.deadline); },
      [](const v1::Budget& budget) { return budget.name(); },
      [&](const Found& found, v1::ListBudgetsResponse& response) {
        return context_.store.Read(
            [&](FundRows& rows) {
              response.clear_budgets();
              for (const v1::Budget& budget : found) {
                *response.add_budgets() = WithSums(budget, rows.SumsOf(budget.name()));
              }
              return absl::OkStatus();
            },
            call.deadline);
      });
}

}  // namespace lianfang::fund
