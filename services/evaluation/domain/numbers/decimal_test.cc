#include "services/evaluation/domain/numbers/decimal.h"

#include <gtest/gtest.h>

namespace lianfang::evaluation {
namespace {

struct TextCase {
  Fraction value;
  const char* exact;
  const char* decimal;
};

TEST(DecimalTextTest, WritesExactlyOrRoundsHalfAwayFromZero) {
  const TextCase cases[] = {
      {Fraction(), "0", "0"},
      {Fraction(-4), "-4", "-4"},
      {Fraction::Of(19, 10), "1.9", "1.9"},
      {Fraction::Of(-1, 4), "-0.25", "-0.25"},
      {Fraction::Of(10'001, 10'000), "1.0001", "1.0001"},
      {Fraction::Of(250, 3), "250/3", "83.3333"},
      {Fraction::Of(2, 3), "2/3", "0.6667"},
      {Fraction::Of(1, 32), "1/32", "0.0313"},     // 0.03125, half up
      {Fraction::Of(-1, 32), "-1/32", "-0.0313"},  // half away from zero
      {Fraction::Of(99'999, 100'000), "99999/100000", "1"},
      {Fraction::Of(-1, 1'000'000), "-1/1000000", "0"},  // no minus zero
      {Fraction(Int128{1'000'000'000'000'000'000} * 1'000), "1000000000000000000000", "1000000000000000000000"},
  };
  for (const TextCase& c : cases) {
    EXPECT_EQ(ExactText(c.value), c.exact);
    EXPECT_EQ(DecimalText(c.value), c.decimal);
  }
}

TEST(DecimalTextTest, WritesQuotientsAtTheEndOfTheRange) {
  const Int128 huge = Int128{1} << 126;
  EXPECT_EQ(DecimalText(Fraction::Of(huge - 1, huge)), "1");
  EXPECT_EQ(DecimalText(Fraction::Of(huge / 4, huge - 1)), "0.25");
}

TEST(ExactValueTest, CarriesNumeratorDenominatorAndText) {
  const v1::ExactValue value = ToExactValue(Fraction::Of(-500, 6));
  EXPECT_EQ(value.numerator(), "-250");
  EXPECT_EQ(value.denominator(), "3");
  EXPECT_EQ(value.text(), "-83.3333");
}

}  // namespace
}  // namespace lianfang::evaluation
