#include "services/notification/domain/contact/mail_syntax.h"

#include <gtest/gtest.h>

#include <string>

namespace lianfang::notification {
namespace {

TEST(NormalizeEmailTest, KeepsTheLocalPartAndLowersTheDomain) {
  EXPECT_EQ(*NormalizeEmail("Liaison.One+a@Emergency.Example"), "Liaison.One+a@emergency.example");
  EXPECT_EQ(*NormalizeEmail("x@xn--fiqs8s.example"), "x@xn--fiqs8s.example");
}

TEST(NormalizeEmailTest, RefusesWhatIsNoMailbox) {
  for (const absl::string_view address : {"",
                                          "@",
                                          "a",
                                          "a@",
                                          "@b.example",
                                          "a@b",
                                          "a b@c.example",
                                          ".a@b.example",
                                          "a.@b.example",
                                          "a..b@c.example",
                                          "a@-b.example",
                                          "a@b-.example",
                                          "a@b..example",
                                          "a@b.example.",
                                          "\"a b\"@c.example",
                                          "a@[127.0.0.1]",
                                          "a@b@c.example",
                                          "联络员@b.example",
                                          "a(comment)@b.example",
                                          "<a@b.example>",
                                          "a@b.example,c@d.example"}) {
    EXPECT_FALSE(NormalizeEmail(address).ok()) << address;
  }
  EXPECT_TRUE(NormalizeEmail(std::string(64, 'a') + "@b.example").ok());
  EXPECT_FALSE(NormalizeEmail(std::string(65, 'a') + "@b.example").ok());
  EXPECT_FALSE(NormalizeEmail("a@" + std::string(64, 'b') + ".example").ok());
}

TEST(NormalizeEmailTest, RefusesHeaderInjection) {
  for (const absl::string_view address : {"a@b.example\r\nBcc: c@d.example", "a@b.example\n", "a\r@b.example"}) {
    EXPECT_FALSE(NormalizeEmail(address).ok());
  }
  EXPECT_FALSE(NormalizeEmail(absl::string_view("a@b.example\0", 12)).ok());
  EXPECT_FALSE(NormalizeEmail(absl::string_view("a\0@b.example", 12)).ok());
}

TEST(CheckHeaderTextTest, AdmitsOneLineUpToTheBoundInCharacters) {
  EXPECT_TRUE(CheckHeaderText("应急管理局联络员", 8).ok());
  EXPECT_FALSE(CheckHeaderText("应急管理局联络员", 7).ok());
  EXPECT_FALSE(CheckHeaderText("", 7).ok());
}

TEST(CheckHeaderTextTest, RefusesWhatBreaksOrTurnsTheLine) {
  for (const absl::string_view text :
       {"a\r\nBcc: b@c.example", "a\nb", "a\rb", "a\tb", "a\x7f", "a\u2028b", "a\u0085b", "a\u202Eb", "\xff\xfe"}) {
    EXPECT_FALSE(CheckHeaderText(text, 100).ok()) << text;
  }
  EXPECT_FALSE(CheckHeaderText(absl::string_view("a\0b", 3), 100).ok());
}

}  // namespace
}  // namespace lianfang::notification
