#include "common/text.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/id.h"

namespace lianfang {
namespace {

TEST(IsValidUtf8Test, AcceptsEveryLength) { EXPECT_TRUE(IsValidUtf8("aé安全𠮷")); }

TEST(IsValidUtf8Test, RefusesWhatRfc3629Refuses) {
  EXPECT_FALSE(IsValidUtf8("\xff"));              // never begins a sequence
  EXPECT_FALSE(IsValidUtf8("\x80"));              // continuation without a lead
  EXPECT_FALSE(IsValidUtf8("\xe5\xae"));          // cut short
  EXPECT_FALSE(IsValidUtf8("\xc0\xaf"));          // overlong slash
  EXPECT_FALSE(IsValidUtf8("\xe0\x80\xaf"));      // overlong
  EXPECT_FALSE(IsValidUtf8("\xed\xa0\x80"));      // surrogate
  EXPECT_FALSE(IsValidUtf8("\xf4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(IsValidUtf8("\xb0\xb2\xc8\xab"));  // 安全 in GB 18030
}

TEST(HasForbiddenControlTest, AllowsLineBreaksAndTabsOnly) {
  EXPECT_FALSE(HasForbiddenControl("第一行\n\t第二行\r\n"));
  EXPECT_TRUE(HasForbiddenControl(absl::string_view("a\0b", 3)));
  EXPECT_TRUE(HasForbiddenControl("\x1b[31m"));
  EXPECT_TRUE(HasForbiddenControl("\x7f"));
}

TEST(FirstForbiddenCodePointTest, NamesControlsNoncharactersAndSurrogates) {
  EXPECT_EQ(FirstForbiddenCodePoint(absl::string_view("a\0b", 3)), 0u);
  EXPECT_EQ(FirstForbiddenCodePoint("无\x1b[31m\x01"), 0x1bu) << "the first";
  EXPECT_EQ(FirstForbiddenCodePoint("\x7f"), 0x7fu);
  EXPECT_EQ(FirstForbiddenCodePoint("无\uFFFF"), 0xffffu);
  EXPECT_EQ(FirstForbiddenCodePoint("\uFFFE"), 0xfffeu);
  EXPECT_EQ(FirstForbiddenCodePoint("\uFDD0"), 0xfdd0u);
  EXPECT_EQ(FirstForbiddenCodePoint("\uFDEF"), 0xfdefu);
  EXPECT_EQ(FirstForbiddenCodePoint("\U0001FFFE"), 0x1fffeu);
  EXPECT_EQ(FirstForbiddenCodePoint("\U0010FFFF"), 0x10ffffu);
  EXPECT_EQ(FirstForbiddenCodePoint("\xed\xa0\x80"), 0xd800u) << "a lone surrogate, spelt out";
  EXPECT_EQ(FirstForbiddenCodePoint("\xed\xbf\xbf"), 0xdfffu);
}

TEST(FirstForbiddenCodePointTest, PassesWhatTextHolds) {
  for (const char* text : {"", "第一行\n\t第二行\r\n", "aé安全𠮷", "\uFDCF\uFDF0\uFFFD\U0010FFFD", "\xed\x9f\xbf",
                           "\xee\x80\x80", "\u00a0\u200b", "\xff\xe5\xae"}) {
    EXPECT_EQ(FirstForbiddenCodePoint(text), std::nullopt) << text;
  }
}

TEST(CheckLineTest, AdmitsOneLineUpToTheBoundInCharacters) {
  EXPECT_TRUE(CheckLine("应急管理局联络员", 8).ok());
  EXPECT_FALSE(CheckLine("应急管理局联络员", 7).ok());
  EXPECT_FALSE(CheckLine("", 7).ok());
  EXPECT_TRUE(CheckLine("买买提·吾守尔 O’Neill-Łukasz", 100).ok());
}

TEST(CheckLineTest, RefusesWhatBreaksOrTurnsTheLine) {
  for (const absl::string_view text : {"a\r\nBcc: b@c.example", "a\nb", "a\rb", "a\tb", "a\x7f", "a\u0080", "a\u0085b",
                                       "a\u009f", "a\u2028b", "a\u2029b", "\xff\xfe"}) {
    EXPECT_FALSE(CheckLine(text, 100).ok()) << text;
  }
  EXPECT_FALSE(CheckLine(absl::string_view("a\0b", 3), 100).ok());
  // Each of Unicode's Bidi_Control characters.
  for (const absl::string_view mark : {"\u061c", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
                                       "\u2066", "\u2067", "\u2068", "\u2069"}) {
    EXPECT_FALSE(CheckLine(absl::StrCat("李明", mark, "主任"), 100).ok()) << mark;
  }
}

TEST(CountCodePointsTest, CountsCharactersNotBytes) { EXPECT_EQ(CountCodePoints("工伤a"), 3u); }

TEST(IsResourceIdTest, WordsJoinedBySingleHyphens) {
  EXPECT_TRUE(IsResourceId("coal-mining"));
  EXPECT_TRUE(IsResourceId("2022"));
  for (const char* bad : {"", "-a", "a-", "a--b", "Coal", "a_b", "煤矿", "a b"}) EXPECT_FALSE(IsResourceId(bad)) << bad;
  EXPECT_TRUE(IsResourceId(std::string(63, 'a')));
  EXPECT_FALSE(IsResourceId(std::string(64, 'a')));
}

}  // namespace
}  // namespace lianfang
