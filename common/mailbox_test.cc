#include "common/mailbox.h"

#include <gtest/gtest.h>

#include <string>

namespace lianfang {
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
                                          "li..ming@163.com",
                                          "zhao.@qq.com",
                                          "qian@163..com",
                                          "sun@-163.com",
                                          "a..b@x.cn",
                                          "联络员@b.example",
                                          "a(comment)@b.example",
                                          "<a@b.example>",
                                          "a@b.example,c@d.example"}) {
    EXPECT_FALSE(NormalizeEmail(address).ok()) << address;
  }
  EXPECT_TRUE(NormalizeEmail(std::string(64, 'a') + "@b.example").ok());
  EXPECT_FALSE(NormalizeEmail(std::string(65, 'a') + "@b.example").ok());
  EXPECT_TRUE(NormalizeEmail("a@" + std::string(63, 'b') + ".example").ok());
  EXPECT_FALSE(NormalizeEmail("a@" + std::string(64, 'b') + ".example").ok());
  std::string domain = "example";  // 7 + 4 × 60 bytes
  for (int i = 0; i < 4; ++i) domain = std::string(59, 'b') + "." + domain;
  EXPECT_TRUE(NormalizeEmail("123456@" + domain).ok());  // 254 bytes
  EXPECT_FALSE(NormalizeEmail("1234567@" + domain).ok());
}

TEST(NormalizeEmailTest, RefusesHeaderInjection) {
  for (const absl::string_view address : {"a@b.example\r\nBcc: c@d.example", "a@b.example\n", "a\r@b.example"}) {
    EXPECT_FALSE(NormalizeEmail(address).ok());
  }
  EXPECT_FALSE(NormalizeEmail(absl::string_view("a@b.example\0", 12)).ok());
  EXPECT_FALSE(NormalizeEmail(absl::string_view("a\0@b.example", 12)).ok());
}

}  // namespace
}  // namespace lianfang
