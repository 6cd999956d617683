#include "cli/import/cell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/import/spelling.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Spelling, MakesWordsEqualThatReadTheSame) {
  EXPECT_EQ(Spelling("　Ａccidents\xC2\xA0"), "accidents");
  EXPECT_EQ(Spelling("⾏业"), "行业") << "a radical, U+2F8F";
  EXPECT_EQ(Spelling("⻋辆"), "车辆") << "one that Unicode's normal forms leave alone, U+2ECB";
  EXPECT_EQ(Spelling("死亡人数\n（含失踪）"), Spelling("死亡人数(含失踪)")) << "wrapped inside its cell";
  EXPECT_EQ(Spelling("2019―2021"), Spelling("2019—2021"));
  EXPECT_EQ(Spelling("煤\u200B矿\uFEFF\u2028"), "煤矿");
  EXPECT_EQ(Spelling("Coal  Mining"), Spelling("coal mining"));
}

TEST(FoldText, KeepsWhatIsWritten) {
  EXPECT_EQ(FoldText("　⾏业\u200B，见附件。\r\n第二行\u00A0完 "), "行业，见附件。\n第二行 完");
  EXPECT_EQ(FoldText("第一段\r第二段\u2028第三段"), "第一段\n第二段\n第三段");
  EXPECT_EQ(FoldText("葛\U000E0101　城"), "葛\U000E0101　城") << "a variant and a full-width space are meant";
  EXPECT_EQ(FoldText("②、3²"), "②、3²");
}

TEST(Trimmed, TakesAwayWhatNobodySees) {
  EXPECT_EQ(Trimmed("\u200B \u00A0\uFEFF煤矿\u3000\u200E\t"), "煤矿");
  EXPECT_EQ(Trimmed("\u200B\u3000"), "");
  EXPECT_EQ(Trimmed("a\xEF\xBC"), "a\xEF\xBC") << "half a character stays";
}

TEST(IsNothing, KnowsEveryDash) {
  for (const char* dash : {"—", "——", "―", "–", "-", "--", "－", "−", "─", " — ", "—\u200B", "/", "／"}) {
    EXPECT_TRUE(IsNothing(dash)) << dash;
  }
  for (const char* text : {"", "0", "一", "-1", "无", "\u200B"}) EXPECT_FALSE(IsNothing(text)) << text;
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
  EXPECT_EQ(NumberIn("－３"), -3);
  EXPECT_EQ(NumberIn("−3"), -3) << "U+2212";
}

TEST(ParseFigureCell, PassesOverWhatNobodySees) {
  for (const char* cell : {"12\u200B", "\uFEFF12", "1\u200B2", "12\u00A0", "\u202A12\u202C", "12\uE5E5", "12\u2028"}) {
    EXPECT_EQ(NumberIn(cell), 12) << cell;
  }
}

TEST(ParseFigureCell, NamesTheCharactersThatMayBeWhy) {
  const auto rule = [](const char* cell) {
    type::v1::FigureValue value;
    const auto broken = ParseFigureCell(cell, value);
    EXPECT_TRUE(broken.has_value()) << cell;
    return broken.has_value() ? *broken : type::v1::LocalizedText();
  };
  EXPECT_THAT(rule("1О").zh(), HasSubstr("；含有 U+041E 西里尔字母，不是数字 0"));
  EXPECT_THAT(rule("1О").en(), HasSubstr("; holds U+041E cyrillic capital letter o"));
  EXPECT_THAT(rule("1O").zh(), HasSubstr("U+004F 字母 O"));
  EXPECT_THAT(rule("١٢").zh(), HasSubstr("U+0661 其他文字的数字、U+0662"));
  EXPECT_THAT(rule("\u202E21").zh(), HasSubstr("U+202E 强制从右到左")) << "shown as 12";
  EXPECT_THAT(rule("1―3").zh(), HasSubstr("U+2015 横线"));
  EXPECT_THAT(rule("1\u00A0024").zh(), HasSubstr("U+00A0 不换行空格"));
  EXPECT_THAT(rule("1\uE000").zh(), HasSubstr("U+E000 自造字"));
  EXPECT_THAT(rule("3起").zh(), Not(HasSubstr("U+"))) << "it is seen";
  EXPECT_THAT(rule("#REF!").zh(), HasSubstr("公式出错"));
  EXPECT_THAT(rule("=SUM(A1:A3)").zh(), HasSubstr("是公式"));
}

TEST(ParseFigureCell, TakesAnEmptyCellForAbsent) {
  type::v1::FigureValue value;
  for (const char* cell : {"", "  ", "　"}) {
    EXPECT_FALSE(ParseFigureCell(cell, value).has_value());
    EXPECT_EQ(value.value_case(), type::v1::FigureValue::VALUE_NOT_SET);
  }
}

TEST(ParseFigureCell, ReadsNotApplicableWithItsReason) {
  for (const char* cell : {"不适用：本市无此类企业", "不适用:本市无此类企业", "n/a: 本市无此类企业",
                           "N/A：本市无此类企业 ", "不适⽤：本市无此类企业", "\u200B不适用：本市无此类企业\u200B"}) {
    type::v1::FigureValue value;
    EXPECT_FALSE(ParseFigureCell(cell, value).has_value()) << cell;
    EXPECT_EQ(value.not_applicable().reason(), "本市无此类企业") << cell;
  }
}

TEST(ParseFigureCell, RefusesWhatItWouldHaveToGuess) {
  for (const char* cell :
       {"不适用", "n/a:", "不适用：　", "3.0", "1.2E+05", "3起", "约30", "1,24", "1234,567", ",",
        "1,",     "+3",   "--3",        "-",   "—",       "三",  "②",    "3²",   "½",        "99999999999999999999"}) {
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
