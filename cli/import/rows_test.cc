#include "cli/import/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "cli/import/csv.h"
#include "cli/import/testing/sample.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;

// A file against the sample plan.
class RowsOfAFile : public testing::Test {
 protected:
  const FilledRows& Read(const std::string& text) {
    auto rows = ReadCsv(text);
    EXPECT_TRUE(rows.ok()) << rows.status();
    rows_ = *std::move(rows);
    const PlanTerms terms(SamplePlan());
    std::vector<Fault> faults;
    header_ = ReadHeader(*FindHeader(rows_, terms), terms, faults);
    EXPECT_TRUE(faults.empty());
    filled_ = ReadRows({{&rows_, &header_}}, terms, ObligationIndex(obligations_));
    return filled_;
  }

  // The only fault, as `row column value: rule`.
  std::string OnlyFault(const std::string& text) {
    Read(text);
    if (filled_.faults.size() != 1) return absl::StrCat(filled_.faults.size(), " faults");
    const Fault& fault = filled_.faults.front();
    return absl::StrCat(fault.row, " ", fault.column, " ", fault.value, ": ", fault.rule.zh());
  }

 private:
  ObligationList obligations_ = SampleObligations();
  std::vector<FileRow> rows_;
  Header header_;
  FilledRows filled_;
};

TEST_F(RowsOfAFile, NameTheirObligationInEveryWay) {
  const FilledRows& filled = Read(
      "报送任务,数据年度,地区,行业,事故起数,死亡人数,已培训人数\n"
      "plans/sample/obligations/2019-140581-coal-mining,2019年度,高平市,煤矿,3,1,—\n"
      "2019-140581-construction,,,,0,0,\n"
      ",2021,140581,coal-mining,1,0,20\n"
      ",2021年度,,Construction,1,0,不适用：无此岗位\n");
  EXPECT_TRUE(filled.faults.empty()) << filled.faults.front().rule.zh();
  ASSERT_EQ(filled.rows.size(), 4u);
  EXPECT_EQ(filled.rows[0].obligation->name(), SampleObligation("2019", "coal-mining"));
  EXPECT_EQ(filled.rows[1].obligation->name(), SampleObligation("2019", "construction"));
  EXPECT_EQ(filled.rows[2].obligation->name(), SampleObligation("2021", "coal-mining"));
  EXPECT_EQ(filled.rows[3].obligation->name(), SampleObligation("2021", "construction"));
  EXPECT_EQ(filled.rows[0].figures.size(), 2u);
  EXPECT_EQ(filled.rows[2].figures.size(), 3u);
  EXPECT_EQ(filled.rows[2].columns[2], 6u);
  EXPECT_EQ(filled.rows[3].figures[2].not_applicable().reason(), "无此岗位");
}

TEST_F(RowsOfAFile, CarryTheTextsBesideTheFigures) {
  const FilledRows& filled = Read(
      "提示确认说明,obligation,accidents,deaths,note,correction_reason\n"
      "已核实,2019-140581-coal-mining,3,1,\"两行\n备注\",统计口径调整\n");
  ASSERT_EQ(filled.rows.size(), 1u);
  EXPECT_EQ(filled.rows[0].note, "两行\n备注");
  EXPECT_EQ(filled.rows[0].correction_reason, "统计口径调整");
  EXPECT_EQ(filled.rows[0].warning_confirmation, "已核实");
}

TEST_F(RowsOfAFile, WithoutAFigureAreNotFilledIn) {
  const FilledRows& filled = Read(
      "obligation,accidents,deaths,trained,note\n"
      "2019-140581-coal-mining,,,—,\n"
      "2019-140581-coal-mining,,,,尚未统计\n"
      "2019-140581-coal-mining,0,0,,\n");
  EXPECT_EQ(filled.blank, 2);
  EXPECT_EQ(filled.rows.size(), 1u);
  EXPECT_TRUE(filled.faults.empty()) << "rows that are not filled in are no duplicates";
}

// A dash where nothing is asked for is the template's; one for a figure that is owed might be a nought, or not.
TEST_F(RowsOfAFile, OfDashesAloneSayNothingThatCanBeFiled) {
  for (const char* dash : {"—", "―", "——", "-", "/"}) {
    const FilledRows& filled = Read(absl::StrCat("obligation,accidents,deaths,trained\n2019-140581-coal-mining,", dash,
                                                 ",", dash, ",", dash, "\n"));
    EXPECT_EQ(filled.blank, 0) << dash;
    EXPECT_TRUE(filled.rows.empty()) << dash;
    ASSERT_EQ(filled.faults.size(), 2u) << dash;
    EXPECT_EQ(filled.faults[0].column, "accidents");
    EXPECT_EQ(filled.faults[1].column, "deaths");
    EXPECT_THAT(filled.faults[0].rule.zh(), HasSubstr("应报而只有横线"));
    EXPECT_EQ(
        Read(absl::StrCat("obligation,accidents,deaths,trained\n2019-140581-coal-mining,1,0,", dash, "\n")).rows.size(),
        1u);
  }
}

