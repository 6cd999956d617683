#include "cli/import/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "cli/import/csv.h"
#include "cli/import/progress.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

ImportReport Report() {
  ImportReport report;
  report.file = "报送.csv";
  report.format = "GB18030";
  report.plan = "plans/sample";
  report.rows = 5;
  report.unchanged = 1;
  report.checked = 3;
  report.filed = 3;
  report.faults = {{3, "事故起数", "3,起", Rule("须为整数", "must be a whole number")},
                   {3, "死亡人数", "", Rule("应报而未填", "is absent")}};
  return report;
}

TEST(ReportText, CountsAndNamesEveryFault) {
  const std::string text = ReportText(Report(), Language::kChinese);
  EXPECT_THAT(text, HasSubstr("报送.csv (GB18030)"));
  EXPECT_THAT(text, HasSubstr("有误        1\n")) << "one row, with two faults";
  EXPECT_THAT(text, HasSubstr(" 3  事故起数  3,起  须为整数\n"));
  EXPECT_THAT(text, HasSubstr("已报送"));
  EXPECT_THAT(text, Not(HasSubstr("未填写"))) << "there is none";
  EXPECT_THAT(ReportText(Report(), Language::kEnglish), HasSubstr("must be a whole number"));
}

TEST(ReportText, OfADryRunClaimsNoFiling) {
  ImportReport report = Report();
  report.dry_run = true;
  EXPECT_THAT(ReportText(report, Language::kChinese), Not(HasSubstr("已报送")));
}

TEST(FaultsCsv, IsReadBackAsTheSame) {
  const auto rows = ReadCsv(FaultsCsv(Report().faults, Language::kChinese));
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_EQ((*rows)[0].cells, (std::vector<std::string>{"行", "列", "值", "规则"}));
  EXPECT_EQ((*rows)[1].cells, (std::vector<std::string>{"3", "事故起数", "3,起", "须为整数"}));
}

// What a clerk pasted must not run where the report is opened.
TEST(FaultsCsv, RunsNothing) {
  const std::string csv =
      FaultsCsv({{3, "=1+1", "=HYPERLINK(\"http://x\",\"3\")", Rule("-须为整数", "")}}, Language::kChinese);
  EXPECT_THAT(csv, HasSubstr("3,'=1+1,\"'=HYPERLINK(\"\"http://x\"\",\"\"3\"\")\",'-须为整数\r\n"));
}

TEST(FaultsCsv, SayWhichSheet) {
  Fault fault{3, "死亡人数", "x", Rule("须为整数", "")};
  fault.sheet_name = "2019年度";
  EXPECT_THAT(FaultsCsv({fault}, Language::kChinese),
              HasSubstr("工作表,行,列,值,规则\r\n2019年度,3,死亡人数,x,须为整数"));
  ImportReport report = Report();
  report.faults = {fault};
  EXPECT_THAT(ReportText(report, Language::kChinese), HasSubstr("2019年度   3  死亡人数"));
}

TEST(ReportStruct, HasTheSameCounts) {
  const auto report = ReportStruct(Report());
  EXPECT_EQ(report.fields().at("filed").number_value(), 3);
  EXPECT_EQ(report.fields().at("faulty").number_value(), 1);
  EXPECT_EQ(report.fields().at("faults").list_value().values_size(), 2);
}

TEST(ProgressBar, ShowsEveryPerCentOnceAndLeavesNothingBehind) {
  std::ostringstream out;
  {
    ProgressBar bar(out, true, "检查", 1000);
    for (size_t done = 1; done <= 1000; ++done) bar.Show(done);
    EXPECT_THAT(out.str(), HasSubstr("检查 [##########----------]  50%  500/1000"));
    const std::string shown = out.str();
    EXPECT_EQ(std::count(shown.begin(), shown.end(), '\r'), 101);
  }
  EXPECT_TRUE(out.str().ends_with("\r\x1B[K"));
}

TEST(ProgressBar, WritesNothingWhereNobodySees) {
  std::ostringstream out;
  { ProgressBar(out, false, "检查", 10).Show(5); }
  EXPECT_EQ(out.str(), "");
}

TEST(ProgressLine, StaysWithinItsBounds) {
  EXPECT_EQ(ProgressLine("x", 0, 0), "x [####################] 100%  0/0");
  EXPECT_EQ(ProgressLine("x", 3, 2), "x [####################] 100%  3/2") << "a batch that was sent again";
}

}  // namespace
}  // namespace lianfang::cli
