#include "services/fund/domain/request/names.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/fund/domain/request/refusals.h"

namespace lianfang::fund {
namespace {

constexpr char kCode[] = "91350100M000100Y43";

TEST(NamesTest, YearsAreBounded) {
  EXPECT_EQ(*YearOfBudget("name", "plans/a/budgets/2000"), 2000);
  EXPECT_EQ(*YearOfRateList("name", "plans/a/rateLists/2100"), 2100);
  for (const char* name :
       {"plans/a/budgets/1999", "plans/a/budgets/2101", "plans/a/budgets/02026", "plans/a/budgets/26",
        "plans/a/budgets/20x6", "plans/a/budgets/2026/x", "plans/A b/budgets/2026", "plan/a/budgets/2026",
        "plans/a/rateLists/2026", "plans/a/budgets", ""}) {
    EXPECT_FALSE(YearOfBudget("name", name).ok()) << name;
  }
}

TEST(NamesTest, EachKindHasItsShape) {
  EXPECT_TRUE(CheckPlanName("f", "plans/a").ok());
  EXPECT_FALSE(CheckPlanName("f", "plans/a/b").ok());
  EXPECT_FALSE(CheckPlanName("f", "projects/a").ok());
  EXPECT_TRUE(CheckProjectName("f", "projects/3f9a01").ok());
  EXPECT_FALSE(CheckProjectName("f", "projects/").ok());
  EXPECT_TRUE(CheckEngagementName("f", "engagements/5").ok());
  EXPECT_FALSE(CheckEngagementName("f", "projects/5").ok());
  EXPECT_TRUE(CheckRateTableName("f", "plans/a/rateTables/b").ok());
  EXPECT_FALSE(CheckRateTableName("f", "plans/a/rateTables/b/c").ok());
  EXPECT_FALSE(CheckRateTableName("f", "plans/a/rateLists/b").ok());
}

TEST(NamesTest, CreditCodesInNamesAreChecked) {
  EXPECT_TRUE(CheckProviderName("f", absl::StrCat("plans/a/providers/", kCode)).ok());
  EXPECT_FALSE(CheckProviderName("f", "plans/a/providers/91350100M000100Y44").ok());
  EXPECT_FALSE(CheckProviderName("f", absl::StrCat("plans/a/providers/", kCode, "/x")).ok());
  const std::string rate = absl::StrCat("plans/a/rateLists/2026/rates/", kCode);
  EXPECT_TRUE(CheckRateName("f", rate).ok());
  EXPECT_FALSE(CheckRateName("f", rate + "/x").ok());
  EXPECT_FALSE(CheckRateName("f", "plans/a/rateLists/2026/rates/91350100M000100Y44").ok());
  EXPECT_FALSE(CheckRateName("f", absl::StrCat("plans/a/rateLists/1999/rates/", kCode)).ok());
  EXPECT_FALSE(CheckRateName("f", absl::StrCat("plans/a/rateLists/2026/rate/", kCode)).ok());
}

TEST(NamesTest, PartsOfNames) {
  EXPECT_EQ(PlanOf("plans/a/budgets/2026"), "plans/a");
  EXPECT_EQ(PlanOf("none"), "");
  EXPECT_EQ(LastPart("plans/a/budgets/2026"), "2026");
  EXPECT_EQ(ListOfRate("plans/a/rateLists/2026/rates/x"), "plans/a/rateLists/2026");
  EXPECT_EQ(BudgetName("plans/a", 2026), "plans/a/budgets/2026");
}

TEST(RefusalsTest, EtagsCountChangesAndAnEmptyOneIsAny) {
  EXPECT_EQ(NextEtag(""), "1");
  EXPECT_EQ(NextEtag("9"), "10");
  EXPECT_TRUE(CheckEtag("", "3").ok());
  EXPECT_TRUE(CheckEtag("3", "3").ok());
  EXPECT_EQ(CheckEtag("2", "3").code(), absl::StatusCode::kAborted);
}

TEST(RefusalsTest, TextsMayBeAsLongAsTheirBoundAndNoLonger) {
  const auto faults = [](const std::string& text, bool required) {
    FieldViolations found;
    CheckText("f", text, 3, required, found);
    return !found.empty();
  };
  EXPECT_FALSE(faults("三个字", true));
  EXPECT_TRUE(faults("四个字了", true));
  EXPECT_TRUE(faults("", true));
  EXPECT_FALSE(faults("", false));
}

}  // namespace
}  // namespace lianfang::fund
