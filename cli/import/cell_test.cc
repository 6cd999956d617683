#include "cli/import/cell.h"

#include <gtest/gtest.h>

#include "cli/import/spelling.h"

namespace lianfang::cli {
namespace {

TEST(Spelling, MakesWordsEqualThatReadTheSame) {
  EXPECT_EQ(Spelling("　Ａccidents\xC2\xA0"), "accidents");
  EXPECT_EQ(FoldWidth("１，０２４－～"), "1,024-~");
  EXPECT_EQ(FoldWidth("煤矿。"), "煤矿。") << "what has no ASCII counterpart stays";
  EXPECT_EQ(FoldWidth("\xEF\xBC"), "\xEF\xBC") << "half a character stays";
}

int64_t NumberIn(absl::string_view cell) {
  type::v1::FigureValue value;
  const auto broken = ParseFigureCell(cell, value);
  EXPECT_FALSE(broken.has_value()) << cell << ": " << broken->zh();
  EXPECT_EQ(value.value_case(), type::v1::FigureValue::kNumber) << cell;
  return value.number();
}

TEST(ParseFigureCell, ReadsWholeNumbersAsPeopleWriteThem) {
  EXPECT_EQ(NumberIn("0"), 0);
  EXPECT_EQ(NumberIn(" 42 "), 42);
  EXPECT_EQ(NumberIn("１２"), 12);
  EXPECT_EQ(NumberIn("1,024"), 1024);
  EXPECT_EQ(NumberIn("１２，３４５，６７８"), 12345678);
  EXPECT_EQ(NumberIn("-3"), -3) << "the bound is the plan's to say";
}

TEST(ParseFigureCell, TakesAnEmptyCellForAbsent) {
  type::v1::FigureValue value;
  for (const char* cell : {"", "  ", "　"}) {
    EXPECT_FALSE(ParseFigureCell(cell, value).has_value());
    EXPECT_EQ(value.value_case(), type::v1::FigureValue::VALUE_NOT_SET);
  }
}

TEST(ParseFigureCell, ReadsNotApplicableWithItsReason) {
  for (const char* cell :
       {"不适用：本市无此类企业", "不适用:本市无此类企业", "n/a: 本市无此类企业", "N/A：本市无此类企业 "}) {
    type::v1::FigureValue value;
    EXPECT_FALSE(ParseFigureCell(cell, value).has_value()) << cell;
    EXPECT_EQ(value.not_applicable().reason(), "本市无此类企业") << cell;
  }
}

TEST(ParseFigureCell, RefusesWhatItWouldHaveToGuess) {
  for (const char* cell : {"不适用", "n/a:", "不适用：　", "3.0", "1.2E+05", "3起", "约30", "1,24", "1234,567", ",",
                           "1,", "+3", "--3", "-", "—", "三", "99999999999999999999"}) {
    type::v1::FigureValue value;
    const auto broken = ParseFigureCell(cell, value);
    ASSERT_TRUE(broken.has_value()) << cell;
    EXPECT_NE(broken->zh(), "") << cell;
    EXPECT_NE(broken->en(), "") << cell;
    EXPECT_EQ(value.value_case(), type::v1::FigureValue::VALUE_NOT_SET) << cell;
  }
}

TEST(CellText, IsReadBackAsTheSame) {
  type::v1::FigureValue value;
  value.mutable_not_applicable()->set_reason("无此类：企业");
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    type::v1::FigureValue read;
    EXPECT_FALSE(ParseFigureCell(CellText(value, language), read).has_value());
    EXPECT_EQ(read.not_applicable().reason(), "无此类：企业");
  }
}

}  // namespace
}  // namespace lianfang::cli
