#include "services/evaluation/domain/outlook/trend.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

const absl::Time kAfter = Day(2023, 3, 1);

TEST(TrendTest, ShowsEveryPeriodWithItsValueItsTargetAndItsInputs) {
  Filed filed(SamplePlan());
  filed.File("2019", "coal-mining", {{"accidents", 20}});
  filed.File("2021", "coal-mining", {{"accidents", 18}}, submission::v1::RETURN_STATE_SUBMITTED);
  const auto trend = BuildTrend(filed.plan(), "140581", {"accidents", ""}, filed.filings(), kAfter);
  ASSERT_TRUE(trend.ok()) << trend.status();
  EXPECT_EQ(trend->region(), "plans/sample/regions/140581");
  ASSERT_EQ(trend->lines_size(), 1);
  const v1::TrendLine& line = trend->lines(0);
  ASSERT_EQ(line.points_size(), 3);
  EXPECT_EQ(line.points(0).value().text(), "20");
  EXPECT_FALSE(line.points(0).has_result());  // the base has no target
  EXPECT_EQ(line.points(0).inputs(0).revision_number(), 1);
  EXPECT_TRUE(line.points(1).provisional());
  EXPECT_EQ(line.points(1).result().status(), v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  EXPECT_EQ(line.points(1).result().bound().text(), "20");
  EXPECT_FALSE(line.points(2).has_value());
  EXPECT_EQ(line.points(2).result().status(), v1::RESULT_STATUS_MISSING);
}

TEST(TrendTest, HasALineForEveryIndicatorOfEveryRow) {
  const Filed filed(SamplePlan());
  const auto trend = BuildTrend(filed.plan(), "140581", {}, filed.filings(), kAfter);
  ASSERT_EQ(trend->lines_size(), 4);
  EXPECT_EQ(trend->lines(3).industry(), "dust-exposed");
  const auto row = BuildTrend(filed.plan(), "140581", {"", "dust-exposed"}, filed.filings(), kAfter);
  EXPECT_EQ(row->lines_size(), 1);
  EXPECT_EQ(row->totals_size(), 0);
}

TEST(TrendTest, HasALineForEveryTotal) {
  Filed filed(SamplePlan());
  filed.mutable_plan().mutable_indicators(0)->add_industries("dust-exposed");
  for (const char* period : {"2019", "2021"}) {
    filed.File(period, "coal-mining", {{"accidents", 20}});
    filed.File(period, "dust-exposed", {{"accidents", 5}});
  }
  const auto trend = BuildTrend(filed.plan(), "140581", {"accidents", ""}, filed.filings(), kAfter);
  ASSERT_EQ(trend->totals_size(), 1);
  const v1::TrendLine& total = trend->totals(0);
  EXPECT_EQ(total.industry_names().zh(), "合计");
  ASSERT_EQ(total.points_size(), 3);
  EXPECT_EQ(total.points(1).value().text(), "25");
  EXPECT_EQ(total.points(1).inputs_size(), 2);
  EXPECT_EQ(total.points(1).result().status(), v1::RESULT_STATUS_NOT_ATTAINED);
}

TEST(TrendTest, LeavesOutPeriodsOfWhichNothingIsAsked) {
  Filed filed(SamplePlan());
  filed.mutable_plan().mutable_data_requests()->DeleteSubrange(1, 1);  // 2021
  const auto trend = BuildTrend(filed.plan(), "140581", {"accidents", ""}, filed.filings(), kAfter);
  ASSERT_EQ(trend->lines(0).points_size(), 2);
  EXPECT_EQ(trend->lines(0).points(1).period(), "2022");
}

TEST(TrendTest, WhatThePlanDoesNotKnowIsNotFound) {
  const Filed filed(SamplePlan());
  const auto reason = [&](const char* region, const TrendFilter& filter) {
    return ErrorInfoOf(BuildTrend(filed.plan(), region, filter, filed.filings(), kAfter).status())->reason();
  };
  EXPECT_EQ(reason("530000", {}), "REGION_NOT_FOUND");
  EXPECT_EQ(reason("140581", {"none", ""}), "INDICATOR_NOT_FOUND");
  EXPECT_EQ(reason("140581", {"", "none"}), "INDUSTRY_NOT_FOUND");
}

// Totals of the same industries are one line, whatever the order in which the plan lists their targets.
TEST(TrendTest, ATotalHasTheNameOfItsLastPeriod) {
  Filed filed(SamplePlan());
  type::v1::Plan& plan = filed.mutable_plan();
  plan.mutable_indicators(0)->add_industries("dust-exposed");
  type::v1::Target& alone = *plan.add_targets();  // beside the total of both, in 2021 only
  alone.set_indicator("accidents");
  alone.set_period("2021");
  alone.add_industries("coal-mining");
  alone.mutable_below_base()->set_base_period("2019");
  plan.mutable_targets()->SwapElements(0, 4);  // accidents of 2022 before those of 2021
  const auto trend = BuildTrend(plan, "140581", {"accidents", ""}, filed.filings(), kAfter);
  ASSERT_TRUE(trend.ok()) << trend.status();
  ASSERT_EQ(trend->totals_size(), 2);
  EXPECT_EQ(trend->totals(0).industry(), "");
  EXPECT_EQ(trend->totals(0).industry_names().zh(), "合计");
  EXPECT_EQ(trend->totals(1).industry(), "+coal-mining");
}

TEST(TrendTest, TotalsAreThoseOfTheIndicatorThatIsAskedFor) {
  const Filed filed(SamplePlan());
  const type::v1::Plan& plan = filed.plan();
  for (const auto& indicator : plan.indicators()) {
    const std::vector<Rows> totals = TotalsOf(plan, indicator);
    ASSERT_EQ(totals.size(), 1u) << indicator.id();
    EXPECT_EQ(totals[0].industries.front()->id(), indicator.industries(0));
  }
}

TEST(TrendTest, ALineEndsWithThePeriodThatIsAskedFor) {
  Filed filed(SamplePlan());
  const std::vector<std::string> regions = {"140581"};
  const Filings filings = filed.filings();
  const Basis basis = {filed.plan(), regions, filings, kAfter};
  const Rows rows = RowOf(filed.plan().industries(0));
  const auto periods = [&](const char* until) {
    std::vector<std::string> ids;
    const auto line = TraceLine(basis, rows, filed.plan().indicators(0), until);
    for (const auto& point : line->points()) ids.push_back(point.period());
    return ids;
  };
  EXPECT_EQ(periods("2019"), std::vector<std::string>({"2019"}));
  EXPECT_EQ(periods("2021"), std::vector<std::string>({"2019", "2021"}));
  EXPECT_EQ(periods(""), std::vector<std::string>({"2019", "2021", "2022"}));
  filed.mutable_plan().mutable_data_requests()->DeleteSubrange(1, 1);  // 2021
  EXPECT_EQ(periods("2021"), std::vector<std::string>({"2019"})) << "a period of which nothing is asked ends it, too";
}

TEST(TrendTest, APointSaysWhatItIsMadeOf) {
  Filed filed(SamplePlan());
  filed.File("2019", "coal-mining", {{"accidents", 20}});
  const auto trend = BuildTrend(filed.plan(), "140581", {"accidents", ""}, filed.filings(), kAfter);
  ASSERT_TRUE(trend.ok());
  EXPECT_EQ(trend->as_of().seconds(), absl::ToUnixSeconds(kAfter));
  const v1::TrendLine& line = trend->lines(0);
  EXPECT_EQ(line.industry(), "coal-mining");
  EXPECT_EQ(line.industry_names().zh(), "煤矿");
  EXPECT_EQ(line.indicator(), "accidents");
  EXPECT_EQ(line.points(0).inputs(0).role(), v1::INPUT_ROLE_ACTUAL);
  EXPECT_FALSE(line.points(0).inputs(0).left_out());
  EXPECT_FALSE(line.points(0).provisional());
}

TEST(TrendTest, WhatIsWaivedIsLeftOut) {
  Filed filed(SamplePlan());
  *filed.Owed("2019", "coal-mining").mutable_waive_time() = filed.Owed("2019", "coal-mining").due_time();
  const auto trend = BuildTrend(filed.plan(), "140581", {"accidents", ""}, filed.filings(), kAfter);
  ASSERT_TRUE(trend.ok());
  EXPECT_TRUE(trend->lines(0).points(0).inputs(0).left_out());
  EXPECT_FALSE(trend->lines(0).points(0).has_value());
}

TEST(TrendTest, AFaultyTargetIsAnError) {
  Filed filed(SamplePlan());
  filed.mutable_plan().mutable_targets(0)->clear_below_base();
  EXPECT_EQ(BuildTrend(filed.plan(), "140581", {}, filed.filings(), kAfter).status().code(),
            absl::StatusCode::kInternal);
}

TEST(TrendTest, ErrorsNameWhatIsNotThere) {
  const Filed filed(SamplePlan());
  const auto metadata = [&](const TrendFilter& filter) {
    return ErrorInfoOf(BuildTrend(filed.plan(), "140581", filter, filed.filings(), kAfter).status())->metadata();
  };
  EXPECT_EQ(metadata({"none", ""}).at("indicator"), "none");
  EXPECT_EQ(metadata({"none", ""}).at("plan"), "plans/sample");
  EXPECT_EQ(metadata({"", "none"}).at("industry"), "none");
}

}  // namespace
}  // namespace lianfang::evaluation
