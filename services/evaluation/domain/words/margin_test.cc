#include "services/evaluation/domain/words/margin.h"

#include <gtest/gtest.h>

#include <string>

namespace lianfang::evaluation {
namespace {

type::v1::Indicator Count() {
  type::v1::Indicator indicator;
  indicator.add_numerator("accidents");
  indicator.mutable_unit()->set_zh("起");
  return indicator;
}

type::v1::Indicator Percentage() {
  type::v1::Indicator indicator = Count();
  indicator.add_denominator("required");
  indicator.set_scale(100);
  indicator.mutable_unit()->set_zh("%");
  return indicator;
}

std::string OfCount(v1::BoundKind kind, Fraction bound, int actual) {
  const Bound held = {bound, kind};
  return MarginText(Count(), held, Fraction(actual), *held.MarginOfCount(Fraction(actual))).zh();
}

std::string OfRatio(v1::BoundKind kind, int bound, Fraction actual) {
  const Bound held = {Fraction(bound), kind};
  return MarginText(Percentage(), held, actual, *held.Margin(actual)).zh();
}

// 9.5 − 10 is −0.5: only the whole number that the bound admits makes −1 of it.
TEST(MarginTest, OfACountIsInWholeUnits) {
  EXPECT_EQ(OfCount(v1::BOUND_KIND_AT_MOST, Fraction::Of(19, 2), 10), "最多 9 起，须再减少 1 起");
  EXPECT_EQ(OfCount(v1::BOUND_KIND_AT_MOST, Fraction::Of(19, 2), 9), "最多 9 起，最多还可 0 起");
  EXPECT_EQ(OfCount(v1::BOUND_KIND_AT_MOST, Fraction(19), 15), "最多 19 起，最多还可 4 起");
  EXPECT_EQ(OfCount(v1::BOUND_KIND_BELOW, Fraction(20), 20), "最多 19 起，须再减少 1 起");
  EXPECT_EQ(OfCount(v1::BOUND_KIND_BELOW, Fraction(20), 18), "最多 19 起，最多还可 1 起");
  EXPECT_EQ(OfCount(v1::BOUND_KIND_AT_LEAST, Fraction::Of(9, 2), 4), "至少 5 起，须再增加 1 起");
  EXPECT_EQ(OfCount(v1::BOUND_KIND_AT_LEAST, Fraction(4), 6), "至少 4 起，最多还可减少 2 起");
}

TEST(MarginTest, OfARatioIsNeverNothingBesideNotAttained) {
  EXPECT_EQ(OfRatio(v1::BOUND_KIND_BELOW, 25, Fraction(25)), "须低于 25 %");
  EXPECT_EQ(OfRatio(v1::BOUND_KIND_BELOW, 25, Fraction(28)), "须低于 25 %，高出 3 %");
  EXPECT_EQ(OfRatio(v1::BOUND_KIND_BELOW, 25, Fraction::Of(45, 2)), "低于界限 2.5 %");
  EXPECT_EQ(OfRatio(v1::BOUND_KIND_AT_LEAST, 80, Fraction(60)), "须不低于 80 %，还差 20 %");
  EXPECT_EQ(OfRatio(v1::BOUND_KIND_AT_LEAST, 80, Fraction(80)), "恰为界限 80 %");
  EXPECT_EQ(OfRatio(v1::BOUND_KIND_AT_LEAST, 80, Fraction(95)), "高于界限 15 %");
  EXPECT_EQ(OfRatio(v1::BOUND_KIND_AT_MOST, 0, Fraction(5)), "须不高于 0 %，高出 5 %");
}

}  // namespace
}  // namespace lianfang::evaluation