TEST_F(RowsOfAFile, ChooseInsteadOfStating) {
  const FilledRows& filled = Read(
      "obligation,填报情况,accidents,deaths,trained,note\n"
      "2019-140581-coal-mining,全部为零,,,—,\n"
      "2019-140581-construction,all-zero,0,,,\n"
      "2021-140581-coal-mining,不适用,,—,不适用：无此岗位,本市无煤矿\n"
      "2021-140581-construction,暂缺,,,,等待统计局数据\n");
  EXPECT_TRUE(filled.faults.empty()) << filled.faults.front().rule.zh();
  EXPECT_EQ(filled.blank, 1);
  ASSERT_EQ(filled.rows.size(), 3u);
  ASSERT_EQ(filled.rows[0].figures.size(), 2u);
  EXPECT_TRUE(filled.rows[0].figures[1].has_number());
  EXPECT_EQ(filled.rows[0].figures[1].number(), 0);
  EXPECT_EQ(filled.rows[1].figures.size(), 2u);
  ASSERT_EQ(filled.rows[2].figures.size(), 3u);
  EXPECT_EQ(filled.rows[2].figures[0].not_applicable().reason(), "本市无煤矿");
  EXPECT_EQ(filled.rows[2].figures[2].not_applicable().reason(), "无此岗位");
}

TEST_F(RowsOfAFile, MustNotContradictWhatTheyChoose) {
  EXPECT_THAT(OnlyFault("obligation,填报情况,accidents,deaths\n2019-140581-coal-mining,全部为零,1,\n"),
              HasSubstr("2 accidents 1: 与本行的填报情况“全部为零”不符"));
  EXPECT_THAT(OnlyFault("obligation,填报情况,accidents,deaths\n2019-140581-coal-mining,暂缺,1,\n"),
              HasSubstr("2 accidents 1: 与本行的填报情况“暂缺”不符"));
  EXPECT_THAT(OnlyFault("obligation,填报情况,accidents,deaths\n2019-140581-coal-mining,不适用,,\n"),
              HasSubstr("2 备注 : 填报情况为“不适用”"));
  EXPECT_THAT(OnlyFault("obligation,填报情况,accidents,deaths\n2019-140581-coal-mining,不清楚,1,0\n"),
              HasSubstr("2 填报情况 不清楚: 须为：据实填报、全部为零、不适用、暂缺"));
}

TEST_F(RowsOfAFile, OfSeveralSheetsAnswerAnObligationOnce) {
  const PlanTerms terms(SamplePlan());
  const std::vector<FileRow> sheets[] = {
      {{1, {"obligation", "accidents", "deaths"}}, {2, {"2019-140581-coal-mining", "1", "0"}}},
      {{1, {"obligation", "accidents", "deaths"}},
       {2, {"2019-140581-construction", "1", "0"}},
       {3, {"2019-140581-coal-mining", "2", "0"}}}};
  std::vector<Fault> faults;
  const Header first = ReadHeader(sheets[0][0], terms, faults, 0, "甲");
  const Header second = ReadHeader(sheets[1][0], terms, faults, 1, "乙");
  const ObligationList obligations = SampleObligations();
  const FilledRows filled =
      ReadRows({{&sheets[0], &first}, {&sheets[1], &second}}, terms, ObligationIndex(obligations));
  ASSERT_EQ(filled.faults.size(), 2u);
  EXPECT_EQ(filled.faults[0].sheet_name, "甲");
  EXPECT_EQ(filled.faults[1].sheet_name, "乙");
  EXPECT_EQ(filled.faults[1].row, 3);
  EXPECT_EQ(filled.faults[1].rule.zh(), "同一报送任务重复：第 甲!2、乙!3 行");
  ASSERT_EQ(filled.rows.size(), 1u);
  EXPECT_EQ(filled.rows[0].source->number, 2);

  std::vector<Fault> known = {first.FaultAt(2, 1, "1", Rule("合并单元格", ""))};
  const FilledRows rest = ReadRows({{&sheets[0], &first}}, terms, ObligationIndex(obligations), std::move(known));
  EXPECT_TRUE(rest.rows.empty()) << "what is known to be wrong is not taken";
  EXPECT_EQ(rest.faults.size(), 1u);
}

