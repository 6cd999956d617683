// What stands in which cell, read by another program than the one that wrote it.
#include "services/evaluation/export/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "common/workbook/cell_size.h"
#include "common/workbook/testing/cells.h"
#include "services/evaluation/domain/outlook/assessment.h"
#include "services/evaluation/domain/outlook/trend.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class WorkbookTest : public testing::Test {
 protected:
  WorkbookTest() {
    constexpr const char* kIndicators[][2] = {
        {"事故起数", "起"}, {"伤亡人数", "人"}, {"培训覆盖率", "%"}, {"短工龄占比", "%"}};
    for (int i = 0; i < 4; ++i) {
      type::v1::Indicator& indicator = *filed_.mutable_plan().mutable_indicators(i);
      indicator.mutable_names()->set_zh(kIndicators[i][0]);
      indicator.mutable_unit()->set_zh(kIndicators[i][1]);
    }
    for (type::v1::Period& period : *filed_.mutable_plan().mutable_periods()) SetYear(period);
    filed_.File("2019", "coal-mining", {{"accidents", 20}, {"deaths", 3}, {"injured", 7}});
    filed_.File("2021", "coal-mining",
                {{"accidents", 19}, {"deaths", 9}, {"injured", 3}, {"trained", 1}, {"required", 3}});
  }

  static void SetYear(type::v1::Period& period) {
    const int year = std::stoi(period.id());
    SetDay(*period.mutable_start_date(), year, 1, 1);
    SetDay(*period.mutable_end_date(), year, 12, 31);
  }

  static void SetDay(google::type::Date& date, int year, int month, int day) {
    date.set_year(year);
    date.set_month(month);
    date.set_day(day);
  }

  // The file with everything in it.
  std::string Write() const {
    const absl::Time as_of = Day(2022, 8, 1);
    WorkbookContent content = {.plan = filed_.plan()};
    content.scorecard = *BuildScorecard(filed_.plan(), "140581", "2021", filed_.filings(), as_of);
    content.trend = *BuildTrend(filed_.plan(), "140581", {}, filed_.filings(), as_of);
    content.assessment = *BuildMidTermAssessment(filed_.plan(), "140581", "2021", filed_.filings(), as_of);
    content.assessment->mutable_punctuality()->Assign(punctuality_.begin(), punctuality_.end());
    content.summary = *BuildFinalSummary(filed_.plan(), "140581", filed_.filings(), as_of);
    return *WriteWorkbook(content);
  }

  Filed filed_{SamplePlan()};
  std::vector<v1::DutyPunctuality> punctuality_;
};

TEST_F(WorkbookTest, HasASheetForEverythingThatWasAskedFor) {
  EXPECT_THAT(ReadFacts(Write()).Sheets(), ElementsAre("评估结果", "中期评估", "终期总结", "趋势", "依据"));
}

TEST_F(WorkbookTest, ShowsWhatThrowsDoubtOnVerdicts) {
  WorkbookContent content = {.plan = filed_.plan()};
  content.scorecard = *BuildScorecard(filed_.plan(), "140581", "2021", filed_.filings(), Day(2022, 8, 1));
  content.trend = *BuildTrend(filed_.plan(), "140581", {}, filed_.filings(), Day(2022, 8, 1));
  v1::RecordWarning& warning = *content.scorecard.add_record_warnings();
  warning.set_rule("return-totals-differ");
  warning.mutable_title()->set_zh("报送数据与本部门记录不一致");
  warning.set_industry("coal-mining");
  warning.add_indicators("accidents");
  warning.set_period("2021");
  warning.set_count(2);
  warning.add_departments("emergency");
  *warning.mutable_first_due_time() = ToTimestamp(Day(2022, 8, 15));
  warning.add_discrepancies("discrepancies/a");
  *content.scorecard.mutable_record_warnings_time() = ToTimestamp(Day(2022, 8, 1));
  const WorkbookFacts facts = ReadFacts(*WriteWorkbook(content));
  EXPECT_THAT(facts.Sheets(), ElementsAre("评估结果", "趋势", "依据", "记录差异"));
  EXPECT_THAT(facts.Row("记录差异", 3), ElementsAre("煤矿", "报送数据与本部门记录不一致", "事故起数", "2021年", "2",
                                                    "应急管理局", "2022-08-14 24:00", "discrepancies/a"));
}

