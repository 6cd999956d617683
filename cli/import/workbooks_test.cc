// The workbooks that clerks get: the template, and their file with its faults.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "cli/import/drafts.h"
#include "cli/import/fault_workbook.h"
#include "cli/import/file_table.h"
#include "cli/import/template_workbook.h"
#include "cli/import/testing/sample.h"
#include "common/workbook/testing/cells.h"

namespace lianfang::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TemplateBook : public testing::Test {
 protected:
  TemplateBook() {
    *returns_.Add() = SampleReturn();
    const auto bytes = TemplateWorkbook(TemplateWords(plan_, returns_, Language::kChinese), plan_, obligations_);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    bytes_ = *bytes;
  }

  const type::v1::Plan plan_ = SamplePlan();
  const ObligationList obligations_ = SampleObligations();
  ReturnList returns_;
  std::string bytes_;
};

TEST_F(TemplateBook, HasASheetForEveryPeriodAndARowForEveryObligation) {
  const WorkbookFacts facts = ReadFacts(bytes_);
  EXPECT_THAT(facts.Sheets(), ElementsAre("2019年度", "2021年度", "填报说明"));
  EXPECT_THAT(facts.Row("2019年度", 4), ElementsAre("地区", "行业", "填报情况", "事故起数（起）", "死亡人数（人）",
                                                    "备注", "更正原因", "提示确认说明", "数据年度", "报送任务"));
  EXPECT_THAT(facts.Row("2019年度", 5), ElementsAre("高平市", "煤矿", "", "3", "1", "", "", "", "2019年度",
                                                    "plans/sample/obligations/2019-140581-coal-mining"));
  EXPECT_EQ(facts.Cell("2019年度", "D5"), "n 3") << "what was filed, as a number";
  EXPECT_EQ(facts.Cell("2021年度", "B6"), "s 建筑施工");
  EXPECT_EQ(facts.Cell("2021年度", "F4"), "s 已培训人数");
  EXPECT_EQ(facts.Cell("2021年度", "D6"), "");
  EXPECT_THAT(facts.All("frozen", "2019年度"), ElementsAre(ElementsAre("C5")));
}

TEST_F(TemplateBook, LocksWhatIsGiven) {
  const WorkbookFacts facts = ReadFacts(bytes_);
  EXPECT_EQ(facts.All("protected", "2019年度").size(), 1u);
  std::vector<std::string> open;
  for (const auto& cell : facts.All("unlocked", "2019年度")) open.push_back(cell[0]);
  EXPECT_THAT(open, ElementsAre("C5", "D5", "E5", "F5", "G5", "H5", "C6", "D6", "E6", "F6", "G6", "H6"));
}

TEST_F(TemplateBook, ValidatesUnitsBoundsAndChoices) {
  const WorkbookFacts facts = ReadFacts(bytes_);
  const auto rules = facts.All("validation", "2021年度");
  ASSERT_EQ(rules.size(), 4u);
  EXPECT_THAT(rules[0],
              ElementsAre("D5:D6", "whole", "between", "0", "10000", "单位：起\n0 至 10000 的整数。没有发生填 0。"));
  EXPECT_EQ(rules[1][0], "E5:E6");
  EXPECT_EQ(rules[2][0], "F5:F6");
  EXPECT_EQ(rules[2][1], "custom") << "a number within bounds, or that it does not apply";
  EXPECT_EQ(rules[2][3], "OR(AND(ISNUMBER(F5),F5=INT(F5),F5>=0,F5<=10000),LEFT(F5,3)=\"不适用\")");
  EXPECT_THAT(rules[3], ElementsAre("C5:C6", "list", "between", "\"据实填报,全部为零,不适用,暂缺\"", "", ""));
}

TEST_F(TemplateBook, IsReadWithoutAFault) {
  const auto table = ReadTable(bytes_);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(PlanNamedIn(*table), "plans/sample");
  const PlanTerms terms(plan_);
  EXPECT_EQ(FindHeader(table->sheets[2].rows, terms), nullptr) << "the instructions are no returns";
  std::vector<Fault> faults;
  std::vector<Header> headers;
  for (size_t i = 0; i < 2; ++i) {
    headers.push_back(ReadHeader(*FindHeader(table->sheets[i].rows, terms), terms, faults, i, table->sheets[i].name));
  }
  const FilledRows filled = ReadRows({{&table->sheets[0].rows, &headers[0]}, {&table->sheets[1].rows, &headers[1]}},
                                     terms, ObligationIndex(obligations_));
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_THAT(filled.faults, IsEmpty());
  EXPECT_EQ(filled.blank, 3);
  EXPECT_EQ(DraftSubmissions(filled.rows, returns_, "").unchanged.size(), 1u) << "what was filed, as it was";
}

FileTable Table() {
  FileTable table;
  table.sheets = {{"2019年度",
                   {{1, {"报送任务", "死亡人数", "备注"}},
                    {3, {"x", "=HYPERLINK(\"http://x\",\"3\")", "两\n行"}},
                    {4, {"007", "12"}}},
                   {}}};
  return table;
}

TEST(FaultWorkbook, HasTheClerksCellsWhereTheyWere) {
  const auto bytes = FaultWorkbook(Table(), {}, Language::kChinese);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const WorkbookFacts facts = ReadFacts(*bytes);
  EXPECT_THAT(facts.Row("2019年度", 1), ElementsAre("报送任务", "死亡人数", "备注"));
  EXPECT_EQ(facts.Cell("2019年度", "B3"), "s =HYPERLINK(\"http://x\",\"3\")") << "text, and no formula";
  EXPECT_EQ(facts.Cell("2019年度", "C3"), "s 两\n行");
  EXPECT_EQ(facts.Cell("2019年度", "A4"), "s 007");
  EXPECT_EQ(facts.Cell("2019年度", "B4"), "n 12");
  const auto again = ReadTable(*bytes);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->sheets[0].rows[1].cells, Table().sheets[0].rows[1].cells) << "mended, it can be imported";
}

TEST(FaultWorkbook, SaysWhatIsWrongAtTheCell) {
  Fault cell{3, "死亡人数", "x", Rule("须为整数", "")};
  cell.column_index = 1;
  Fault second = cell;
  second.rule = Rule("另有一处", "");
  Fault row{4, "deaths", "", Rule("应报而未填", "")};
  const auto bytes = FaultWorkbook(Table(), {cell, second, row}, Language::kChinese);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const WorkbookFacts facts = ReadFacts(*bytes);
  EXPECT_THAT(facts.All("comment", "2019年度"),
              ElementsAre(ElementsAre("B3", "须为整数\n另有一处"), ElementsAre("A4", "deaths：应报而未填")));
  EXPECT_THAT(facts.Cell("有误之处", "A1"), HasSubstr("没有保留"));
  EXPECT_THAT(facts.Row("有误之处", 3), ElementsAre("2019年度", "B3", "死亡人数", "x", "须为整数"));
  EXPECT_THAT(facts.Row("有误之处", 5), ElementsAre("2019年度", "A4", "deaths", "", "应报而未填"));
}

TEST(FaultWorkbook, NamesTheOnlySheetOfACsvFile) {
  FileTable table = Table();
  table.sheets[0].name = "";
  const auto bytes = FaultWorkbook(table, {}, Language::kChinese);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_THAT(ReadFacts(*bytes).Sheets(), ElementsAre("数据", "有误之处"));
}

}  // namespace
}  // namespace lianfang::cli
