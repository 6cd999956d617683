#include "services/evaluation/domain/outlook/forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

using ::testing::HasSubstr;

const absl::Time kBefore = Day(2022, 8, 1);  // 2022 is not due before 1 March 2023
const absl::Time kAfter = Day(2023, 3, 1);

void FileCoal(Filed& filed, const char* period, int accidents, int trained = 9) {
  filed.File(period, "coal-mining",
             {{"accidents", accidents}, {"deaths", 0}, {"injured", 0}, {"trained", trained}, {"required", 10}});
}

// Accidents of coal mining, unless asked otherwise.
v1::TargetForecast ForecastOf(const Filed& filed, absl::Time as_of, int index = 0) {
  return BuildForecast(filed.plan(), "140581", "2022", filed.filings(), as_of)->forecasts(index);
}

// Base 20: 19 attain. 2019 → 2021 fell by 1 in 24 months, so 2022, 12 months later, is projected at 18.5.
TEST(ForecastTest, SaysWhatIsLeftAndWhereTheLineLeads) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20);
  FileCoal(filed, "2021", 19);
  const v1::TargetForecast forecast = ForecastOf(filed, kBefore);
  EXPECT_EQ(forecast.result().status(), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(forecast.allowance().text(), "19");  // nothing reported yet
  EXPECT_EQ(forecast.method(), v1::FORECAST_METHOD_LINEAR);
  EXPECT_EQ(forecast.projected_value().text(), "18.5");
  EXPECT_EQ(forecast.projected_status(), v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  ASSERT_EQ(forecast.basis_size(), 2);
  EXPECT_EQ(forecast.basis(1).period(), "2021");
  // Poisson around 18.5 (chance_test.cc): the bound of 19 is within, so two points prove nothing.
  EXPECT_EQ(forecast.chance_low().text(), "11");
  EXPECT_EQ(forecast.chance_high().text(), "27");
  EXPECT_EQ(
      forecast.text().zh(),
      "最多还可 19。按 2 个年度直线推算（2019年 20，2021年 19），2022年约 18.5，界限 ≤ 19，达标。"
      "仅有两个年度，两点即成一线，只供参考。"
      "这样大小的数即使情况不变，每年也会上下波动：约 95% 的年份在 11 至 27 之间，界限在此范围内，推算不足以断定。");
}

// A line was once drawn past what the year itself had reported already.
TEST(ForecastTest, WhatTheYearItselfReportedIsNotProjected) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20);
  FileCoal(filed, "2021", 19);
  filed.Owed("2022", "coal-mining").set_provisional(true);
  FileCoal(filed, "2022", 15);
  v1::TargetForecast forecast = ForecastOf(filed, kBefore);
  EXPECT_EQ(forecast.allowance().text(), "4");
  EXPECT_EQ(forecast.method(), v1::FORECAST_METHOD_REPORTED);
  EXPECT_EQ(forecast.projected_value().text(), "15");
  EXPECT_EQ(forecast.projected_status(), v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  ASSERT_EQ(forecast.basis_size(), 1);
  EXPECT_EQ(forecast.basis(0).period(), "2022");
  EXPECT_THAT(forecast.text().zh(), HasSubstr("2022年已报 15（非最终数据），界限 ≤ 19，达标，以此为准，不再推算。"));
  FileCoal(filed, "2022", 25);
  forecast = ForecastOf(filed, kBefore);
  EXPECT_EQ(forecast.allowance().text(), "0");
  EXPECT_EQ(forecast.projected_status(), v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED);
}

// 60 % in 2019 and 90 % in 2021 make 105 % in 2022.
TEST(ForecastTest, AShareIsNeverProjectedBeyondTheWhole) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20, /*trained=*/6);
  FileCoal(filed, "2021", 19, /*trained=*/9);
  EXPECT_EQ(ForecastOf(filed, kBefore, 2).projected_value().text(), "105");  // the plan does not say that it is a share
  auto& rule = *filed.mutable_plan().add_consistency_rules()->mutable_at_most();
  rule.add_left("trained");
  rule.add_right("required");
  const v1::TargetForecast forecast = ForecastOf(filed, kBefore, 2);
  EXPECT_EQ(forecast.projected_value().text(), "100");
  EXPECT_FALSE(forecast.has_chance_low());  // of a ratio
}

TEST(ForecastTest, WithoutABaseThereIsNoAllowanceAndWithOnePeriodNoLine) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2021", 19);
  const v1::TargetForecast forecast = ForecastOf(filed, kBefore);
  EXPECT_FALSE(forecast.has_allowance());
  EXPECT_EQ(forecast.method(), v1::FORECAST_METHOD_NONE);
  EXPECT_FALSE(forecast.has_projected_value());
  EXPECT_EQ(forecast.basis_size(), 0);
  EXPECT_EQ(forecast.text().zh(), "已报数据不足两个年度，无从推算。");
}

TEST(ForecastTest, SettledFiguresAreNotProjected) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20);
  FileCoal(filed, "2021", 19);
  FileCoal(filed, "2022", 25);
  const v1::TargetForecast forecast = ForecastOf(filed, kAfter);
  EXPECT_EQ(forecast.result().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(forecast.method(), v1::FORECAST_METHOD_NONE);
}

TEST(ForecastTest, TotalsAreForecastToo) {
  Filed filed(DatedPlan());
  type::v1::Plan& plan = filed.mutable_plan();
  plan.mutable_indicators(0)->add_industries("dust-exposed");
  for (const char* period : {"2019", "2021"}) {
    FileCoal(filed, period, 20);
    filed.File(period, "dust-exposed", {{"accidents", 10}, {"new-cases", 1}, {"reported-cases", 4}});
  }
  const v1::Forecast forecast = *BuildForecast(plan, "140581", "2022", filed.filings(), kBefore);
  ASSERT_EQ(forecast.totals_size(), 4);
  EXPECT_EQ(forecast.totals(0).result().industry_names().zh(), "合计");
  EXPECT_EQ(forecast.totals(0).projected_value().text(), "30");
  EXPECT_EQ(forecast.totals(0).allowance().text(), "28");  // 95 % of 30 is 28.5
}

