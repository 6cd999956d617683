#include "services/evaluation/domain/numbers/fraction.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

namespace lianfang::evaluation {
namespace {

const Int128 kHuge = Int128{1} << 100;

// Narrow enough to cross-multiply: the naive way, which the real one must agree with.
bool NaivelyLess(int64_t a_top, int64_t a_bottom, int64_t b_top, int64_t b_bottom) {
  return Int128{a_top} * b_bottom < Int128{b_top} * a_bottom;
}

TEST(FractionTest, IsKeptInLowestTermsWithAPositiveDenominator) {
  EXPECT_EQ(Fraction::Of(190, 100), Fraction::Of(19, 10));
  EXPECT_EQ(Fraction::Of(3, -6), Fraction::Of(-1, 2));
  EXPECT_TRUE(Fraction::Of(-1, 2).denominator() == 2);
  EXPECT_EQ(Fraction::Of(0, -7), Fraction());
  EXPECT_TRUE(Fraction::Of(10, 5).IsWhole());
}

TEST(FractionTest, FloorAndCeilingGoDownAndUpOnBothSidesOfZero) {
  EXPECT_TRUE(Fraction::Of(19, 10).Floor() == 1);
  EXPECT_TRUE(Fraction::Of(19, 10).Ceiling() == 2);
  EXPECT_TRUE(Fraction::Of(-19, 10).Floor() == -2);
  EXPECT_TRUE(Fraction::Of(-19, 10).Ceiling() == -1);
  EXPECT_TRUE(Fraction(4).Floor() == 4 && Fraction(4).Ceiling() == 4);
}

TEST(FractionTest, ComparesWhatCrossMultiplyingWouldOverflow) {
  const Fraction below = Fraction::Of(kHuge, kHuge + 1);
  const Fraction above = Fraction::Of(kHuge + 1, kHuge + 2);
  EXPECT_LT(below, above);
  EXPECT_GT(above, below);
  EXPECT_LT(Fraction::Of(-kHuge - 1, kHuge), Fraction(-1));
  EXPECT_EQ(above <=> above, std::strong_ordering::equal);
}

TEST(FractionTest, AgreesWithCrossMultiplyingOnNarrowNumbers) {
  std::mt19937_64 random(20220519);
  std::uniform_int_distribution<int64_t> top(-2000, 2000), bottom(1, 60);
  for (int i = 0; i < 50'000; ++i) {
    const int64_t a = top(random), b = bottom(random), c = top(random), d = bottom(random);
    ASSERT_EQ(Fraction::Of(a, b) < Fraction::Of(c, d), NaivelyLess(a, b, c, d))
        << a << "/" << b << " " << c << "/" << d;
    ASSERT_EQ(*Subtract(Fraction::Of(a, b), Fraction::Of(c, d)), Fraction::Of(a * d - c * b, b * d));
    ASSERT_EQ(*Multiply(Fraction::Of(a, b), Fraction::Of(c, d)), Fraction::Of(a * c, b * d));
  }
}

TEST(FractionTest, ReducesBeforeMultiplyingSoThatWhatFitsIsFound) {
  EXPECT_EQ(Multiply(Fraction::Of(kHuge, 3), Fraction::Of(3, kHuge)), Fraction(1));
}

TEST(FractionTest, AnswersNothingWhereTheResultDoesNotFit) {
  EXPECT_EQ(Multiply(Fraction(kHuge), Fraction(kHuge)), std::nullopt);
  EXPECT_EQ(Subtract(Fraction::Of(1, kHuge), Fraction::Of(1, kHuge - 1)), std::nullopt);
  const Fraction greatest((Int128{1} << 126) + ((Int128{1} << 126) - 1));
  EXPECT_EQ(Subtract(greatest, Fraction(-1)), std::nullopt);
}

}  // namespace
}  // namespace lianfang::evaluation
