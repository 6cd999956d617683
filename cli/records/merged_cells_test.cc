#include "cli/records/merged_cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lianfang::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// 单位 over two rows, 伤亡情况 over two columns; one employer beside two people.
FileSheet Sheet() {
  FileSheet sheet;
  sheet.rows = {{1, {"单位", "姓名", "伤亡情况"}},
                {2, {"", "", "死亡", "受伤"}},
                {4, {"米山煤业", "张伟", "1"}},
                {5, {"", "李娜", "", "1"}},
                {6, {"望云煤业", "王强"}}};
  sheet.merges = {{1, 2, 0, 0}, {1, 2, 1, 1}, {1, 1, 2, 3}, {4, 5, 0, 0}};
  return sheet;
}

TEST(FillMergesTest, HeadingsAndTextsReachOverTheirRange) {
  FileSheet sheet = Sheet();
  FillMerges(sheet);
  EXPECT_THAT(sheet.rows[0].cells, ElementsAre("单位", "姓名", "伤亡情况", "伤亡情况"));
  EXPECT_THAT(sheet.rows[1].cells, ElementsAre("单位", "姓名", "死亡", "受伤"));
  EXPECT_THAT(sheet.rows[3].cells, ElementsAre("米山煤业", "李娜", "", "1"));
  EXPECT_THAT(sheet.rows[4].cells, ElementsAre("望云煤业", "王强")) << "outside of every range";
}

TEST(FillMergesTest, ARangeWithoutTextFillsNothing) {
  FileSheet sheet = Sheet();
  sheet.merges = {{3, 5, 0, 0}, {5, 6, 2, 2}};
  FillMerges(sheet);
  EXPECT_THAT(sheet.rows[2].cells, ElementsAre("米山煤业", "张伟", "1"));
  EXPECT_THAT(sheet.rows[3].cells, ElementsAre("", "李娜", "", "1"));
}

// As spreadsheets mark them: a title over every column there can be, and a merge in every row.
TEST(FillMergesTest, RangesCostWhatIsInThem) {
  FileSheet sheet;
  for (int row = 1; row <= 100'000; ++row) {
    sheet.rows.push_back({row, {"a", ""}});
    sheet.merges.push_back({row, row, 0, 16'383});
  }
  sheet.merges.push_back({1, 1'048'576, 0, 16'383});
  FillMerges(sheet);
  for (const size_t row : {size_t{0}, sheet.rows.size() - 1}) EXPECT_THAT(sheet.rows[row].cells, ElementsAre("a", "a"));
  EXPECT_THAT(sheet.rows, SizeIs(100'000));
}

}  // namespace
}  // namespace lianfang::cli
