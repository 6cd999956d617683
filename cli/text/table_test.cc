#include "cli/text/table.h"

#include <gtest/gtest.h>

namespace lianfang::cli {
namespace {

TEST(Table, AlignsChineseByDisplayWidth) {
  Table table({{{"行业", "INDUSTRY"}}, {{"起数", "ACCIDENTS"}, Align::kRight}, {{"结论", "VERDICT"}}});
  table.AddRow({"煤矿", "12", "达标"});
  table.AddRow({"construction", "3", "未达标"});
  EXPECT_EQ(table.Render(Language::kChinese),
            "行业          起数  结论\n"
            "煤矿            12  达标\n"
            "construction     3  未达标\n");
}

TEST(Table, HeadsInEnglishWhenAsked) {
  Table table({Column{{"行业", "INDUSTRY"}}});
  EXPECT_EQ(table.Render(Language::kEnglish), "INDUSTRY\n");
}

TEST(Table, ShowsEmptyAndMissingCells) {
  Table table({{{"甲", "A"}}, {{"乙", "B"}}, {{"丙", "C"}}});
  table.AddRow({"", "b"});
  EXPECT_EQ(table.Render(Language::kEnglish), "A  B  C\n-  b  -\n");
}

TEST(Table, KeepsRowsOnOneLine) {
  Table table({Column{{"备注", "NOTE"}}});
  table.AddRow({"one\ntwo"});
  EXPECT_EQ(table.Render(Language::kEnglish), "NOTE\none two\n");
}

TEST(Sheet, AlignsValuesAndLeavesEmptyOnesOut) {
  Sheet sheet;
  sheet.Add({"状态", "State"}, "已报送");
  sheet.Add({"备注", "Note"}, "");
  sheet.Add({"截止时间", "Due"}, "2022-05-31 24:00");
  EXPECT_EQ(sheet.Render(Language::kChinese), "状态      已报送\n截止时间  2022-05-31 24:00\n");
}

TEST(NextPageHint, StandsOnlyBelowAPageThatIsNotTheLast) {
  EXPECT_EQ(NextPageHint("", Language::kEnglish), "");
  EXPECT_EQ(NextPageHint("t0", Language::kEnglish), "next page: --page-token t0\n");
}

}  // namespace
}  // namespace lianfang::cli
