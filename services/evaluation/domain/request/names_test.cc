#include "services/evaluation/domain/request/names.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"

namespace lianfang::evaluation {
namespace {

TEST(ParseScorecardNameTest, TakesANameApart) {
  const auto name = ParseScorecardName("name", "plans/gaoping-2021-2025/regions/140581/scorecards/2022");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->plan, "gaoping-2021-2025");
  EXPECT_EQ(name->region, "140581");
  EXPECT_EQ(name->period, "2022");
}

TEST(ParseScorecardNameTest, RefusesEveryOtherShapeOnItsField) {
  for (const char* name : {"", "plans/a", "plans/a/regions/140581/scorecards/", "plans/a/regions/14058/scorecards/2022",
                           "plans/a/regions/14058x/scorecards/2022", "plans/A/regions/140581/scorecards/2022",
                           "plans/a/regions/140581/scorecards/2022/x", "/plans/a/regions/140581/scorecards/2022",
                           "plans/a/region/140581/scorecards/2022"}) {
    const absl::Status status = ParseScorecardName("name", name).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_EQ(BadRequestOf(status)->field_violations(0).field(), "name");
  }
}

TEST(ParseConcealmentNameTest, TakesANameApart) {
  const auto name = ParseConcealmentName("name", "plans/gaoping/concealments/c1");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->plan, "gaoping");
  EXPECT_EQ(name->id, "c1");
  for (const char* bad :
       {"", "plans/a/concealments", "plans/a/concealments/", "plans//concealments/c1", "plans/a/concealment/c1",
        "plan/a/concealments/c1", "plans/a/concealments/c1/x", "plans/A b/concealments/c1"}) {
    EXPECT_FALSE(ParseConcealmentName("name", bad).ok()) << bad;
  }
}

TEST(ParseEditionNameTest, NumbersBeginWithOne) {
  const std::string scorecard = "plans/a/regions/140581/scorecards/2022";
  EXPECT_TRUE(ParseEditionName("name", scorecard + "/appraisal-editions/1").ok());
  for (const char* bad :
       {"/appraisal-editions/0", "/appraisal-editions/-1", "/appraisal-editions/x", "/appraisal-editions/", ""}) {
    EXPECT_FALSE(ParseEditionName("name", scorecard + bad).ok()) << bad;
  }
}

TEST(PlanIdOfTest, IsTheSecondPart) {
  EXPECT_EQ(PlanIdOf("plans/a/obligations/2022-140581-coal-mining"), "a");
  EXPECT_EQ(PlanIdOf("plans/a"), "a");
  for (const char* name : {"", "plans", "plans/", "plan/a", "plans/A"}) EXPECT_EQ(PlanIdOf(name), "") << name;
}

}  // namespace
}  // namespace lianfang::evaluation
