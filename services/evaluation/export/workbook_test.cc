// What is inside the file, as unzip sees it.
#include "services/evaluation/export/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/testing/test_file.h"
#include "common/time.h"
#include "services/evaluation/domain/outlook/assessment.h"
#include "services/evaluation/domain/outlook/trend.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

using ::testing::HasSubstr;

class WorkbookTest : public testing::Test {
 protected:
  WorkbookTest() {
    filed_.File("2019", "coal-mining", {{"accidents", 20}, {"deaths", 3}, {"injured", 7}});
    filed_.File("2021", "coal-mining",
                {{"accidents", 19}, {"deaths", 9}, {"injured", 3}, {"trained", 1}, {"required", 3}});
  }

  // The file with everything in it.
  std::string Write() const {
    const absl::Time as_of = Day(2022, 8, 1);
    WorkbookContent content = {.plan = filed_.plan()};
    content.scorecard = *BuildScorecard(filed_.plan(), "140581", "2021", filed_.filings(), as_of);
    content.trend = *BuildTrend(filed_.plan(), "140581", {}, filed_.filings(), as_of);
    content.assessment = *BuildMidTermAssessment(filed_.plan(), "140581", "2021", filed_.filings(), as_of);
    content.summary = *BuildFinalSummary(filed_.plan(), "140581", filed_.filings(), as_of);
    return *WriteWorkbook(content);
  }

  // A part of the package, as text.
  static std::string Part(const std::string& workbook, const std::string& name) {
    const std::string path = TestFile("workbook.xlsx");
    std::ofstream(path, std::ios::binary) << workbook;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(absl::StrCat("unzip -p ", path, " ", name).c_str(), "r"),
                                                     pclose);
    std::string text;
    char buffer[4096];
    for (size_t size; (size = fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) text.append(buffer, size);
    return text;
  }

  Filed filed_{SamplePlan()};
};

TEST_F(WorkbookTest, HasASheetForEverythingThatWasAskedFor) {
  const std::string workbook = Part(Write(), "xl/workbook.xml");
  for (const char* sheet : {"评估结果", "中期评估", "终期总结", "趋势", "依据"})
    EXPECT_THAT(workbook, HasSubstr(sheet));
}

TEST_F(WorkbookTest, TheTableIsTheNoticesWithVerdictsAndKeepsItsHeadingsInView) {
  const std::string workbook = Write();
  const std::string strings = Part(workbook, "xl/sharedStrings.xml");
  for (const char* text : {"工伤预防行动计划目标评估表", "行业", "责任部门", "基数", "界限", "实际", "结论", "合计",
                           "煤矿", "应急管理局", "达标", "未达标", "缺报"}) {
    EXPECT_THAT(strings, HasSubstr(text));
  }
  const std::string sheet = Part(workbook, "xl/worksheets/sheet1.xml");
  EXPECT_THAT(sheet, HasSubstr("state=\"frozen\""));
  EXPECT_THAT(sheet, HasSubstr("<conditionalFormatting"));
  EXPECT_THAT(sheet, HasSubstr("<v>19</v>"));
}

TEST_F(WorkbookTest, HasAChartForEveryIndicator) {
  const std::string workbook = Write();
  for (int chart = 1; chart <= 4; ++chart) {
    EXPECT_THAT(Part(workbook, absl::StrCat("xl/charts/chart", chart, ".xml")), HasSubstr("c:lineChart")) << chart;
  }
  EXPECT_EQ(Part(workbook, "xl/charts/chart5.xml"), "");
}

// As Excel shows `0.####`: a whole number with a point behind it.
TEST_F(WorkbookTest, WholeNumbersAreShownWhole) {
  EXPECT_EQ(Part(Write(), "xl/styles.xml").find("<numFmt"), std::string::npos);
}

TEST_F(WorkbookTest, SaysWhichFiguresCameLate) {
  *filed_.Owed("2019", "coal-mining").mutable_met_time() = ToTimestamp(Day(2022, 5, 20));
  *filed_.Owed("2019", "coal-mining").mutable_final_due_time() = ToTimestamp(Day(2022, 7, 1));
  *filed_.Owed("2019", "coal-mining").mutable_final_met_time() = ToTimestamp(Day(2022, 7, 2));
  const std::string strings = Part(Write(), "xl/sharedStrings.xml");
  for (const char* text : {"终报", "2022-07-02 00:00:00", "逾期报送", "逾期未报", "尚未报送"}) {
    EXPECT_THAT(strings, HasSubstr(text));
  }
}

TEST_F(WorkbookTest, NamesTheReceiptsThatProveIt) {
  EXPECT_THAT(Part(Write(), "xl/sharedStrings.xml"), HasSubstr("accidents 19"));
}

TEST_F(WorkbookTest, TheSameContentIsTheSameDocument) {
  EXPECT_EQ(Part(Write(), "docProps/core.xml"), Part(Write(), "docProps/core.xml"));
  EXPECT_EQ(Part(Write(), "xl/worksheets/sheet1.xml"), Part(Write(), "xl/worksheets/sheet1.xml"));
}

}  // namespace
}  // namespace lianfang::evaluation
