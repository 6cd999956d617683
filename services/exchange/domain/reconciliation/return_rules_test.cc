// When returns can be judged, and what a change of their ground does to what was found.
#include "services/exchange/domain/reconciliation/return_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/time.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"
#include "services/exchange/domain/testing/return_case.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::DiscrepancyRuleStatus StatusOf(const ReturnCase& of, const std::string& rule,
                                   const std::vector<v1::DiscrepancyRuleStatus>& before = {}) {
  for (const v1::DiscrepancyRuleStatus& status : RuleStatuses(of.View(), before))
    if (status.rule() == rule) return status;
  return {};
}

TEST(ReturnJudgementTest, SubmissionAwayCorrectsNothingAndTheRuleSaysSinceWhen) {
  ReturnCase of = LaterDeathCase();
  const v1::Discrepancy one = of.Found()[0];
  const v1::DiscrepancyRuleStatus applied = StatusOf(of, "death-without-return");
  EXPECT_EQ(FromTimestamp(applied.evaluate_time()), kLater);
  EXPECT_FALSE(applied.has_obstacle());
  EXPECT_TRUE(CanBeJudged(one, of.View()));
  of.away = true;
  of.now = kLater + absl::Hours(24);
  EXPECT_THAT(of.Rules(), IsEmpty());
  EXPECT_FALSE(CanBeJudged(one, of.View()));
  const v1::DiscrepancyRuleStatus obstructed = StatusOf(of, "death-without-return", {applied});
  EXPECT_EQ(FromTimestamp(obstructed.evaluate_time()), kLater);
  EXPECT_EQ(obstructed.obstacle().zh(), "暂时读不到报送数据");
}

TEST(ReturnJudgementTest, AnAgreementThatEndedCorrectsNothing) {
  ReturnCase of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  const v1::Discrepancy one = of.Found()[0];
  EXPECT_TRUE(CanBeJudged(one, of.View()));
  of.terms = {AccidentTerms({"deaths"})};
  EXPECT_FALSE(CanBeJudged(one, of.View()));
  EXPECT_EQ(StatusOf(of, "return-totals-differ").obstacle().zh(), "没有协议为数据比对提供所需的记录");
  of.definitions.clear();
  EXPECT_TRUE(StatusOf(of, "return-totals-differ").has_obstacle());
}

TEST(ReturnJudgementTest, IsReopenedWhenItsNumbersChangeAndNotWhenDefinitionsDo) {
  ReturnCase of;
  of.records = {AccidentOf2025("a", 1)};
  of.returns = {Filed(0, 1)};
  v1::Discrepancy one = Reconcile({}, of.Found(), of.plan, kLater, Zone()).changed[0];
  one.set_state(v1::DISCREPANCY_STATE_EXPLAINED);
  one.mutable_steps()->rbegin()->set_actor("spiffe://t/emergency");
  EXPECT_THAT(Reconcile({one}, of.Found(), of.plan, kLater, Zone()).changed, IsEmpty());
  of.returns[0].numbers["deaths"] = 0;
  const auto changed = Reconcile({one}, of.Found(), of.plan, kLater, Zone()).changed;
  ASSERT_THAT(changed, SizeIs(1));
  EXPECT_EQ(changed[0].state(), v1::DISCREPANCY_STATE_OPEN);
  std::vector<v1::Discrepancy> redefined = {one};
  redefined[0].mutable_figures(0)->set_any_industry(true);
  const auto quiet = Reconcile({one}, redefined, of.plan, kLater, Zone()).changed;
  ASSERT_THAT(quiet, SizeIs(1));
  EXPECT_EQ(quiet[0].state(), v1::DISCREPANCY_STATE_EXPLAINED);
}

TEST(ReturnRulesTest, ARunThatIsStoppedLooksAtNoMoreReturns) {
  ReturnCase of = LaterDeathCase();
  ReconciliationView view = of.View();
  int asked = 0;
  view.stopped = [&asked] { return ++asked > 0; };
  EXPECT_THAT(FindReturnDiscrepancies(view), IsEmpty());
  EXPECT_THAT(AccidentsWithHistory(view), IsEmpty());
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace lianfang::exchange