// The line goes through the periods before, with the results of their targets: one that cannot be judged is an error here, too.
TEST(ForecastTest, AFaultyTargetOfAnEarlierPeriodIsAnError) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20);
  FileCoal(filed, "2021", 19);
  filed.mutable_plan().mutable_targets(0)->clear_below_base();  // accidents of 2021
  const auto code = [&] {
    return BuildForecast(filed.plan(), "140581", "2022", filed.filings(), kBefore).status().code();
  };
  EXPECT_EQ(code(), absl::StatusCode::kInternal);
  filed.Owed("2022", "coal-mining").set_provisional(true);
  FileCoal(filed, "2022", 15);
  EXPECT_EQ(code(), absl::StatusCode::kInternal) << "what is reported stands on the same line";
}

TEST(ForecastTest, WhatThePlanDoesNotKnowIsNotFound) {
  const Filed filed(DatedPlan());
  const auto code = [&](const char* region, const char* period) {
    return BuildForecast(filed.plan(), region, period, filed.filings(), kBefore).status().code();
  };
  EXPECT_EQ(code("530000", "2022"), absl::StatusCode::kNotFound);
  EXPECT_EQ(code("140581", "2019"), absl::StatusCode::kNotFound) << "a period without targets";
}

TEST(ForecastTest, IsNamedByItsScorecardAndInstant) {
  const Filed filed(DatedPlan());
  const v1::Forecast forecast = *BuildForecast(filed.plan(), "140581", "2022", filed.filings(), kBefore);
  EXPECT_EQ(forecast.scorecard(), "plans/sample/regions/140581/scorecards/2022");
  EXPECT_EQ(forecast.as_of().seconds(), absl::ToUnixSeconds(kBefore));
  EXPECT_EQ(forecast.forecasts_size(), 4);
}

// 85 % was asked for at least; the rule gives counts an upper bound, and ratios none that is left over.
TEST(ForecastTest, OnlyCountsWithAnUpperBoundHaveAnAllowance) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20);
  FileCoal(filed, "2021", 19);
  EXPECT_FALSE(ForecastOf(filed, kBefore, 2).has_allowance()) << "coverage";
  type::v1::Target& target = *filed.mutable_plan().mutable_targets(4);  // accidents of 2022
  target.mutable_at_least()->set_value("3");
  EXPECT_FALSE(ForecastOf(filed, kBefore).has_allowance());
}

TEST(ForecastTest, ADoubtfulPeriodIsStillProjectedFromItsOwnLine) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20);
  FileCoal(filed, "2021", 22);
  const v1::TargetForecast forecast = ForecastOf(filed, kBefore);
  EXPECT_EQ(forecast.projected_value().text(), "23");  // 2 in 24 months, 1 in 12 more
  EXPECT_EQ(forecast.projected_status(), v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED);
}

// Figure by figure: deaths within trained, injured within required, by rules of one figure each.
TEST(ForecastTest, AShareIsKnownFigureByFigureToo) {
  Filed filed(DatedPlan());
  type::v1::Plan& plan = filed.mutable_plan();
  type::v1::Indicator& coverage = *plan.mutable_indicators(2);
  coverage.add_numerator("deaths");
  coverage.add_denominator("injured");
  const auto file = [&](const char* period, int trained) {
    filed.File(period, "coal-mining",
               {{"accidents", 1}, {"deaths", 0}, {"injured", 1}, {"trained", trained}, {"required", 9}});
  };
  file("2019", 6);
  file("2021", 9);
  EXPECT_EQ(ForecastOf(filed, kBefore, 2).projected_value().text(), "105");
  const auto keep = [&plan](const char* left, const char* right) {
    auto& rule = *plan.add_consistency_rules()->mutable_at_most();
    rule.add_left(left);
    rule.add_right(right);
  };
  keep("trained", "required");
  EXPECT_EQ(ForecastOf(filed, kBefore, 2).projected_value().text(), "105") << "one of two figures";
  keep("deaths", "required");
  EXPECT_EQ(ForecastOf(filed, kBefore, 2).projected_value().text(), "105") << "another figure's bound";
  keep("deaths", "injured");
  EXPECT_EQ(ForecastOf(filed, kBefore, 2).projected_value().text(), "100");
}

TEST(ForecastTest, SeenFromAnEarlierPeriodNothingSinceIsKnown) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20);
  FileCoal(filed, "2021", 19);
  FileCoal(filed, "2022", 25);
  const std::vector<std::string> regions = {"140581"};
  const Filings filings = filed.filings();
  const Basis basis = {filed.plan(), regions, filings, kAfter};
  const Rows rows = RowOf(filed.plan().industries(0));
  const auto from = [&](const char* until) {
    return *ProjectFrom(basis, rows, filed.plan().indicators(0), filed.plan().targets(4), until);
  };
  EXPECT_EQ(from("2021").method(), v1::FORECAST_METHOD_LINEAR);
  EXPECT_EQ(from("2021").projected_value().text(), "18.5") << "whatever 2022 has reported";
  EXPECT_EQ(from("2021").basis_size(), 2);
  EXPECT_EQ(from("2019").method(), v1::FORECAST_METHOD_NONE) << "one point is no line";
  EXPECT_EQ(from("2022").method(), v1::FORECAST_METHOD_NONE);
  EXPECT_FALSE(from("2022").has_text());
}

}  // namespace
}  // namespace lianfang::evaluation
