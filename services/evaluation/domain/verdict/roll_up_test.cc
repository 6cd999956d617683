// Figures of several regions, added up: numerators and denominators, never ratios.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/evaluation/domain/outlook/forecast.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/domain/words/explanation.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const absl::Time kAfter = Day(2023, 3, 1);
constexpr auto kAccepted = submission::v1::RETURN_STATE_ACCEPTED;

type::v1::Plan TwoCounties() {
  type::v1::Plan plan = SamplePlan();
  plan.add_regions()->set_code("140582");
  return plan;
}

void FileCoverage(Filed& filed, const char* region, int64_t trained, int64_t required) {
  filed.File("2022", "coal-mining",
             {{"accidents", 1}, {"deaths", 0}, {"injured", 1}, {"trained", trained}, {"required", required}}, kAccepted,
             region);
}

v1::Result Coverage(const Filed& filed, absl::string_view region) {
  const v1::Scorecard scorecard = *BuildScorecard(filed.plan(), region, "2022", filed.filings(), kAfter);
  for (const v1::Result& result : scorecard.results()) {
    if (result.indicator() == "coverage") return result;
  }
  ADD_FAILURE() << "no coverage";
  return {};
}

TEST(RollUpTest, AddsNumeratorsAndDenominators) {
  Filed filed(TwoCounties());
  FileCoverage(filed, "140581", 1, 1);    // 100 %
  FileCoverage(filed, "140582", 60, 99);  // 60.6 %: the mean of both would attain 80 %
  const v1::Result result = Coverage(filed, "140500");
  EXPECT_EQ(result.actual().text(), "61");  // 61 of 100
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_NOT_ATTAINED);
  ASSERT_EQ(result.inputs_size(), 2);
  EXPECT_EQ(result.inputs(1).region(), "140582");
}

TEST(RollUpTest, OfOneChildEqualsTheChild) {
  Filed filed(SamplePlan());
  FileCoverage(filed, "140581", 7, 9);
  EXPECT_EQ(Coverage(filed, "140500").SerializeAsString(), Coverage(filed, "140581").SerializeAsString());
}

TEST(RollUpTest, NamesTheRegionsThatAreMissing) {
  Filed filed(TwoCounties());
  FileCoverage(filed, "140581", 1, 1);
  const v1::Result result = Coverage(filed, "140500");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_MISSING);
  EXPECT_FALSE(result.has_actual());
  EXPECT_THAT(result.missing_regions(), ElementsAre("140582"));
  EXPECT_THAT(result.reason().zh(), HasSubstr("2022年 140582：逾期未报"));
}

