#include "services/fund/domain/budget/budget_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "common/errors.h"
#include "services/fund/domain/budget/fund_policy.h"
#include "services/fund/domain/testing/sample.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

std::string FieldOf(const absl::Status& status) {
  const auto faults = BadRequestOf(status);
  return faults.has_value() ? faults->field_violations(0).field() : std::string(status.message());
}

absl::Status Check(const std::function<void(v1::Budget&)>& change) {
  v1::Budget budget = testing::SampleBudget();
  change(budget);
  return CheckBudget(budget, testing::SamplePlan(), testing::Now());
}

void Except(v1::Budget& budget, v1::BudgetExceptionKind kind, int cap) {
  v1::BudgetException& exception = *budget.add_exceptions();
  exception.set_kind(kind);
  exception.set_cap_basis_points(cap);
  *exception.mutable_approval() = budget.approval();
}

void SetAmounts(v1::Budget& budget, int64_t amount, int64_t publicity, int64_t training) {
  *budget.mutable_amount() = MoneyOf(amount);
  *budget.mutable_shares(0)->mutable_amount() = MoneyOf(publicity);
  *budget.mutable_shares(1)->mutable_amount() = MoneyOf(training);
}

// 3 % of 4,000,000 is 120,000.
TEST(CheckBudgetTest, TheCapIsReachedAndNotPassed) {
  EXPECT_TRUE(Check([](v1::Budget& b) { SetAmounts(b, 12000000, 3600000, 8400000); }).ok());
  EXPECT_EQ(FieldOf(Check([](v1::Budget& b) { SetAmounts(b, 12000001, 3600000, 8400001); })), "budget.amount");
  const auto excepted = [](int cap, int64_t amount) {
    return Check([&](v1::Budget& b) {
      SetAmounts(b, amount, amount * 3 / 10, amount - amount * 3 / 10);
      Except(b, v1::BUDGET_EXCEPTION_KIND_CAP, cap);
    });
  };
  EXPECT_TRUE(excepted(400, 16000000).ok());
  EXPECT_EQ(FieldOf(excepted(400, 16000001)), "budget.amount");
  EXPECT_EQ(FieldOf(excepted(300, 12000000)), "budget.exceptions[0].cap_basis_points") << "no exception at all";
}

TEST(CheckBudgetTest, TheSplitIsThePlansToTheFen) {
  EXPECT_TRUE(Check([](v1::Budget& b) { SetAmounts(b, 10000001, 3000000, 7000001); }).ok());
  EXPECT_TRUE(Check([](v1::Budget& b) { SetAmounts(b, 10000001, 3000001, 7000000); }).ok()) << "rounded either way";
  EXPECT_EQ(FieldOf(Check([](v1::Budget& b) { SetAmounts(b, 10000000, 3000001, 6999999); })),
            "budget.shares[0].amount");
  EXPECT_EQ(FieldOf(Check([](v1::Budget& b) { SetAmounts(b, 10000000, 3000000, 6999999); })),
            "budget.shares[1].amount");
  EXPECT_TRUE(Check([](v1::Budget& b) {
                SetAmounts(b, 10000000, 5000000, 5000000);
                Except(b, v1::BUDGET_EXCEPTION_KIND_SPLIT, 0);
              }).ok());
  EXPECT_EQ(FieldOf(Check([](v1::Budget& b) {
              SetAmounts(b, 10000000, 5000000, 4999999);
              Except(b, v1::BUDGET_EXCEPTION_KIND_SPLIT, 0);
            })),
            "budget.shares");
}

TEST(CheckBudgetTest, EachFaultNamesItsField) {
  EXPECT_TRUE(Check([](v1::Budget&) {}).ok());
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.mutable_amount()->set_nanos(5000000); })), "budget.amount");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.mutable_amount()->set_units(-1); })), "budget.amount");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.mutable_amount()->set_units(0); })), "budget.amount");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.mutable_collection()->set_units(0); })), "budget.collection");
  EXPECT_EQ(FieldOf(Check([](auto& b) {
              Except(b, v1::BUDGET_EXCEPTION_KIND_SPLIT, 0);
              Except(b, v1::BUDGET_EXCEPTION_KIND_SPLIT, 0);
            })),
            "budget.exceptions[1].kind");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.mutable_collection()->set_currency_code("USD"); })), "budget.collection");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.mutable_approval()->clear_number(); })), "budget.approval.number");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.mutable_approval()->mutable_date()->set_year(2027); })),
            "budget.approval.date");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.mutable_approval()->mutable_document()->set_sha256("AA"); })),
            "budget.approval.document.sha256");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.set_priority_industries(0, "fishing"); })), "budget.priority_industries[0]");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.set_priority_industries(0, "coal-mining"); })),
            "budget.priority_industries[1]");
  EXPECT_EQ(FieldOf(Check([](auto& b) { b.mutable_shares(0)->set_purpose("training"); })), "budget.shares[0].amount");
}

