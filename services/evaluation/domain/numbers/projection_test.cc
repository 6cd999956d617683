#include "services/evaluation/domain/numbers/projection.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace lianfang::evaluation {
namespace {

TEST(ProjectionTest, TwoObservationsMakeALine) {
  EXPECT_EQ(ProjectLine({{0, Fraction(20)}, {24, Fraction(16)}}, 48), Fraction(12));
}

// By hand: x = 0, 24, 36 and y = 20, 16, 17: n 3, Σx 60, Σx² 1872, Σy 53, Σxy 996; slope (3·996 − 60·53)/(3·1872 − 60²)
// = −192/2016 = −2/21; at 72: (53 + (3·72 − 60)·(−2/21))/3 = (53 − 104/7)/3 = 267/21 = 89/7.
TEST(ProjectionTest, MoreMakeTheLineOfLeastSquaresExactly) {
  EXPECT_EQ(ProjectLine({{0, Fraction(20)}, {24, Fraction(16)}, {36, Fraction(17)}}, 72), Fraction::Of(89, 7));
}

TEST(ProjectionTest, NeverFallsBelowNothing) {
  EXPECT_EQ(ProjectLine({{0, Fraction(20)}, {12, Fraction(5)}}, 48), Fraction());
}

TEST(ProjectionTest, OneObservationOrOneMonthIsNoLine) {
  EXPECT_EQ(ProjectLine({}, 12), std::nullopt);
  EXPECT_EQ(ProjectLine({{0, Fraction(20)}}, 12), std::nullopt);
  EXPECT_EQ(ProjectLine({{0, Fraction(20)}, {0, Fraction(10)}}, 12), std::nullopt);
}

TEST(ProjectionTest, AnswersNothingWhereANumberDoesNotFit) {
  const Fraction great = Fraction::Of(1, Int128{std::numeric_limits<int64_t>::max()} * 8);
  const Fraction other = Fraction::Of(1, Int128{std::numeric_limits<int64_t>::max()} * 8 - 1);
  EXPECT_EQ(ProjectLine({{0, great}, {12, other}}, 24), std::nullopt);
}

}  // namespace
}  // namespace lianfang::evaluation
