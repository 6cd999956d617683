#include "services/evaluation/domain/outlook/record_warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

using exchange::v1::Discrepancy;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Discrepancy Open(const std::string& id, const std::string& industry, const std::string& period,
                 const std::string& figure = "accidents", const std::string& region = "140581") {
  Discrepancy one;
  one.set_name(absl::StrCat("discrepancies/", id));
  one.set_rule("return-totals-differ");
  one.mutable_title()->set_zh("报送数据与本部门记录不一致");
  one.mutable_owner()->set_department("emergency");
  one.set_region(region);
  one.set_industry(industry);
  one.set_period(period);
  one.mutable_due_time()->set_seconds(1'000 + static_cast<int64_t>(id.size()));
  if (!figure.empty()) one.add_figures()->set_figure(figure);
  return one;
}

TEST(RecordWarningsTest, TouchesTheVerdictsThatCountTheFigure) {
  const auto warnings = RecordWarningsOf(SamplePlan(), "140581", "2021", {Open("a", "coal-mining", "2021")});
  ASSERT_THAT(warnings, SizeIs(1));
  const v1::RecordWarning& one = warnings[0];
  EXPECT_EQ(one.industry(), "coal-mining");
  EXPECT_THAT(one.indicators(), ElementsAre("accidents"));
  EXPECT_EQ(one.count(), 1);
  EXPECT_THAT(one.departments(), ElementsAre("emergency"));
  EXPECT_THAT(one.discrepancies(), ElementsAre("discrepancies/a"));
  EXPECT_TRUE(Touches(one, "coal-mining", "accidents"));
  EXPECT_TRUE(Touches(one, "", "accidents")) << "the total";
  EXPECT_TRUE(Touches(one, "+construction+coal-mining", "accidents"));
  EXPECT_FALSE(Touches(one, "+construction", "accidents"));
  EXPECT_FALSE(Touches(one, "construction", "accidents"));
  EXPECT_FALSE(Touches(one, "coal-mining", "casualties"));
}

TEST(RecordWarningsTest, TheBaseTouchesAVerdictToo) {
  const auto warnings = RecordWarningsOf(SamplePlan(), "140581", "2021", {Open("a", "coal-mining", "2019")});
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings[0].period(), "2019");
  EXPECT_THAT(warnings[0].indicators(), ElementsAre("accidents"));
}

TEST(RecordWarningsTest, OtherRegionsAndPeriodsDoNot) {
  EXPECT_THAT(RecordWarningsOf(SamplePlan(), "140581", "2021", {Open("a", "coal-mining", "1999")}), IsEmpty());
  EXPECT_THAT(
      RecordWarningsOf(SamplePlan(), "140581", "2021", {Open("a", "coal-mining", "2021", "accidents", "140525")}),
      IsEmpty());
  EXPECT_THAT(
      RecordWarningsOf(SamplePlan(), "140500", "2021", {Open("a", "coal-mining", "2021", "accidents", "140525")}),
      SizeIs(1));
}

TEST(RecordWarningsTest, OfFiguresOfNoTargetItWarnsBesideTheRow) {
  const auto warnings = RecordWarningsOf(SamplePlan(), "140581", "2021",
                                         {Open("a", "coal-mining", "2021", ""), Open("b", "", "2021", "")});
  ASSERT_THAT(warnings, SizeIs(2));
  EXPECT_EQ(warnings[0].industry(), "coal-mining");
  EXPECT_THAT(warnings[0].indicators(), IsEmpty());
  EXPECT_EQ(warnings[1].industry(), "");
}

TEST(RecordWarningsTest, CountsByRowRuleAndPeriodAndNamesTen) {
  std::vector<Discrepancy> open;
  for (int i = 0; i < 12; ++i) open.push_back(Open(absl::StrCat(i), "coal-mining", "2021"));
  open[0].mutable_owner()->set_department("hrss");
  open[0].set_rule("accident-not-reported");
  const auto warnings = RecordWarningsOf(SamplePlan(), "140581", "2021", open);
  ASSERT_THAT(warnings, SizeIs(2));
  EXPECT_EQ(warnings[0].rule(), "accident-not-reported");
  EXPECT_EQ(warnings[1].count(), 11);
  EXPECT_THAT(warnings[1].discrepancies(), SizeIs(10));
  EXPECT_EQ(warnings[1].first_due_time().seconds(), 1'001) << "the first one given is the most pressing";
}

TEST(RecordWarningsTest, AFigureOfAnyIndustryTouchesEveryRowThatCountsIt) {
  Discrepancy one = Open("a", "", "2021");
  one.mutable_figures(0)->set_any_industry(true);
  const auto warnings = RecordWarningsOf(SamplePlan(), "140581", "2021", {one});
  ASSERT_FALSE(warnings.empty());
  for (const v1::RecordWarning& warning : warnings) EXPECT_FALSE(warning.industry().empty());
}

}  // namespace
}  // namespace lianfang::evaluation