TEST_F(RowsOfAFile, NameTheCellAtFault) {
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths\n2019-140581-coal-mining,3起,1\n"),
              HasSubstr("2 accidents 3起: 须为整数"));
  EXPECT_THAT(OnlyFault("obligation,事故起数,deaths\n2019-140581-coal-mining,,1\n"),
              HasSubstr("2 事故起数 : 应报而未填"));
  EXPECT_THAT(OnlyFault("obligation,accidents\n2019-140581-coal-mining,1\n"),
              HasSubstr("2 死亡人数（deaths） : 应报而未填"))
      << "no column at all: named as people know it, and as a mapping needs it";
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths,trained\n2019-140581-coal-mining,1,0,5\n"),
              HasSubstr("2 trained 5: 该任务不要求"));
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths\n2019-140581-coal-mining,1,—\n"),
              HasSubstr("2 deaths —: 应报而只有横线"));
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths\n2019-140581-coal-mining,1,0,9\n"),
              HasSubstr("2  9: 第 4 列没有表头"));
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths,note\n2019-140581-coal-mining,1,0,a\x01z\n"),
              HasSubstr("2 note a\x01z: 含有不能报送的字符：U+0001 控制字符"));
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths,note\n2019-140581-coal-mining,1,0,无\uFFFF\n"),
              HasSubstr("含有不能报送的字符：U+FFFF 非字符"));
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths,note\n2019-140581-coal-mining,1,0,\u202E无\n"),
              HasSubstr("U+202E 强制从右到左"));
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths,note\n2019-140581-coal-mining,1,0,#REF!\n"),
              HasSubstr("2 note #REF!: 公式出错"));
  EXPECT_THAT(OnlyFault("标题\n\nobligation,accidents,deaths\n2019-140581-coal-mining,1,x\n"),
              HasSubstr("4 deaths x: "))
      << "below a title";
}

TEST_F(RowsOfAFile, NameTheObligationAtFault) {
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths\n2020-140581-coal-mining,1,0\n"),
              HasSubstr("2 obligation 2020-140581-coal-mining: 方案中没有这项报送任务"));
  EXPECT_THAT(OnlyFault("obligation,accidents,deaths\nplans/other/obligations/2019-140581-coal-mining,1,0\n"),
              HasSubstr("方案中没有这项报送任务"));
  EXPECT_THAT(OnlyFault("period,industry,accidents,deaths\n2019,煤炭,1,0\n"),
              HasSubstr("2 industry 煤炭: 方案中没有此项"));
  EXPECT_THAT(OnlyFault("period,industry,accidents,deaths\n,煤矿,1,0\n"), HasSubstr("2 period : 方案中没有此项"));
}

// Somebody sorted one column of the sheet and not the others.
TEST_F(RowsOfAFile, MustNotContradictThemselves) {
  EXPECT_THAT(OnlyFault("报送任务,行业,accidents,deaths\n2019-140581-coal-mining,建筑施工,1,0\n"),
              HasSubstr("2 行业 建筑施工: 与本行的报送任务不符"));
}

TEST_F(RowsOfAFile, ForOneObligationAreBothRefusedAndNamed) {
  const FilledRows& filled = Read(
      "obligation,period,industry,accidents,deaths\n"
      "2019-140581-coal-mining,,,1,0\n"
      "2019-140581-construction,,,1,0\n"
      ",2019,煤矿,2,0\n");
  ASSERT_EQ(filled.faults.size(), 2u);
  EXPECT_EQ(filled.faults[0].row, 2);
  EXPECT_EQ(filled.faults[1].row, 4);
  for (const Fault& fault : filled.faults) EXPECT_THAT(fault.rule.zh(), HasSubstr("第 2、4 行"));
  ASSERT_EQ(filled.rows.size(), 1u);
  EXPECT_EQ(filled.rows[0].source->number, 3);
}

TEST_F(RowsOfAFile, AreTenThousandWithOneBadRow) {
  type::v1::Plan plan = SamplePlan();
  ObligationList obligations;
  std::string text = "region,period,industry,accidents,deaths\r\n";
  plan.clear_regions();
  for (int i = 0; i < 10'000; ++i) {
    const std::string code = absl::StrCat(200'000 + i);
    plan.add_regions()->set_code(code);
    auto& obligation = *obligations.Add();
    obligation.set_name(absl::StrCat("plans/sample/obligations/2019-", code, "-coal-mining"));
    obligation.set_period("2019");
    obligation.set_region(code);
    obligation.set_industry("coal-mining");
    obligation.add_figures("accidents");
    obligation.add_figures("deaths");
    absl::StrAppend(&text, code, ",2019,煤矿,", i == 7000 ? "many" : "3", ",1\r\n");
  }
  const auto rows = ReadCsv(text);
  ASSERT_TRUE(rows.ok());
  const PlanTerms terms(plan);
  std::vector<Fault> faults;
  const Header header = ReadHeader(rows->front(), terms, faults);
  const FilledRows filled = ReadRows({{&*rows, &header}}, terms, ObligationIndex(obligations));
  EXPECT_EQ(filled.rows.size(), 9'999u);
  ASSERT_EQ(filled.faults.size(), 1u);
  EXPECT_EQ(filled.faults[0].row, 7002);
  EXPECT_EQ(filled.faults[0].value, "many");
}

}  // namespace
}  // namespace lianfang::cli