TEST(CheckRoomTest, NeitherThePurposeNorTheWholeIsPassed) {
  const v1::Budget budget = testing::SampleBudget();
  Sums sums = {{"training", {6000000, 0}}};
  EXPECT_TRUE(CheckRoom(budget, sums, "training", 1000000).ok());
  EXPECT_EQ(ErrorInfoOf(CheckRoom(budget, sums, "training", 1000001))->reason(), "BUDGET_EXCEEDED");
  EXPECT_TRUE(CheckRoom(budget, sums, "publicity", 3000000).ok());
  sums["former"] = {2000000, 0};  // of a purpose that the plan has dropped since
  EXPECT_EQ(ErrorInfoOf(CheckRoom(budget, sums, "publicity", 2000001))->metadata().at("left"), "20000.00");
  EXPECT_EQ(ErrorInfoOf(CheckRoom(budget, sums, "travel", 1))->reason(), "BUDGET_EXCEEDED");
}

TEST(CheckNotBelowTest, ABudgetIsNeverLessThanWhatIsBound) {
  v1::Budget budget = testing::SampleBudget();
  EXPECT_TRUE(CheckNotBelow(budget, {{"training", {7000000, 0}}}).ok());
  EXPECT_EQ(ErrorInfoOf(CheckNotBelow(budget, {{"training", {7000001, 0}}}))->reason(), "BELOW_COMMITTED");
}

TEST(RevisedTest, AnAmendmentKeepsTheAmountsBefore) {
  const v1::Budget first = Revised(nullptr, testing::SampleBudget(), testing::SamplePlan(), {"a", testing::Now(), ""});
  EXPECT_EQ(first.cap().units(), 120000);
  EXPECT_EQ(first.etag(), "1");
  const v1::Budget second = Revised(&first, first, testing::SamplePlan(), {"b", testing::Now(), "追加"});
  ASSERT_EQ(second.revisions_size(), 2);
  EXPECT_EQ(second.revisions(0).actor(), "a");
  EXPECT_EQ(second.revisions(1).reason(), "追加");
  EXPECT_EQ(second.etag(), "2");
}

TEST(FundPolicyTest, TheLargestRuleThatTheAmountReachesApplies) {
  const type::v1::Plan& plan = testing::SamplePlan();
  EXPECT_EQ(FindProcurement(plan, 2999999), nullptr);
  EXPECT_EQ(FindProcurement(plan, 3000000)->way(), "selection");
  EXPECT_EQ(FindProcurement(plan, 49999999)->way(), "selection");
  EXPECT_EQ(FindProcurement(plan, 50000000)->way(), "open-tender");
}

TEST(FundPolicyTest, WhatAPlanLeavesOutHasItsDefault) {
  const type::v1::Plan plan;
  EXPECT_EQ(CapBasisPoints(plan), 300);
  EXPECT_EQ(AdvanceBoundsOf(plan).maximum, 7000);
  EXPECT_EQ(AdvanceBoundsOf(plan).minimum, 0);
  EXPECT_EQ(ProjectMonths(plan), 24);
  EXPECT_EQ(ProviderBarMonths(plan), 36);
}

TEST(MoneyTest, AFractionOfAFenIsRefused) {
  google::type::Money money = MoneyOf(123456);
  EXPECT_EQ(MoneyFault(money), "");
  EXPECT_EQ(FenOf(money), 123456);
  EXPECT_EQ(FenText(123456), "1234.56");
  money.set_nanos(567000000);
  EXPECT_EQ(MoneyFault(money), "must be in whole fen: at most two decimals");
  EXPECT_EQ(ShareOf(99999999999999, 10000), 99999999999999);
  EXPECT_EQ(ShareOf(99, 300), 2) << "rounded down";
}

TEST(AddMonthsTest, AShortMonthEndsOnItsLastDay) {
  EXPECT_EQ(AddMonths(absl::CivilDay(2023, 8, 31), 6), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(AddMonths(absl::CivilDay(2026, 6, 1), 24), absl::CivilDay(2028, 6, 1));
}

}  // namespace
}  // namespace lianfang::fund
