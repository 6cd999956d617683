#include "common/decimal.h"

#include <gtest/gtest.h>

namespace lianfang {
namespace {

TEST(ParseDecimalTest, ReadsTenThousandths) {
  EXPECT_EQ(ParseDecimal("5"), 50'000);
  EXPECT_EQ(ParseDecimal("2.5"), 25'000);
  EXPECT_EQ(ParseDecimal("0.0001"), 1);
  EXPECT_EQ(ParseDecimal("007.50"), 75'000);
  EXPECT_EQ(ParseDecimal("999999999.9999"), 9'999'999'999'999);
}

TEST(ParseDecimalTest, RefusesEverythingElse) {
  for (const char* text : {"", ".", "5.", ".5", "-5", "+5", "5,0", " 5", "5 ", "5.00001", "1e3", "0x5", "1.2.3",
                           "1000000000", "nan", "５"}) {
    EXPECT_EQ(ParseDecimal(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace lianfang
