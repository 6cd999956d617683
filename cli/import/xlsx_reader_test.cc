#include "cli/import/xlsx_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/import/fault.h"
#include "cli/import/testing/xlsx.h"
#include "cli/import/xlsx_value.h"

namespace lianfang::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<FileRow> Rows(const std::string& rows, const std::string& strings = "") {
  const auto read = ReadXlsx(MakeXlsx(rows, strings));
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? read->sheets.at(0).rows : std::vector<FileRow>();
}

std::string OnlyCell(const std::string& cell, const std::string& strings = "") {
  const std::vector<FileRow> rows = Rows(absl::StrCat("<row r=\"1\">", cell, "</row>"), strings);
  return rows.size() == 1 && rows[0].cells.size() == 1 ? rows[0].cells[0] : absl::StrCat(rows.size(), " rows");
}

std::string Refusal(const std::string& bytes, const XlsxLimits& limits = {}) {
  const auto read = ReadXlsx(bytes, limits);
  return read.ok() ? "read" : TextOf(read.status()).zh();
}

TEST(ReadXlsx, PutsCellsWhereTheyStand) {
  const auto rows = Rows(
      "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"D2\"><v>2</v></c></row>"
      "<row r=\"3\"/><row r=\"7\" spans=\"1:3\"><c r=\"A7\"><v>3</v></c></row>");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].number, 2);
  EXPECT_THAT(rows[0].cells, ElementsAre("", "1", "", "2"));
  EXPECT_EQ(rows[1].number, 7);
  EXPECT_THAT(rows[1].cells, ElementsAre("3"));
}

