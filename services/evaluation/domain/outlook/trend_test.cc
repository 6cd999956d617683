#include "services/evaluation/domain/outlook/trend.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace lianfang::evaluation
