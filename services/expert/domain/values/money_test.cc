#include "services/expert/domain/values/money.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace lianfang::expert {
namespace {

google::type::Money Sum(int64_t units, int32_t nanos = 0, const std::string& currency = "CNY") {
  google::type::Money sum;
  sum.set_currency_code(currency);
  sum.set_units(units);
  sum.set_nanos(nanos);
  return sum;
}

TEST(MoneyTest, ATimesOfASumIsOfItsCurrencyAndExact) {
  const google::type::Money product = Times(Sum(12, 500'000'000), 3);
  EXPECT_EQ(product.currency_code(), "CNY");
  EXPECT_EQ(product.units(), 37);
  EXPECT_EQ(product.nanos(), 500'000'000);
  EXPECT_TRUE(IsSameSum(Times(Sum(0, 250'000'000), 4), Sum(1)));
  EXPECT_EQ(MoneyText(product), "37.50 CNY");
  EXPECT_EQ(MoneyText(Sum(1500)), "1500 CNY");
}

TEST(MoneyTest, SumsOfDifferentCurrenciesAreNotCompared) {
  EXPECT_TRUE(IsAtLeast(Sum(2), Sum(2)));
  EXPECT_TRUE(IsAtLeast(Sum(2, 1), Sum(2)));
  EXPECT_FALSE(IsAtLeast(Sum(2), Sum(2, 1)));
  EXPECT_FALSE(IsAtLeast(Sum(3, 0, "USD"), Sum(2)));
  EXPECT_FALSE(IsSameSum(Sum(2), Sum(3)));
}

TEST(MoneyTest, BoundsAreThoseOfTheContract) {
  EXPECT_EQ(MoneyFault(Sum(0)), "");
  EXPECT_EQ(MoneyFault(Sum(999'999'999'999, 999'999'999)), "");
  for (const google::type::Money& bad : {Sum(-1), Sum(0, -1), Sum(1'000'000'000'000), Sum(0, 1'000'000'000),
                                         Sum(1, 0, ""), Sum(1, 0, "cny"), Sum(1, 0, "CNYX"), Sum(1, 0, "CN")}) {
    EXPECT_NE(MoneyFault(bad), "") << bad.ShortDebugString();
  }
}

}  // namespace
}  // namespace lianfang::expert