TEST(ReadXlsx, CountsOnWhereNothingSaysWhere) {
  const auto rows = Rows("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].number, 2);
  EXPECT_THAT(rows[0].cells, ElementsAre("1", "", "2"));
}

TEST(ReadXlsx, ReadsTextFromWhereverItIs) {
  EXPECT_EQ(OnlyCell("<c r=\"A1\" t=\"s\"><v>1</v></c>",
                     "<si><t>甲</t></si><si><r><t>煤</t></r><r><t xml:space=\"preserve\">矿 </t></r>"
                     "<rPh sb=\"0\" eb=\"1\"><t>mei</t></rPh></si>"),
            "煤矿 ");
  EXPECT_EQ(OnlyCell("<c r=\"A1\" t=\"inlineStr\"><is><t>煤矿</t></is></c>"), "煤矿");
  EXPECT_EQ(OnlyCell("<c r=\"A1\" t=\"str\"><f>B1</f><v>煤矿</v></c>"), "煤矿");
  EXPECT_EQ(OnlyCell("<c r=\"A1\" t=\"inlineStr\"><is><t>两_x000D_&#10;行_x005F_x000A_</t></is></c>"),
            "两\r\n行_x000A_");
  EXPECT_EQ(OnlyCell("<c r=\"A1\" t=\"b\"><v>1</v></c>"), "TRUE");
  EXPECT_EQ(OnlyCell("<c r=\"A1\" t=\"e\"><v>#REF!</v></c>"), "#REF!");
}

TEST(ReadXlsx, TakesTheResultOfAFormulaAndSaysWhereThereIsNone) {
  EXPECT_EQ(OnlyCell("<c r=\"A1\"><f>1+1</f><v>2</v></c>"), "2");
  EXPECT_EQ(OnlyCell("<c r=\"A1\"><f>1+1</f></c>"), "=1+1");
  EXPECT_EQ(OnlyCell("<c r=\"A1\"><f>1+1</f><v></v></c>"), "=1+1");
  EXPECT_TRUE(Rows("<row r=\"1\"><c r=\"A1\" t=\"str\"><f>\"\"</f><v></v></c></row>").empty())
      << "a text without letters";
}

TEST(ReadXlsx, ShowsNumbersAndDatesAsTheirAuthorSeesThem) {
  EXPECT_EQ(OnlyCell("<c r=\"A1\"><v>12.0</v></c>"), "12");
  EXPECT_EQ(OnlyCell("<c r=\"A1\" s=\"1\"><v>44743</v></c>"), "2022-07-01");
  EXPECT_EQ(OnlyCell("<c r=\"A1\" s=\"2\"><v>44743</v></c>"), "2022-07-01") << "a format of the workbook's own";
  EXPECT_EQ(OnlyCell("<c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>", "<si><t>12</t></si>"), "12") << "text is no date";
  auto parts = XlsxParts({{"S", "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>43281</v></c></row></sheetData>"}});
  auto& workbook = parts["xl/workbook.xml"];
  workbook = absl::StrReplaceAll(workbook, {{"<sheets>", "<workbookPr date1904=\"1\"/><sheets>"}});
  EXPECT_EQ(ReadXlsx(MakeZip(parts))->sheets.at(0).rows.at(0).cells.at(0), "2022-07-01");
}

TEST(XlsxNumber, HasFifteenDigits) {
  EXPECT_EQ(XlsxNumber("2.9999999999999996"), "3");
  EXPECT_EQ(XlsxNumber("0.5"), "0.5");
  EXPECT_EQ(XlsxNumber("1E+05"), "100000");
  EXPECT_EQ(XlsxNumber("-3"), "-3");
  EXPECT_EQ(XlsxNumber("1e300"), "1e+300");
  EXPECT_EQ(XlsxNumber("nan"), "nan");
  EXPECT_EQ(XlsxNumber("x"), "x");
}

TEST(XlsxDate, FollowsExcelsCalendar) {
  EXPECT_EQ(XlsxDate("1", false), "1900-01-01");
  EXPECT_EQ(XlsxDate("59", false), "1900-02-28");
  EXPECT_EQ(XlsxDate("60", false), "1900-02-29") << "which Excel believes in";
  EXPECT_EQ(XlsxDate("61", false), "1900-03-01");
  EXPECT_EQ(XlsxDate("0", true), "1904-01-01");
  EXPECT_EQ(XlsxDate("44743.75", false), "2022-07-01 18:00:00");
  EXPECT_EQ(XlsxDate("0.5", false), "12:00:00");
  EXPECT_EQ(XlsxDate("-1", false), "-1");
  EXPECT_EQ(XlsxDate("1e9", false), "1000000000");
}

TEST(IsDateFormat, ReadsCodesAsExcelDoes) {
  for (const char* code : {"yyyy-mm-dd", "m/d/yy h:mm", "[h]:mm", "[$-804]yyyy\"年\"m\"月\"", "mmm\\-yy"}) {
    EXPECT_TRUE(IsDateFormat(164, code)) << code;
  }
  for (const char* code :
       {"General", "G/通用格式", "0", "#,##0_);[Red]\\(#,##0\\)", "0\"年度\"", "0.0%", "@", "\"y\"0", "0_d"}) {
    EXPECT_FALSE(IsDateFormat(164, code)) << code;
  }
  EXPECT_TRUE(IsDateFormat(57, "")) << "a Chinese date";
  EXPECT_FALSE(IsDateFormat(4, ""));
}

TEST(ReadXlsx, ReadsSheetsThatAreShown) {
  auto parts = XlsxParts({{"2019年度",
                           "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><mergeCells>"
                           "<mergeCell ref=\"A1:B2\"/></mergeCells>"},
                          {"藏", "<sheetData/>"},
                          {"空", "<sheetData/>"}});
  auto& workbook = parts["xl/workbook.xml"];
  workbook = absl::StrReplaceAll(workbook, {{"name=\"藏\"", "name=\"藏\" state=\"veryHidden\""}});
  const auto read = ReadXlsx(MakeZip(parts));
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->sheets.size(), 2u);
  EXPECT_EQ(read->sheets[0].name, "2019年度");
  ASSERT_EQ(read->sheets[0].merges.size(), 1u);
  EXPECT_EQ(read->sheets[0].merges[0].last_row, 2);
  EXPECT_EQ(read->sheets[0].merges[0].last_column, 1u);
  EXPECT_EQ(read->sheets[1].name, "空");
  EXPECT_THAT(read->hidden, ElementsAre("藏"));
}