TEST_F(WorkbookTest, TheTableIsTheNoticesWithVerdictsAndKeepsItsHeadingsInView) {
  const WorkbookFacts facts = ReadFacts(Write());
  EXPECT_EQ(facts.Cell("评估结果", "A1"), "s 工伤预防行动计划目标评估表");
  EXPECT_THAT(facts.Cell("评估结果", "A2"), HasSubstr("地区：高平市（140581）　目标年度：2021年"));
  EXPECT_THAT(facts.Row("评估结果", 4),
              ElementsAre("行业", "责任部门", "事故起数（起）", "", "", "", "伤亡人数（人）", "", "", "",
                          "培训覆盖率（%）", "", "", "", "短工龄占比（%）", "", "", "", "行业结论"));
  EXPECT_THAT(facts.Row("评估结果", 5),
              ElementsAre("", "", "基数", "界限", "实际", "结论", "基数", "界限", "实际", "结论", "基数", "界限",
                          "实际", "结论", "基数", "界限", "实际", "结论"));
  // 20 → 19 accidents; 10 → 12 casualties; 1 of 3 trained, where 70 % were to be.
  EXPECT_THAT(facts.Row("评估结果", 6),
              ElementsAre("煤矿", "应急管理局", "20", "< 20", "19", "达标", "10", "< 10", "12", "未达标", "", "≥ 70",
                          "33.3333", "未达标", "/", "/", "/", "/", "未达标"));
  EXPECT_EQ(facts.Cell("评估结果", "C6"), "n 20") << "figures are numbers";
  EXPECT_THAT(facts.All("frozen", "评估结果"), ElementsAre(ElementsAre("C6")));
}

TEST_F(WorkbookTest, SaysWhichFiguresCameLate) {
  for (const char* period : {"2019", "2021"}) {
    *filed_.Owed(period, "coal-mining").mutable_met_time() = ToTimestamp(Day(2022, 5, 20));
  }
  *filed_.Owed("2019", "coal-mining").mutable_final_due_time() = ToTimestamp(Day(2022, 7, 1));
  *filed_.Owed("2019", "coal-mining").mutable_final_met_time() = ToTimestamp(Day(2022, 7, 2));
  const WorkbookFacts facts = ReadFacts(Write());
  const int headings = facts.RowOf("中期评估", "责任部门");
  ASSERT_GT(headings, 0);
  EXPECT_THAT(facts.Row("中期评估", headings),
              ElementsAre("责任部门", "行业", "年度", "地区", "截止时间", "报送时间", "数据", "状态"));
  EXPECT_THAT(facts.Row("中期评估", facts.RowOf("中期评估", "应急管理局")),
              ElementsAre("应急管理局", "煤矿", "2019年", "高平市（140581）", "2022-06-30 24:00", "2022-07-02 00:00:00",
                          "终报", "逾期报送"));
  EXPECT_THAT(facts.Row("中期评估", facts.RowOf("中期评估", "卫生健康和体育局")),
              ElementsAre("卫生健康和体育局", "涉尘行业", "2019年", "高平市（140581）", "2022-05-31 24:00", "尚未报送",
                          "首报", "逾期未报"));
}

