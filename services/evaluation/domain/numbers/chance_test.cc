#include "services/evaluation/domain/numbers/chance.h"

#include <gtest/gtest.h>

#include <vector>

namespace lianfang::evaluation {
namespace {

struct Known {
  Fraction mean;
  int64_t low, high;
};

// Computed apart, with sums of 60 decimals.
TEST(ChanceTest, HoldsTheMiddleOfThePoissonDistribution) {
  const std::vector<Known> known = {
      {Fraction(), 0, 0},        {Fraction(1), 0, 3},           {Fraction::Of(5, 2), 0, 6},
      {Fraction(10), 4, 17},     {Fraction::Of(37, 2), 11, 27}, {Fraction(100), 81, 120},
      {Fraction(499), 456, 543}, {Fraction(501), 458, 545},     {Fraction(2000), 1913, 2088}};
  for (const Known& each : known) {
    const auto interval = ChanceInterval(each.mean);
    ASSERT_TRUE(interval.has_value());
    const double mean = static_cast<double>(each.mean.numerator()) / static_cast<double>(each.mean.denominator());
    EXPECT_EQ(interval->low, each.low) << mean;
    EXPECT_EQ(interval->high, each.high) << mean;
  }
}

TEST(ChanceTest, SaysNothingOfWhatIsNoCount) {
  EXPECT_FALSE(ChanceInterval(Fraction(-1)).has_value());
  EXPECT_FALSE(ChanceInterval(Fraction(Int128{1} << 62)).has_value());
}

}  // namespace
}  // namespace lianfang::evaluation
