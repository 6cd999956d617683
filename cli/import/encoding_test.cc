#include "cli/import/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;

// 煤矿 and 备注, as GB18030 has them; 𠀀 takes four bytes there.
constexpr char kCoal[] = "\xC3\xBA\xBF\xF3";
constexpr char kNote[] = "\xB1\xB8\xD7\xA2";
constexpr char kRareCharacter[] = "\x95\x32\x82\x36";

TEST(DecodeText, ReadsUtf8WithAndWithoutAMark) {
  for (const std::string& bytes : {std::string("\xEF\xBB\xBF煤矿,备注\n"), std::string("煤矿,备注\n")}) {
    const auto decoded = DecodeText(bytes);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(decoded->text, "煤矿,备注\n");
    EXPECT_EQ(decoded->encoding, Encoding::kUtf8);
  }
}

TEST(DecodeText, ReadsGb18030) {
  const auto decoded = DecodeText(absl::StrCat(kCoal, ",", kNote, "\n", kRareCharacter));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->text, "煤矿,备注\n𠀀");
  EXPECT_EQ(decoded->encoding, Encoding::kGb18030);
}

TEST(DecodeText, TakesPlainAsciiForUtf8AndNothingForNothing) {
  EXPECT_EQ(DecodeText("a,b\n")->encoding, Encoding::kUtf8);
  EXPECT_EQ(DecodeText("")->text, "");
}

TEST(DecodeText, DecidesAnAsciiHeaderByTheRestOfTheFile) {
  EXPECT_EQ(DecodeText("note\n煤矿\n")->encoding, Encoding::kUtf8);
  const auto decoded = DecodeText(absl::StrCat("note\n", kCoal, "\n"));
  EXPECT_EQ(decoded->encoding, Encoding::kGb18030);
  EXPECT_EQ(decoded->text, "note\n煤矿\n");
}

// Read as GB18030 this file would be gibberish without an error.
TEST(DecodeText, DoesNotTurnAFileIntoGibberishForOneBrokenByte) {
  const auto decoded = DecodeText("煤矿,备注\n一\n\xE7\x85 二\n");
  EXPECT_EQ(decoded.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(decoded.status().message()), HasSubstr("line 3: the byte 0xE7 is no UTF-8"));
}

TEST(DecodeText, NamesTheLineOfWhatIsNeither) {
  const auto decoded = DecodeText(absl::StrCat(kCoal, "\n", kNote, "\xFF\n"));
  EXPECT_EQ(decoded.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(decoded.status().message()), HasSubstr("line 2: the byte 0xFF is no GB18030"));
  EXPECT_FALSE(DecodeText(absl::StrCat(kCoal, "\n", "\xC3")).ok()) << "half a character at the end";
}

TEST(DecodeText, DoesAsItIsTold) {
  // 媒 in UTF-8 followed by ASCII is valid GB18030 as well; and the other way round it is an error.
  EXPECT_EQ(DecodeText("媒体", Encoding::kGb18030)->encoding, Encoding::kGb18030);
  EXPECT_FALSE(DecodeText(kCoal, Encoding::kUtf8).ok());
}

TEST(DecodeText, RefusesWhatIsNoTextFile) {
  EXPECT_THAT(std::string(DecodeText(absl::string_view("a\nb\0c", 5)).status().message()),
              HasSubstr("line 2: there is a NUL byte"));
  EXPECT_THAT(std::string(DecodeText(absl::string_view("\xFF\xFE"
                                                       "a\0",
                                                       4))
                              .status()
                              .message()),
              HasSubstr("UTF-16"));
}

TEST(DecodeText, KnowsTheFullWidthSpaceThatOldInputMethodsWrite) {
  const auto decoded = DecodeText(absl::StrCat(kCoal, "\n31\xA3\xA0\n"));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->text, "煤矿\n31　\n");
}

TEST(EncodeText, IsReadBackAsTheSame) {
  const std::string text = "煤矿,𠀀,€\r\n";
  for (const Encoding encoding : {Encoding::kUtf8, Encoding::kGb18030}) {
    const auto decoded = DecodeText(EncodeText(text, encoding));
    ASSERT_TRUE(decoded.ok()) << EncodingName(encoding);
    EXPECT_EQ(decoded->text, text);
    EXPECT_EQ(decoded->encoding, encoding);
  }
  EXPECT_EQ(EncodeText("煤矿", Encoding::kGb18030), kCoal);
  EXPECT_EQ(EncodeText("a", Encoding::kUtf8),
            "\xEF\xBB\xBF"
            "a");
}

}  // namespace
}  // namespace lianfang::cli
