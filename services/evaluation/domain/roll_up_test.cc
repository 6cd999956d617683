// Figures of several regions, added up: numerators and denominators, never ratios.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/time.h"
#include "services/evaluation/domain/scorecard.h"
#include "services/evaluation/domain/testing/sample_plan.h"

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
    FileCoverage(filed, region, 1, 1);
  }
  *filed.Owed("2022", "coal-mining", "140582").mutable_waive_time() = ToTimestamp(Day(2022, 6, 1));
  const v1::Scorecard scorecard = *BuildScorecard(filed.plan(), "140500", "2022", filed.filings(), kAfter);
  EXPECT_EQ(scorecard.results(0).actual().text(), "1");
  EXPECT_EQ(scorecard.results(0).baseline().text(), "50");  // not 100
  EXPECT_EQ(scorecard.results(0).status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_THAT(scorecard.reporting_regions(), ElementsAre("140581", "140582"));
}

}  // namespace
}  // namespace lianfang::evaluation
