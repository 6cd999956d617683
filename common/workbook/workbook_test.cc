#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "common/workbook/cell_size.h"
#include "common/workbook/testing/cells.h"
#include "common/workbook/workbook_file.h"

namespace lianfang {
namespace {

using testing::ElementsAre;

TEST(WriteWorkbook, AnswersABookThatReadsBack) {
  const auto bytes = WriteWorkbook([](lxw_workbook* workbook) {
    lxw_worksheet* sheet = workbook_add_worksheet(workbook, "甲");
    worksheet_write_string(sheet, 1, 0, "煤矿", nullptr);
    worksheet_write_number(sheet, 1, 2, 17, nullptr);
    worksheet_write_comment(sheet, 1, 2, "两\n行\\");
    worksheet_freeze_panes(sheet, 1, 1);
  });
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const WorkbookFacts facts = ReadFacts(*bytes);
  EXPECT_THAT(facts.Sheets(), ElementsAre("甲"));
  EXPECT_EQ(facts.Cell("甲", "A2"), "s 煤矿");
  EXPECT_EQ(facts.Cell("甲", "C2"), "n 17");
  EXPECT_EQ(facts.Cell("甲", "B2"), "");
  EXPECT_THAT(facts.Row("甲", 2), ElementsAre("煤矿", "", "17"));
  EXPECT_EQ(facts.RowOf("甲", "煤矿"), 2);
  EXPECT_THAT(facts.All("comment", "甲"), ElementsAre(ElementsAre("C2", "两\n行\\")));
  EXPECT_THAT(facts.All("frozen", "甲"), ElementsAre(ElementsAre("B2")));
}

TEST(SheetName, IsOneThatEveryProgramTakes) {
  EXPECT_EQ(SheetName("2019年度", {}), "2019年度");
  EXPECT_EQ(SheetName("1/2[x]", {}), "1／2［x］");
  EXPECT_EQ(SheetName("", {}), "Sheet");
  EXPECT_EQ(SheetName("a", {"A", "a 2"}), "a 3");
  EXPECT_EQ(SheetName(std::string(40, 'x'), {}), std::string(31, 'x'));
  EXPECT_EQ(SheetName(std::string(40, 'x'), {std::string(31, 'x')}), std::string(29, 'x') + " 2");
}

TEST(WrappedLines, CountsChineseDouble) {
  EXPECT_EQ(WrappedLines("", 10), 1);
  EXPECT_EQ(WrappedLines("煤矿", 10), 1);
  EXPECT_EQ(WrappedLines("煤矿煤矿煤矿", 10), 2);
  EXPECT_EQ(WrappedLines("a\nb", 10), 2);
}

TEST(RowHeight, IsThatOfTheHighestCell) {
  EXPECT_EQ(RowHeight({"a", "煤矿煤矿煤矿"}, {10, 10}), RowHeight(2));
  EXPECT_LT(RowHeight(1), RowHeight(2));
  EXPECT_EQ(RowHeight(1000), 409) << "as high as a row can be";
}

TEST(ColumnWidth, KeepsWithinItsBounds) {
  EXPECT_EQ(ColumnWidth({"a"}, 8, 20), 8);
  EXPECT_EQ(ColumnWidth({std::string(100, 'a')}, 8, 20), 20);
  EXPECT_GT(ColumnWidth({"煤矿煤矿煤矿"}, 8, 20), 12);
}

}  // namespace
}  // namespace lianfang
