// Deaths that a later version of an accident shows and no return.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/exchange/domain/reconciliation/return_rules.h"
#include "services/exchange/domain/testing/return_case.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(LaterDeathTest, IsFoundInTheVersionThatCameAfterTheFiling) {
  const ReturnCase of = LaterDeathCase();
  const auto found = of.Found();
  ASSERT_THAT(found, SizeIs(1)) << "the totals do not report it once more";
  const v1::Discrepancy& one = found[0];
  EXPECT_EQ(one.rule(), "death-without-return");
  EXPECT_EQ(one.owner().department(), "emergency");
  ASSERT_EQ(one.evidence_size(), 3);
  EXPECT_EQ(one.evidence(0).record(), "records/accident/a/versions/2");
  EXPECT_EQ(one.evidence(1).record(), "records/accident/a/versions/1");
  EXPECT_EQ(one.evidence(2).filed_return(), of.returns[0].revision);
  EXPECT_EQ(one.figures(0).figure(), "deaths");
  EXPECT_FALSE(one.figures(0).has_difference());
}

TEST(LaterDeathTest, TheTotalsReportItWhereTheRuleIsOff) {
  ReturnCase of = LaterDeathCase();
  type::v1::DiscrepancyRule& rule = *of.plan.mutable_exchange()->add_rules();
  rule.set_id("death-without-return");
  rule.set_off(true);
  EXPECT_THAT(of.Rules(), ElementsAre("return-totals-differ"));
}

TEST(LaterDeathTest, ACorrectedReturnShowsIt) {
  ReturnCase of = LaterDeathCase();
  of.returns = {Filed(2, 2, At(2026, 2, 5))};
  EXPECT_THAT(of.Rules(), IsEmpty());
}

TEST(LaterDeathTest, AReturnFiledAfterThatVersionDiffersInItsTotals) {
  ReturnCase of = LaterDeathCase();
  of.returns = {Filed(2, 1, At(2026, 2, 5))};
  EXPECT_THAT(of.Rules(), ElementsAre("return-totals-differ"));
}

// Records that were published as one lot after the filing: the first version stands for what was known.
TEST(LaterDeathTest, CountsFromTheFirstVersionWhereNoneStoodAtTheFiling) {
  ReturnCase of = LaterDeathCase();
  of.returns = {Filed(2, 1, At(2025, 7, 25))};
  EXPECT_THAT(of.Rules(), ElementsAre("death-without-return"));
}

TEST(LaterDeathTest, WaitsUntilTheCasualtiesHaveSettled) {
  ReturnCase of = LaterDeathCase();
  of.now = At(2025, 8, 19);
  EXPECT_THAT(of.Rules(), IsEmpty()) << "30 days after the accident";
  of.now = At(2025, 8, 20);
  EXPECT_THAT(of.Rules(), ElementsAre("death-without-return"));
}

TEST(LaterDeathTest, AsksForTheHistoryOfFatalAccidentsAlone) {
  ReturnCase of = LaterDeathCase();
  of.records.push_back(AccidentOf2025("c", 0));
  EXPECT_THAT(AccidentsWithHistory(of.View()), ElementsAre("records/accident/a", "records/accident/b"));
  of.returns = {Filed(3, 2)};
  EXPECT_THAT(AccidentsWithHistory(of.View()), IsEmpty()) << "the return shows as many deaths";
}

}  // namespace
}  // namespace lianfang::exchange