TEST_F(WorkbookTest, ShowsHowCompleteAndTimelyTheDepartmentsAre) {
  *filed_.Owed("2019", "coal-mining").mutable_met_time() = ToTimestamp(Day(2022, 5, 20));
  *filed_.Owed("2021", "coal-mining").mutable_met_time() = ToTimestamp(Day(2022, 6, 20));
  const WorkbookFacts facts = ReadFacts(Write());
  const int title = facts.RowOf("中期评估", "报送完整率和及时率（按已到期的应报数据计）");
  ASSERT_GT(title, 0);
  EXPECT_THAT(facts.Row("中期评估", title + 1),
              ElementsAre("责任部门", "年度", "应报", "已报", "按时", "完整率（%）", "及时率（%）"));
  EXPECT_THAT(facts.Row("中期评估", title + 4), ElementsAre("应急管理局", "合计", "2", "2", "1", "100", "50"));
}

TEST_F(WorkbookTest, ShowsHowPunctuallyTheDepartmentsDoTheirDuties) {
  constexpr char kTitle[] = "待办事项按时办结情况（含数据报送，按到期年度计）";
  EXPECT_EQ(ReadFacts(Write()).RowOf("中期评估", kTitle), 0);
  v1::DutyPunctuality& counts = punctuality_.emplace_back();
  counts.set_department("emergency");
  counts.set_year(2022);
  counts.mutable_kind_names()->set_zh("整改");
  counts.set_owed(3);
  counts.set_in_time(1);
  counts.set_late(1);
  counts.set_overdue(1);
  counts.set_withdrawn(2);
  counts.mutable_timeliness()->set_text("33.3333");
  punctuality_.emplace_back().set_department("health");
  const WorkbookFacts facts = ReadFacts(Write());
  const int title = facts.RowOf("中期评估", kTitle);
  ASSERT_GT(title, 0);
  EXPECT_THAT(facts.Row("中期评估", title + 1), ElementsAre("责任部门", "到期年度", "事项", "应办", "按时", "逾期办结",
                                                            "逾期未办", "已撤销", "按时率（%）"));
  EXPECT_THAT(facts.Row("中期评估", title + 2),
              ElementsAre("应急管理局", "2022年", "整改", "3", "1", "1", "1", "2", "33.3333"));
  EXPECT_EQ(facts.Row("中期评估", title + 3)[1], "合计");
}

TEST_F(WorkbookTest, TotalsAreExplainedAsRowsAre) {
  const WorkbookFacts facts = ReadFacts(Write());
  EXPECT_GT(facts.RowOf("中期评估", "合计"), 0);
  EXPECT_GT(facts.RowOf("依据", "合计"), 0);
  EXPECT_GT(facts.RowOf("评估结果", "合计 事故起数：最多 19 起，最多还可 0 起"), 0);
}

TEST_F(WorkbookTest, NamesTheReceiptsThatProveIt) {
  const WorkbookFacts facts = ReadFacts(Write());
  EXPECT_THAT(facts.Row("依据", 1),
              ElementsAre("行业", "指标", "结论", "用途", "地区", "年度", "版次", "回执号", "状态", "数据", "计算"));
  EXPECT_THAT(facts.Row("依据", 2),
              ElementsAre("煤矿", "事故起数", "达标", _, "高平市（140581）", _, "1", _, "已审核", _, _));
  const auto year_of = [&facts](int row) { return facts.Row("依据", row)[5]; };
  for (const int row : {2, 3}) {
    const bool base = year_of(row) == "2019年";
    const std::string at = absl::StrCat(row);
    EXPECT_EQ(facts.Cell("依据", "D" + at), base ? "s 比较期" : "s 评估期");
    EXPECT_EQ(facts.Cell("依据", "G" + at), "n 1") << "revisions are numbers";
    EXPECT_EQ(facts.Cell("依据", "H" + at), base ? "n 1" : "n 2") << "and so are receipts";
    EXPECT_EQ(facts.Cell("依据", "J" + at), base ? "s accidents 20" : "s accidents 19");
  }
  EXPECT_NE(year_of(2), year_of(3));
}

