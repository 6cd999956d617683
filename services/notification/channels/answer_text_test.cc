#include "services/notification/channels/answer_text.h"

#include <gtest/gtest.h>

namespace lianfang::notification {
namespace {

TEST(AnswerTextTest, ALogShowsNoAddress) {
  EXPECT_EQ(
      WithoutAddresses("550 5.1.1 <wang.li@b.example>: user wang.li unknown, ask help@b.example", "wang.li@b.example"),
      "550 5.1.1 <(address)>: user (address) unknown, ask (address)");
  EXPECT_EQ(WithoutAddresses("535 Error: authentication failed", "a@b.example"), "535 Error: authentication failed");
  EXPECT_EQ(WithoutAddresses("{\"errmsg\":\"+8613800000000 is no user: 13800000000\"}", "13800000000"),
            "{\"errmsg\":\"(address) is no user: (address)\"}");
}

TEST(AnswerTextTest, AnAnswerIsOneLineOfPlainCharacters) {
  EXPECT_EQ(AnswerLine(" {\"errcode\":\n 40003}\x01 "), "{\"errcode\":? 40003}?");
  EXPECT_EQ(AnswerLine(std::string(9000, 'x')).size(), 500U);
}

}  // namespace
}  // namespace lianfang::notification
