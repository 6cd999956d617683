#include "services/fund/domain/budget/budget_rules.h"

#include <cstdlib>
#include <set>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/fund/domain/budget/documents.h"
#include "services/fund/domain/budget/fund_policy.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

const v1::BudgetException* FindException(const v1::Budget& budget, v1::BudgetExceptionKind kind) {
  for (const v1::BudgetException& exception : budget.exceptions()) {
    if (exception.kind() == kind) return &exception;
  }
  return nullptr;
}

int64_t CapOf(const v1::Budget& budget, const type::v1::Plan& plan) {
  const v1::BudgetException* exception = FindException(budget, v1::BUDGET_EXCEPTION_KIND_CAP);
  const int basis_points = exception == nullptr ? CapBasisPoints(plan) : exception->cap_basis_points();
  return ShareOf(FenOf(budget.collection()), basis_points);
}

const v1::BudgetShare* FindShare(const v1::Budget& budget, const std::string& purpose) {
  for (const v1::BudgetShare& share : budget.shares()) {
    if (share.purpose() == purpose) return &share;
  }
  return nullptr;
}

// One walk over a budget's fields.
class BudgetCheck {
 public:
  BudgetCheck(const v1::Budget& budget, const type::v1::Plan& plan, absl::CivilDay today)
      : budget_(budget), plan_(plan), today_(today) {}

  absl::Status Run() {
    const bool sums = Sum("budget.collection", budget_.collection()) && Sum("budget.amount", budget_.amount());
    Exceptions();
    CheckApproval("budget.approval", budget_.approval(), today_, faults_);
    Priorities();
    if (sums && faults_.empty()) {
      Cap();
      Split();
    }
    return faults_.ToStatus();
  }

 private:
  bool Sum(const std::string& field, const google::type::Money& money) {
    std::string fault = MoneyFault(money);
    if (fault.empty() && FenOf(money) == 0) fault = "must be above 0";
    if (!fault.empty()) faults_.Add(field, fault);
    return fault.empty();
  }

  void Exceptions() {
    std::set<int> kinds;
    for (int i = 0; i < budget_.exceptions_size(); ++i) {
      const v1::BudgetException& exception = budget_.exceptions(i);
      const std::string field = absl::StrCat("budget.exceptions[", i, "]");
      if (exception.kind() == v1::BUDGET_EXCEPTION_KIND_UNSPECIFIED ||
          !v1::BudgetExceptionKind_IsValid(exception.kind())) {
        faults_.Add(field + ".kind", "is no known kind");
      }
      if (!kinds.insert(exception.kind()).second) faults_.Add(field + ".kind", "is given twice");
      CheckApproval(field + ".approval", exception.approval(), today_, faults_);
      const int cap = exception.cap_basis_points();
      if (exception.kind() != v1::BUDGET_EXCEPTION_KIND_CAP) {
        if (cap != 0) faults_.Add(field + ".cap_basis_points", "must be 0: it is for the cap");
      } else if (cap <= CapBasisPoints(plan_) || cap > kBasisPoints) {
        faults_.Add(field + ".cap_basis_points",
                    absl::StrCat("must be above the plan's ", CapBasisPoints(plan_), " and at most ", kBasisPoints));
      }
    }
  }

  void Priorities() {
    std::set<std::string> seen;
    for (int i = 0; i < budget_.priority_industries_size(); ++i) {
      const std::string& id = budget_.priority_industries(i);
      const std::string field = absl::StrCat("budget.priority_industries[", i, "]");
      bool known = false;
      for (const auto& industry : plan_.industries()) known = known || industry.id() == id;
      if (!known) faults_.Add(field, "is no industry of the plan");
      if (!seen.insert(id).second) faults_.Add(field, "is given twice");
    }
  }

  void Cap() {
    const int64_t cap = CapOf(budget_, plan_);
    if (FenOf(budget_.amount()) <= cap) return;
    faults_.Add("budget.amount", absl::StrCat("is above the cap of ", FenText(cap),
                                              " yuan; a larger budget needs an exception with its approval"));
  }

  // Each share is the plan's share of the amount, up to the fen that rounding moves.
  void Split() {
    const bool excepted = FindException(budget_, v1::BUDGET_EXCEPTION_KIND_SPLIT) != nullptr;
    if (plan_.fund().purposes().empty()) {
      if (!budget_.shares().empty()) faults_.Add("budget.shares", "must be empty: the plan asks for no split");
      if (excepted) faults_.Add("budget.exceptions", "the plan asks for no split");
      return;
    }
    int64_t sum = 0;
    std::set<std::string> seen;
    for (int i = 0; i < budget_.shares_size(); ++i) {
      const v1::BudgetShare& share = budget_.shares(i);
      const std::string field = absl::StrCat("budget.shares[", i, "]");
      const type::v1::FundPurpose* purpose = FindPurpose(plan_, share.purpose());
      if (purpose == nullptr) faults_.Add(field + ".purpose", "is no purpose of the plan");
      if (!seen.insert(share.purpose()).second) faults_.Add(field + ".purpose", "is given twice");
      if (const std::string fault = MoneyFault(share.amount()); !fault.empty()) {
        faults_.Add(field + ".amount", fault);
        return;
      }
      sum += FenOf(share.amount());
      if (purpose != nullptr && !excepted) Share(field, share, *purpose);
    }
    if (static_cast<int>(seen.size()) < plan_.fund().purposes_size()) {
      faults_.Add("budget.shares", "must have every purpose of the plan");
    }
    if (sum != FenOf(budget_.amount())) {
      faults_.Add("budget.shares", absl::StrCat("must add up to the amount, ", FenText(FenOf(budget_.amount())),
                                                "; they are ", FenText(sum)));
    }
  }

