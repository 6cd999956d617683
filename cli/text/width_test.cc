#include "cli/text/width.h"

#include <gtest/gtest.h>

namespace lianfang::cli {
namespace {

TEST(DisplayWidth, CountsChineseDouble) {
  EXPECT_EQ(DisplayWidth(""), 0u);
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("煤矿"), 4u);
  EXPECT_EQ(DisplayWidth("（抄送）"), 8u);
  EXPECT_EQ(DisplayWidth("𠮷"), 2u) << "a character beyond the basic plane";
}

TEST(DisplayWidth, CountsMarksAndNarrowSymbols) {
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
  EXPECT_EQ(DisplayWidth("≤ 5"), 3u);
  EXPECT_EQ(DisplayWidth("\u200b"), 0u);
}

TEST(Printable, KeepsTextOnOneLine) { EXPECT_EQ(Printable("第一行\n第二行\tc"), "第一行 第二行 c"); }

TEST(Printable, TakesEscapeSequencesAwayFromTheTerminal) {
  EXPECT_EQ(Printable("a\x1b[31mb"), "a\uFFFD[31mb");
  EXPECT_EQ(Printable("a\u009bb"), "a\uFFFDb");
  EXPECT_EQ(Printable("\u202E21"), "\uFFFD21") << "shown as 12";
}

TEST(PrintableLines, KeepsTheLinesAndEndsEach) {
  EXPECT_EQ(PrintableLines("第一行\r\n\na\x1b"), "第一行\n\na\uFFFD\n");
  EXPECT_EQ(PrintableLines("a\n"), "a\n");
}

TEST(Printable, ReplacesMalformedBytes) { EXPECT_EQ(Printable("a\xff"), "a\uFFFD"); }

}  // namespace
}  // namespace lianfang::cli