// LibreOffice and others show of a text what its row has room for.
TEST_F(WorkbookTest, RowsAreAsHighAsTheirTexts) {
  const WorkbookFacts facts = ReadFacts(Write());
  for (const char* sheet : {"评估结果", "中期评估", "终期总结", "依据"}) {
    EXPECT_GT(facts.All("height", sheet).size(), 2u) << sheet;
  }
  // The formula in column K takes more than one line.
  double height = 0;
  for (const auto& row : facts.All("height", "依据")) {
    if (row[0] == "2") height = std::stod(row[1]);
  }
  EXPECT_GE(height, RowHeight(WrappedLines(facts.Row("依据", 2)[10], 44)));
}

// On an axis that all share, 2 → 5 cannot be seen beside 658 → 420.
TEST_F(WorkbookTest, EveryIndustryHasAChartOfItsOwnBesideItsTarget) {
  const WorkbookFacts facts = ReadFacts(Write());
  const auto charts = facts.All("chart", "趋势");
  ASSERT_EQ(charts.size(), 8u) << "three indicators of one industry, one of another, and the total of each";
  EXPECT_EQ(charts[0][1], "scatterChart");
  EXPECT_EQ(charts[0][2], "煤矿：事故起数（起）");
  EXPECT_EQ(charts[1][2], "合计：事故起数（起）");
  EXPECT_EQ(charts[6][2], "涉尘行业：短工龄占比（%）");
  const auto series = facts.All("series", "趋势");
  ASSERT_EQ(series.size(), 16u);
  EXPECT_THAT(series[0], ElementsAre(charts[0][0], "实际", "'趋势'!$C$5:$E$5", "'趋势'!$C$6:$E$6"));
  EXPECT_THAT(series[1], ElementsAre(charts[0][0], "界限", "'趋势'!$C$5:$E$5", "'趋势'!$C$7:$E$7"));
  EXPECT_THAT(facts.Row("趋势", 6), ElementsAre("煤矿", "实际", "20", "19"));
  EXPECT_THAT(facts.Row("趋势", 7), ElementsAre("煤矿", "界限", "", "20", "19"));
}

// Two years between 2019 and 2021 are twice as far as one.
TEST_F(WorkbookTest, YearsStandAsFarApartAsTheyAre) {
  const WorkbookFacts facts = ReadFacts(Write());
  EXPECT_EQ(facts.Cell("趋势", "C5"), "n 2019");
  EXPECT_EQ(facts.Cell("趋势", "D5"), "n 2021");
  EXPECT_EQ(facts.Cell("趋势", "E5"), "n 2022");
}

TEST_F(WorkbookTest, HalvesOfAYearStandAtTheirMiddles) {
  auto& periods = *filed_.mutable_plan().mutable_periods();
  SetDay(*periods[1].mutable_end_date(), 2021, 6, 30);
  SetDay(*periods[2].mutable_start_date(), 2021, 7, 1);
  SetDay(*periods[2].mutable_end_date(), 2021, 12, 31);
  const WorkbookFacts facts = ReadFacts(Write());
  const auto place = [&facts](const char* cell) { return std::stod(facts.Cell("趋势", cell).substr(2)); };
  EXPECT_NEAR(place("C5"), 2019, 0.01);
  EXPECT_NEAR(place("D5"), 2020.75, 0.01);
  EXPECT_NEAR(place("E5"), 2021.25, 0.01);
}

TEST_F(WorkbookTest, TheSameContentIsTheSameDocument) { EXPECT_EQ(Write(), Write()); }

TEST(WorkbookFilename, SaysWhatIsInTheFile) {
  EXPECT_EQ(WorkbookFilename(WorkbookKind::kScorecard, "gaoping-2021-2025", "140581", "2022"),
            "联防-记分卡-gaoping-2021-2025-140581-2022.xlsx");
  EXPECT_EQ(WorkbookFilename(WorkbookKind::kMidTermAssessment, "p", "140581", "2023"),
            "联防-中期评估-p-140581-2023.xlsx");
  EXPECT_EQ(WorkbookFilename(WorkbookKind::kFinalSummary, "p", "140581", "2025"), "联防-终期总结-p-140581-2025.xlsx");
}

}  // namespace
}  // namespace lianfang::evaluation
