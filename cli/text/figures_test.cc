#include "cli/text/figures.h"

#include <gtest/gtest.h>

namespace lianfang::cli {
namespace {

TEST(ParseFigure, ReadsNumbers) {
  auto figure = ParseFigure("accidents=3");
  ASSERT_TRUE(figure.ok());
  EXPECT_EQ(figure->figure(), "accidents");
  EXPECT_EQ(figure->number(), 3);
  EXPECT_EQ(ParseFigure("accidents=-1")->number(), -1) << "bounds are the plan's business";
}

TEST(ParseFigure, TellsZeroFromNotApplicable) {
  EXPECT_EQ(ParseFigure("a=0")->value_case(), type::v1::FigureValue::kNumber);
  auto figure = ParseFigure("a=na:no position = no training");
  ASSERT_TRUE(figure.ok());
  EXPECT_EQ(figure->not_applicable().reason(), "no position = no training");
}

TEST(ParseFigure, RefusesWhatWouldBeAGuess) {
  for (const char* text : {"", "accidents", "=3", "accidents=", "a=3,000", "a=3.0", "a= 3", "a=+3", "a=0x3", "a=-",
                           "a=na", "a=９", "a=9223372036854775808"}) {
    EXPECT_FALSE(ParseFigure(text).ok()) << text;
  }
}

TEST(ParsePair, SplitsAtTheFirstSign) {
  auto pair = ParsePair("deaths=3 ≠ 2=1");
  ASSERT_TRUE(pair.ok());
  EXPECT_EQ(pair->first, "deaths");
  EXPECT_EQ(pair->second, "3 ≠ 2=1");
}

TEST(FigureText, ShowsEveryKindOfStatement) {
  EXPECT_EQ(FigureText(*ParseFigure("a=0"), Language::kChinese), "0");
  EXPECT_EQ(FigureText(*ParseFigure("a=na:无此岗位"), Language::kChinese), "不适用（无此岗位）");
  EXPECT_EQ(FigureText(*ParseFigure("a=na:none"), Language::kEnglish), "n/a (none)");
  EXPECT_EQ(FigureText(type::v1::FigureValue(), Language::kEnglish), "");
}

}  // namespace
}  // namespace lianfang::cli
