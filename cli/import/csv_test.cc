#include "cli/import/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "cli/text/csv_text.h"

namespace lianfang::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::vector<std::string>> Cells(absl::string_view text) {
  const auto rows = ReadCsv(text);
  EXPECT_TRUE(rows.ok()) << rows.status();
  std::vector<std::vector<std::string>> cells;
  if (rows.ok()) {
    for (const FileRow& row : *rows) cells.push_back(row.cells);
  }
  return cells;
}

TEST(ReadCsv, EndsRowsAsAnySystemDoes) {
  const std::vector<std::vector<std::string>> expected = {{"a", "b"}, {"1", ""}};
  EXPECT_EQ(Cells("a,b\r\n1,\r\n"), expected);
  EXPECT_EQ(Cells("a,b\n1,\n"), expected);
  EXPECT_EQ(Cells("a,b\r1,\r"), expected);
  EXPECT_EQ(Cells("a,b\r\n1,"), expected) << "the last row needs no end";
  EXPECT_EQ(Cells("1,\r2,3"), (std::vector<std::vector<std::string>>{{"1", ""}, {"2", "3"}}))
      << "libcsv itself looks for spaces before it looks for the end of a row";
  EXPECT_EQ(Cells("a,b\r1,2\nc,\r\nd,4"),
            (std::vector<std::vector<std::string>>{{"a", "b"}, {"1", "2"}, {"c", ""}, {"d", "4"}}));
  EXPECT_EQ(Cells("\"two\nlines\",b\r1,\r\"two\rlines\",3\r"),
            (std::vector<std::vector<std::string>>{{"two\nlines", "b"}, {"1", ""}, {"two\nlines", "3"}}))
      << "as Excel for the Mac writes them";
}

TEST(ReadCsv, ReadsQuotedCells) {
  EXPECT_EQ(Cells("\"a,b\",\"say \"\"x\"\"\",\" kept \", trimmed \r\n"),
            (std::vector<std::vector<std::string>>{{"a,b", "say \"x\"", " kept ", "trimmed"}}));
  EXPECT_EQ(Cells("\"two\r\nlines\",1\r\n"), (std::vector<std::vector<std::string>>{{"two\nlines", "1"}}));
}

// A cell's line breaks make no row; empty rows do, and count.
TEST(ReadCsv, NumbersRowsAsASpreadsheetDoes) {
  const auto rows = ReadCsv("h,i\r\n\"two\r\nlines\",1\r\n\r\n,\r\nlast,2\r\n");
  ASSERT_TRUE(rows.ok());
  std::vector<int> numbers;
  for (const FileRow& row : *rows) numbers.push_back(row.number);
  EXPECT_THAT(numbers, ElementsAre(1, 2, 5));
}

TEST(ReadCsv, NamesTheRowOfAQuoteOutOfPlace) {
  for (const char* text : {"h\r\na\"b\r\n", "h\r\n\"a\"b\r\n"}) {
    const auto rows = ReadCsv(text);
    EXPECT_EQ(rows.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(rows.status().message()), HasSubstr("row 2: a quote stands inside a cell"));
  }
  EXPECT_THAT(std::string(ReadCsv("h\r\n1\r\n\"open,\r\n3\r\n").status().message()),
              HasSubstr("row 3: a quote is opened and never closed"));
}

TEST(ReadCsv, AnswersACellBeyondTheRowAsEmpty) {
  const auto rows = ReadCsv("a\n");
  EXPECT_EQ(rows->front().Cell(0), "a");
  EXPECT_EQ(rows->front().Cell(7), "");
}

TEST(HarmlessCell, IsNoFormulaToAnySpreadsheet) {
  for (const char* cell : {"=HYPERLINK(\"http://x\",\"3\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1",
                           "＝1", "＠x", "\u200B=1", "\u00A0-1", "−1"}) {
    EXPECT_EQ(HarmlessCell(cell), absl::StrCat("'", cell)) << cell;
  }
  for (const char* cell : {"", "3", "3起", "a=b", "'=1", "—", "煤矿"}) EXPECT_EQ(HarmlessCell(cell), cell);
}

TEST(AppendCsvRow, QuotesOnlyWhatNeedsIt) {
  std::string text;
  AppendCsvRow({"plain", "", "a,b", "say \"x\"", "two\nlines", " spaced"}, text);
  EXPECT_EQ(text, "plain,,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\" spaced\"\r\n");
  EXPECT_EQ(Cells(text),
            (std::vector<std::vector<std::string>>{{"plain", "", "a,b", "say \"x\"", "two\nlines", " spaced"}}));
}

}  // namespace
}  // namespace lianfang::cli