  void Share(const std::string& field, const v1::BudgetShare& share, const type::v1::FundPurpose& purpose) {
    const absl::int128 exact = absl::int128(FenOf(budget_.amount())) * purpose.basis_points();
    const absl::int128 given = absl::int128(FenOf(share.amount())) * kBasisPoints;
    const absl::int128 off = given > exact ? given - exact : exact - given;
    if (off < kBasisPoints) return;
    faults_.Add(field + ".amount", absl::StrCat("must be ", purpose.basis_points(), " basis points of the amount, ",
                                                FenText(ShareOf(FenOf(budget_.amount()), purpose.basis_points())),
                                                " yuan; another split needs an exception with its approval"));
  }

  const v1::Budget& budget_;
  const type::v1::Plan& plan_;
  const absl::CivilDay today_;
  FieldViolations faults_;
};

absl::Status Exceeded(const std::string& purpose, int64_t left, int64_t asked) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("the budget has ", FenText(left), " yuan left", purpose.empty() ? "" : " for ",
                                      purpose, ", not ", FenText(asked)),
                         "BUDGET_EXCEEDED", {{"purpose", purpose}, {"left", FenText(left)}});
}

absl::Status Below(const std::string& purpose, int64_t committed) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("approved projects bind ", FenText(committed), " yuan",
                                      purpose.empty() ? "" : " of ", purpose, ": the budget cannot be less"),
                         "BELOW_COMMITTED", {{"purpose", purpose}, {"committed", FenText(committed)}});
}

}  // namespace

Spent TotalOf(const Sums& sums) {
  Spent total;
  for (const auto& [purpose, spent] : sums) {
    total.committed += spent.committed;
    total.paid += spent.paid;
  }
  return total;
}

absl::Status CheckBudget(const v1::Budget& budget, const type::v1::Plan& plan, absl::Time now) {
  return BudgetCheck(budget, plan, DayAt(plan, now)).Run();
}

absl::Status CheckNotBelow(const v1::Budget& budget, const Sums& sums) {
  if (TotalOf(sums).committed > FenOf(budget.amount())) return Below("", TotalOf(sums).committed);
  for (const auto& [purpose, spent] : sums) {
    const v1::BudgetShare* share = FindShare(budget, purpose);
    const int64_t amount = share == nullptr ? 0 : FenOf(share->amount());
    if (!purpose.empty() && spent.committed > amount) return Below(purpose, spent.committed);
  }
  return absl::OkStatus();
}

absl::Status CheckRoom(const v1::Budget& budget, const Sums& sums, const std::string& purpose, int64_t fen) {
  const int64_t left = FenOf(budget.amount()) - TotalOf(sums).committed;
  if (fen > left) return Exceeded("", left, fen);
  if (purpose.empty()) return absl::OkStatus();
  const v1::BudgetShare* share = FindShare(budget, purpose);
  const auto found = sums.find(purpose);
  const int64_t of_purpose =
      (share == nullptr ? 0 : FenOf(share->amount())) - (found == sums.end() ? 0 : found->second.committed);
  return fen > of_purpose ? Exceeded(purpose, of_purpose, fen) : absl::OkStatus();
}

v1::Budget Revised(const v1::Budget* before, const v1::Budget& wanted, const type::v1::Plan& plan, const Putting& by) {
  v1::Budget budget = wanted;
  budget.clear_committed();
  budget.clear_paid();
  for (v1::BudgetShare& share : *budget.mutable_shares()) {
    share.clear_committed();
    share.clear_paid();
  }
  budget.clear_revisions();
  if (before != nullptr) *budget.mutable_revisions() = before->revisions();
  v1::BudgetRevision& revision = *budget.add_revisions();
  revision.set_number(budget.revisions_size());
  *revision.mutable_amount() = budget.amount();
  revision.set_reason(by.reason);
  revision.set_actor(by.actor);
  *revision.mutable_time() = ToTimestamp(by.time);
  *budget.mutable_cap() = MoneyOf(CapOf(budget, plan));
  budget.set_etag(NextEtag(before == nullptr ? "" : before->etag()));
  *budget.mutable_create_time() = before == nullptr ? ToTimestamp(by.time) : before->create_time();
  *budget.mutable_update_time() = ToTimestamp(by.time);
  return budget;
}

v1::Budget WithSums(v1::Budget budget, const Sums& sums) {
  const Spent total = TotalOf(sums);
  *budget.mutable_committed() = MoneyOf(total.committed);
  *budget.mutable_paid() = MoneyOf(total.paid);
  for (v1::BudgetShare& share : *budget.mutable_shares()) {
    const auto found = sums.find(share.purpose());
    const Spent spent = found == sums.end() ? Spent() : found->second;
    *share.mutable_committed() = MoneyOf(spent.committed);
    *share.mutable_paid() = MoneyOf(spent.paid);
  }
  return budget;
}

}  // namespace lianfang::fund
