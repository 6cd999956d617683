// What a scorecard shows beside its rows: the industries added up, and the parts of an indicator.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/domain/words/difference.h"
#include "services/evaluation/domain/words/explanation.h"

namespace lianfang::evaluation {
namespace {

using ::testing::HasSubstr;

v1::Scorecard Build(const Filed& filed) {
  return *BuildScorecard(filed.plan(), "140581", "2022", filed.filings(), Day(2023, 3, 1));
}

v1::Result ResultOf(const v1::Scorecard& scorecard, absl::string_view indicator) {
  for (const v1::Result& result : scorecard.results()) {
    if (result.indicator() == indicator) return result;
  }
  ADD_FAILURE() << "no result of " << indicator;
  return {};
}

TEST(TotalsTest, TheTotalOfTheRowsIsShownBesideThemAndThePlanSaysWhichDecides) {
  type::v1::Plan plan = SamplePlan();
  type::v1::Industry& second = *plan.add_industries();
  second.set_id("construction");
  second.set_responsible_department("emergency");
  plan.mutable_indicators(0)->add_industries("construction");  // accidents
  for (auto& request : *plan.mutable_data_requests()) request.add_industries("construction");
  plan.mutable_targets()->DeleteSubrange(5, 3);  // of 2022, accidents alone
  Filed filed(plan);
  filed.File("2019", "coal-mining", {{"accidents", 10}});
  filed.File("2022", "coal-mining", {{"accidents", 12}});  // more than 9.5: not attained
  filed.File("2019", "construction", {{"accidents", 90}});
  filed.File("2022", "construction", {{"accidents", 70}});  // at most 85.5: attained
  const v1::Scorecard by_rows = Build(filed);
  ASSERT_EQ(by_rows.totals_size(), 1);
  EXPECT_EQ(by_rows.totals(0).industry(), "");
  EXPECT_EQ(by_rows.totals(0).actual().text(), "82");
  EXPECT_EQ(by_rows.totals(0).bound().text(), "95");
  EXPECT_EQ(by_rows.totals(0).inputs_size(), 4);
  EXPECT_EQ(by_rows.rows_summary().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(by_rows.totals_summary().status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(by_rows.summary().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(by_rows.verdict_basis(), type::v1::VERDICT_BASIS_EACH_INDUSTRY);

  filed.mutable_plan().set_verdict_basis(type::v1::VERDICT_BASIS_SUM_OF_INDUSTRIES);
  EXPECT_EQ(Build(filed).summary().status(), v1::RESULT_STATUS_ATTAINED);
}

TEST(TotalsTest, ATotalNamesTheIndustryWhoseFigureIsMissing) {
  type::v1::Plan plan = SamplePlan();
  type::v1::Industry& second = *plan.add_industries();
  second.set_id("construction");
  plan.mutable_indicators(0)->add_industries("construction");
  for (auto& request : *plan.mutable_data_requests()) request.add_industries("construction");
  Filed filed(plan);
  filed.File("2019", "coal-mining", {{"accidents", 10}});
  filed.File("2022", "coal-mining", {{"accidents", 9}});
  filed.File("2019", "construction", {{"accidents", 10}});
  const v1::Result total = Build(filed).totals(0);
  EXPECT_EQ(total.status(), v1::RESULT_STATUS_MISSING);
  EXPECT_THAT(total.reason().zh(), HasSubstr("2022年 construction：逾期未报"));
}

// Targets of one indicator and period may each be for industries of their own: then each has its own total.
TEST(TotalsTest, EveryTargetHasATotalThatIsToldFromTheOthers) {
  type::v1::Plan plan = SamplePlan();
  for (const char* id : {"construction", "transportation"}) {
    plan.add_industries()->set_id(id);
    plan.mutable_indicators(0)->add_industries(id);  // accidents
    for (auto& request : *plan.mutable_data_requests()) request.add_industries(id);
  }
  plan.mutable_targets()->DeleteSubrange(5, 3);  // of 2022, accidents alone
  plan.mutable_targets(4)->add_industries("coal-mining");
  plan.mutable_targets(4)->add_industries("construction");
  type::v1::Target& other = *plan.add_targets();
  other = plan.targets(4);
  other.mutable_reduce_by()->set_percent("10");
  other.clear_industries();
  other.add_industries("transportation");
  Filed filed(plan);
  for (const char* industry : {"coal-mining", "construction", "transportation"}) {
    filed.File("2019", industry, {{"accidents", 100}});
    filed.File("2022", industry, {{"accidents", 92}});
  }
  const v1::Scorecard scorecard = Build(filed);
  ASSERT_EQ(scorecard.totals_size(), 2);
  EXPECT_EQ(scorecard.totals(0).industry(), "+coal-mining+construction");
  EXPECT_EQ(scorecard.totals(0).industry_names().zh(), "合计（煤矿、construction）");
  EXPECT_EQ(scorecard.totals(0).bound().text(), "190");
  EXPECT_EQ(scorecard.totals(0).status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(scorecard.totals(1).industry(), "+transportation");  // not the row's
  EXPECT_EQ(scorecard.totals(1).status(), v1::RESULT_STATUS_NOT_ATTAINED);
  const auto explained = ExplainResult(scorecard, "+transportation", "accidents", filed.plan());
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(explained->result().bound().text(), "90");

  filed.File("2022", "transportation", {{"accidents", 90}});
  const v1::ScorecardComparison comparison = CompareScorecards(filed.plan(), scorecard, Build(filed));
  ASSERT_EQ(comparison.differences_size(), 2);  // the row and its total
  EXPECT_EQ(comparison.differences(1).before().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(comparison.differences(1).after().status(), v1::RESULT_STATUS_ATTAINED);
}

TEST(PartsTest, ReportsTheCategoriesOfACoverageApart) {
  Filed filed(SamplePlan());
  filed.File("2019", "coal-mining", {{"accidents", 20}, {"deaths", 3}, {"injured", 7}});
  type::v1::Indicator& coverage = *filed.mutable_plan().mutable_indicators(2);
  coverage.clear_numerator();
  coverage.clear_denominator();
  for (const char* category : {"principals", "managers", "leaders"}) {
    coverage.add_numerator(std::string(category) + "-trained");
    coverage.add_denominator(std::string(category) + "-required");
  }
  filed.File("2022", "coal-mining",
             {{"accidents", 1},
              {"deaths", 0},
              {"injured", 1},
              {"principals-trained", 10},
              {"principals-required", 10},
              {"managers-trained", 0},
              {"managers-required", 0},
              {"leaders-trained", 75},
              {"leaders-required", 90}});
  v1::Result result = ResultOf(Build(filed), "coverage");
  EXPECT_EQ(result.actual().text(), "85");  // 85 of 100: attained together
  ASSERT_EQ(result.parts_size(), 3);
  EXPECT_EQ(result.parts(0).actual().text(), "100");
  EXPECT_FALSE(result.parts(1).has_actual());  // nobody to be trained
  EXPECT_EQ(result.parts(2).actual().text(), "83.3333");
  EXPECT_FALSE(result.parts(2).lagging());  // at least 80
  filed.mutable_plan().mutable_targets(6)->mutable_at_least()->set_value("84");
  result = ResultOf(Build(filed), "coverage");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_TRUE(result.parts(2).lagging());
  EXPECT_FALSE(result.parts(1).lagging());

  const v1::Result casualties = ResultOf(Build(filed), "casualties");
  ASSERT_EQ(casualties.parts_size(), 2);
  EXPECT_EQ(casualties.parts(1).actual().text(), "1");
  EXPECT_EQ(casualties.parts(1).baseline().text(), "7");
}

}  // namespace
}  // namespace lianfang::evaluation
