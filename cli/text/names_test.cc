#include "cli/text/names.h"

#include <gtest/gtest.h>

namespace lianfang::cli {
namespace {

TEST(PlanName, TakesIdsAndNames) {
  EXPECT_EQ(*PlanName("gaoping-2021-2025"), "plans/gaoping-2021-2025");
  EXPECT_EQ(*PlanName("plans/gaoping-2021-2025"), "plans/gaoping-2021-2025");
}

TEST(PlanName, RefusesOtherNames) {
  for (const char* text : {"", "plans/", "experts/1", "plans/a/returns/b", "/"}) {
    EXPECT_FALSE(PlanName(text).ok()) << text;
  }
}

TEST(NameInPlan, TakesWholeNamesWhateverThePlan) {
  EXPECT_EQ(*NameInPlan("", "returns", "plans/a/returns/b"), "plans/a/returns/b");
  EXPECT_EQ(*NameInPlan("plans/c", "returns", "plans/a/returns/b"), "plans/a/returns/b");
}

TEST(NameInPlan, PutsAnIdUnderThePlan) {
  EXPECT_EQ(*NameInPlan("a", "returns", "b"), "plans/a/returns/b");
  EXPECT_EQ(*NameInPlan("plans/a", "returns", "b"), "plans/a/returns/b");
}

TEST(NameInPlan, AsksForThePlanOfAnId) {
  EXPECT_NE(NameInPlan("", "returns", "b").status().message().find("--plan"), std::string::npos);
}

TEST(NameInPlan, RefusesNamesOfOtherCollections) {
  for (const char* text : {"", "plans/a/obligations/b", "plans/a/returns/", "plans/a/returns/b/revisions/1"}) {
    EXPECT_FALSE(NameInPlan("plans/a", "returns", text).ok()) << text;
  }
}

TEST(PlanOf, IsTheNamesBeginning) {
  EXPECT_EQ(PlanOf("plans/a/obligations/b"), "plans/a");
  EXPECT_EQ(PlanOf("plans/a"), "plans/a");
  EXPECT_EQ(PlanOf("experts/a"), "");
  EXPECT_EQ(PlanOf(""), "");
}

TEST(IdOf, IsTheLastSegment) {
  EXPECT_EQ(IdOf("plans/a/obligations/b"), "b");
  EXPECT_EQ(IdOf(""), "");
}

}  // namespace
}  // namespace lianfang::cli