TEST(RollUpTest, ARegionLeftOutIsLeftOutOfBothPeriods) {
  Filed filed(TwoCounties());
  for (const char* region : {"140581", "140582"}) {
    filed.File("2019", "coal-mining", {{"accidents", 50}, {"deaths", 0}, {"injured", 1}}, kAccepted, region);
  }
  FileCoverage(filed, "140581", 1, 1);
  *filed.Owed("2022", "coal-mining", "140582").mutable_waive_time() = ToTimestamp(Day(2022, 6, 1));
  const v1::Scorecard scorecard = *BuildScorecard(filed.plan(), "140500", "2022", filed.filings(), kAfter);
  EXPECT_EQ(scorecard.results(0).actual().text(), "1");
  EXPECT_EQ(scorecard.results(0).baseline().text(), "50");  // not 100
  EXPECT_EQ(scorecard.results(0).status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_THAT(scorecard.reporting_regions(), ElementsAre("140581", "140582"));
  // What is printed adds up: of four returns, two are marked as not counting.
  ASSERT_EQ(scorecard.results(0).inputs_size(), 4);
  std::vector<std::string> left_out;
  for (const v1::ResultInput& input : scorecard.results(0).inputs()) {
    if (input.left_out()) left_out.push_back(absl::StrCat(input.period(), " ", input.region()));
  }
  EXPECT_THAT(left_out, ElementsAre("2022 140582", "2019 140582"));
  const auto explanation = *ExplainResult(scorecard, "coal-mining", "accidents", filed.plan());
  EXPECT_THAT(explanation.steps(1).text().zh(), HasSubstr("accidents 50；2019年 140582"));
  EXPECT_THAT(explanation.steps(1).text().zh(), HasSubstr("accidents 50（不计入）；指标值 50"));
  EXPECT_THAT(explanation.steps(1).text().en(), HasSubstr("accidents 50 (left out); value 50"));
}

class RollUpForecastTest : public testing::Test {
 protected:
  RollUpForecastTest() {
    int start = 2019;
    for (type::v1::Period& period : *filed_.mutable_plan().mutable_periods()) {
      period.mutable_start_date()->set_year(start);
      period.mutable_start_date()->set_month(1);
      period.mutable_start_date()->set_day(1);
      start = start == 2019 ? 2021 : start + 1;
    }
    FileAccidents("2019", "140581", 40);
    FileAccidents("2021", "140581", 38);
    FileAccidents("2019", "140582", 60);
    FileAccidents("2021", "140582", 60);
  }

  void FileAccidents(const char* period, const char* region, int64_t accidents) {
    filed_.File(period, "coal-mining", {{"accidents", accidents}}, kAccepted, region);
  }

  v1::TargetForecast Accidents(absl::Time as_of) const {
    return BuildForecast(filed_.plan(), "140500", "2022", filed_.filings(), as_of)->forecasts(0);
  }

  Filed filed_{TwoCounties()};
};

// Base 100: 95 attain. One county has reported 37.
TEST_F(RollUpForecastTest, WhatSomeRegionsReportedIsNoLongerAllowed) {
  FileAccidents("2022", "140581", 37);
  const v1::TargetForecast forecast = Accidents(Day(2022, 12, 1));
  EXPECT_EQ(forecast.result().status(), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(forecast.result().bound().text(), "95");
  EXPECT_EQ(forecast.allowance().text(), "58");
  EXPECT_EQ(forecast.projected_value().text(), "97");  // 100, 98 two years on, 97 after the third
}

// Without 140582: base 40, 38 attain, and the line leads through 40 and 38 to 37.
TEST_F(RollUpForecastTest, ARegionLeftOutIsPartOfNeitherTheBoundNorTheLine) {
  *filed_.Owed("2022", "coal-mining", "140582").mutable_waive_time() = ToTimestamp(Day(2022, 6, 1));
  const v1::TargetForecast forecast = Accidents(Day(2022, 12, 1));
  EXPECT_EQ(forecast.result().bound().text(), "38");
  EXPECT_EQ(forecast.allowance().text(), "38");
  EXPECT_EQ(forecast.projected_value().text(), "37");
  EXPECT_EQ(forecast.projected_status(), v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  ASSERT_EQ(forecast.basis_size(), 2);
  EXPECT_EQ(forecast.basis(0).inputs_size(), 1);
}

TEST_F(RollUpForecastTest, APeriodInWhichARegionDoesNotApplyIsNoPointOfTheLine) {
  *filed_.Owed("2021", "coal-mining", "140582").mutable_waive_time() = ToTimestamp(Day(2022, 6, 1));
  filed_.returns().pop_back();
  EXPECT_EQ(Accidents(Day(2022, 12, 1)).method(), v1::FORECAST_METHOD_NONE);
}

TEST_F(RollUpForecastTest, WhatDoesNotApplyAllowsNothing) {
  for (const char* region : {"140581", "140582"}) {
    *filed_.Owed("2022", "coal-mining", region).mutable_waive_time() = ToTimestamp(Day(2022, 6, 1));
  }
  EXPECT_EQ(Accidents(Day(2022, 12, 1)).result().status(), v1::RESULT_STATUS_NOT_APPLICABLE);
  EXPECT_FALSE(Accidents(Day(2022, 12, 1)).has_allowance());
}

}  // namespace
}  // namespace lianfang::evaluation
