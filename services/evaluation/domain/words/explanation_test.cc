#include "services/evaluation/domain/words/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;

const absl::Time kAfter = Day(2023, 3, 1);

std::vector<std::string> Steps(const v1::Explanation& explanation) {
  std::vector<std::string> steps;
  for (const v1::ExplanationStep& step : explanation.steps()) {
    steps.push_back(step.title().zh() + "：" + step.text().zh());
  }
  return steps;
}

absl::StatusOr<v1::Explanation> Explain(const Filed& filed, const char* industry, const char* indicator) {
  const v1::Scorecard scorecard = *BuildScorecard(filed.plan(), "140581", "2022", filed.filings(), kAfter);
  return ExplainResult(scorecard, industry, indicator, filed.plan());
}

TEST(ExplanationTest, DerivesAVerdictSoThatItCanBeRedoneOnPaper) {
  Filed filed(SamplePlan());
  filed.File("2019", "coal-mining", {{"accidents", 20}, {"deaths", 3}, {"injured", 7}});
  filed.File("2022", "coal-mining",
             {{"accidents", 19}, {"deaths", 1}, {"injured", 9}, {"trained", 1}, {"required", 1}});
  filed.mutable_plan().mutable_indicators(1)->mutable_names()->set_zh("伤亡人数");
  const auto explanation = Explain(filed, "coal-mining", "casualties");
  ASSERT_TRUE(explanation.ok()) << explanation.status();
  EXPECT_THAT(
      Steps(*explanation),
      ElementsAre("目标：煤矿 伤亡人数 = 死亡人数 + injured。方案第 1 版的目标：100 × 实际值 ≤ (100 − 5) × 基数",
                  "比较期的报送数据：2019年 高平市 煤矿：第 1 版，回执 #1（已审核）：死亡人数 3，injured 7；指标值 10",
                  "界限：实际值不超过 9.5 即达标",
                  "评估期的报送数据：2022年 高平市 煤矿：第 1 版，回执 #2（已审核）：死亡人数 1，injured 9；指标值 10",
                  "比较：100 × 实际值 ≤ (100 − 5) × 基数：100 × 10 ≤ (100 − 5) × 10，即 1000 ≤ 950，不成立",
                  "余量：最多 9，须再减少 1", "结论：未达标"));
  EXPECT_THAT(explanation->ledger_sequences(), ElementsAre(1, 2));
  EXPECT_EQ(explanation->plan_edition(), 1);
  EXPECT_EQ(explanation->steps(1).inputs_size(), 1);
}

TEST(ExplanationTest, SaysWhatIsNotThere) {
  Filed filed(SamplePlan());
  filed.File("2022", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 4}});
  const auto explanation = Explain(filed, "dust-exposed", "pneumoconiosis");
  EXPECT_THAT(Steps(*explanation),
              ElementsAre("目标：涉尘行业  = (new-cases) ÷ (reported-cases) × 100。方案第 1 版的目标：实际值 < 上期值",
                          "比较期的报送数据：2021年 高平市 涉尘行业：没有有效报送",
                          "评估期的报送数据：2022年 高平市 涉尘行业：第 1 版，回执 #1（已审核）：new-cases "
                          "1，reported-cases 4；指标值 25",
                          "结论：缺报：2021年：逾期未报（应在 2022-05-31 24:00 前报送）"));
}

TEST(ExplanationTest, ExplainsTotalsAndRefusesWhatIsNotThere) {
  const Filed filed(SamplePlan());
  EXPECT_TRUE(Explain(filed, "", "accidents").ok());
  EXPECT_EQ(ErrorInfoOf(Explain(filed, "dust-exposed", "accidents").status())->reason(), "RESULT_NOT_FOUND");
}

}  // namespace
}  // namespace lianfang::evaluation