TEST(ReadXlsx, RefusesWhatUnpacksBeyondReason) {
  const std::string spaces(size_t{40} << 20, ' ');
  const std::string bomb = MakeXlsx(spaces);
  EXPECT_LT(bomb.size(), size_t{100} << 10);
  EXPECT_THAT(Refusal(bomb), HasSubstr("工作簿过大，或压缩得不合常理"));
  XlsxLimits limits;
  limits.ratio = 1'000'000;
  limits.part_bytes = size_t{30} << 20;
  EXPECT_THAT(Refusal(bomb, limits), HasSubstr("工作簿过大"));
  limits.part_bytes = limits.total_bytes;
  EXPECT_EQ(Refusal(bomb, limits), "read");
  EXPECT_THAT(Refusal(MakeXlsx("", absl::StrCat("<si><t>", spaces, "</t></si>"))), HasSubstr("工作簿过大"));
}

TEST(ReadXlsx, BoundsWhatItKeeps) {
  XlsxLimits limits;
  limits.columns = 3;
  EXPECT_THAT(Refusal(MakeXlsx("<row r=\"1\"><c r=\"D1\"><v>1</v></c></row>"), limits), HasSubstr("最多 3 列"));
  EXPECT_EQ(Refusal(MakeXlsx("<row r=\"1\"><c r=\"XFD1\"/></row>"), limits), "read") << "formatted, and empty";
  limits = {};
  limits.cells = 4;
  EXPECT_EQ(Refusal(MakeXlsx("<row r=\"1\"><c r=\"D1\"><v>1</v></c></row>"), limits), "read");
  EXPECT_THAT(
      Refusal(MakeXlsx("<row r=\"1\"><c r=\"D1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>"),
              limits),
      HasSubstr("过大"));
  limits = {};
  limits.cell_bytes = 5;
  EXPECT_THAT(Refusal(MakeXlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>0</v></c></row>",
                               "<si><t>abc</t></si>"),
                      limits),
              HasSubstr("过大"))
      << "one shared string, often";
  limits = {};
  limits.strings = 1;
  EXPECT_THAT(Refusal(MakeXlsx("", "<si><t>a</t></si><si><t>b</t></si>"), limits), HasSubstr("文字过多"));
  limits = {};
  limits.rows = 9;
  EXPECT_THAT(Refusal(MakeXlsx("<row r=\"10\"/>"), limits), HasSubstr("过大"));
  limits = {};
  limits.token_bytes = size_t{1} << 20;
  EXPECT_THAT(Refusal(MakeXlsx(absl::StrCat("<row r=\"1\" x=\"", std::string(size_t{3} << 20, 'x'), "\"/>")), limits),
              HasSubstr("token too long"));
}

TEST(ReadXlsx, RefusesEntities) {
  auto parts = XlsxParts({{"S", "<sheetData/>"}});
  parts["xl/sharedStrings.xml"] =
      "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
  EXPECT_THAT(Refusal(MakeZip(parts)), HasSubstr("DOCTYPE"));
}

TEST(ReadXlsx, SaysThatAFileIsDamaged) {
  EXPECT_THAT(Refusal(MakeXlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>5</v></c></row>")), HasSubstr("已损坏"));
  EXPECT_THAT(Refusal(MakeXlsx("<row r=\"2\"/><row r=\"1\"/>")), HasSubstr("row order"));
  EXPECT_THAT(Refusal(MakeXlsx("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>")), HasSubstr("cell order"));
  EXPECT_THAT(Refusal(MakeXlsx("<row r=\"1\"><c r=\"B7\"/></row>")), HasSubstr("B7"));
  EXPECT_THAT(Refusal(MakeXlsx("<row")), HasSubstr("已损坏"));
  EXPECT_THAT(Refusal("PK\x03\x04 and no more"), HasSubstr("已损坏"));
  EXPECT_THAT(Refusal(MakeZip({{"word/document.xml", "<x/>"}})), HasSubstr("不是 xlsx 工作簿"));
}

// Whatever happens to a file on its way: an answer, and no crash.
TEST(ReadXlsx, SurvivesAnyDamage) {
  const std::string whole =
      MakeXlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>44743</v></c></row>",
               "<si><t>煤矿</t></si>");
  ASSERT_TRUE(ReadXlsx(whole).ok());
  for (size_t size = 0; size < whole.size(); size += 7) {
    EXPECT_FALSE(ReadXlsx(absl::string_view(whole).substr(0, size)).ok()) << size << " bytes of it";
  }
  std::mt19937 random(20220806);
  for (int i = 0; i < 2'000; ++i) {
    std::string damaged = whole;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    (void)ReadXlsx(damaged);
  }
}

}  // namespace
}  // namespace lianfang::cli
