#include "cli/text/money.h"

#include <gtest/gtest.h>

namespace lianfang::cli {
namespace {

TEST(ParseMoneyTest, YuanWithAtMostTwoDecimals) {
  EXPECT_EQ(MoneyText(*ParseMoney("36000")), "36000.00");
  EXPECT_EQ(MoneyText(*ParseMoney("1,234,567.5")), "1234567.50");
  EXPECT_EQ(MoneyText(*ParseMoney("0.07")), "0.07");
  EXPECT_EQ(MoneyText({}), "");
}

TEST(ParseMoneyTest, AThirdDecimalAndWhatIsNoNumberAreRefused) {
  for (const char* text : {"1.234", "-1", "", ".", "1.", ".5", "1e3", "1.2.3", "１", "1234567890123"}) {
    EXPECT_FALSE(ParseMoney(text).ok()) << text;
  }
}

}  // namespace
}  // namespace lianfang::cli
