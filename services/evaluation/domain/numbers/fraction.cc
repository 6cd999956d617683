#include "services/evaluation/domain/numbers/fraction.h"

#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

namespace lianfang::evaluation {
namespace {

Int128 Magnitude(Int128 value) { return value < 0 ? -value : value; }

Int128 GreatestCommonDivisor(Int128 a, Int128 b) {
  a = Magnitude(a);
  b = Magnitude(b);
  // Nearly always both fit 64 bits, where dividing is several times as fast.
  constexpr Int128 kGreatest = std::numeric_limits<int64_t>::max();
  if (a <= kGreatest && b <= kGreatest) return std::gcd(static_cast<int64_t>(a), static_cast<int64_t>(b));
  while (b != 0) a = std::exchange(b, a % b);
  return a;
}

Int128 FloorDivide(Int128 numerator, Int128 denominator) {
  const Int128 quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

Int128 FloorRemainder(Int128 numerator, Int128 denominator) {
  const Int128 remainder = numerator % denominator;
  return remainder < 0 ? remainder + denominator : remainder;
}

// Compares two quotients with positive denominators by their continued fractions, term by term: unlike
// cross-multiplying, it needs no wider numbers than it is given.
std::strong_ordering Compare(Int128 a_top, Int128 a_bottom, Int128 b_top, Int128 b_bottom) {
  const Int128 a_whole = FloorDivide(a_top, a_bottom);
  const Int128 b_whole = FloorDivide(b_top, b_bottom);
  if (a_whole != b_whole) return a_whole <=> b_whole;
  const Int128 a_rest = FloorRemainder(a_top, a_bottom);
  const Int128 b_rest = FloorRemainder(b_top, b_bottom);
  if (a_rest == 0 || b_rest == 0) return a_rest <=> b_rest;
  // Both rests lie between 0 and 1, so comparing them is comparing their reciprocals the other way round.
  return Compare(b_bottom, b_rest, a_bottom, a_rest);
}

std::optional<Int128> MultiplyWhole(Int128 a, Int128 b) {
  Int128 product;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

std::optional<Int128> SubtractWhole(Int128 a, Int128 b) {
  Int128 difference;
  if (__builtin_sub_overflow(a, b, &difference)) return std::nullopt;
  return difference;
}

}  // namespace

Fraction Fraction::Of(Int128 numerator, Int128 denominator) {
  const Int128 divisor = GreatestCommonDivisor(numerator, denominator) * (denominator < 0 ? -1 : 1);
  Fraction result;
  result.numerator_ = numerator / divisor;
  result.denominator_ = denominator / divisor;
  return result;
}

Int128 Fraction::Floor() const { return FloorDivide(numerator_, denominator_); }

Int128 Fraction::Ceiling() const { return IsWhole() ? numerator_ : Floor() + 1; }

std::strong_ordering operator<=>(const Fraction& a, const Fraction& b) {
  return Compare(a.numerator_, a.denominator_, b.numerator_, b.denominator_);
}

std::optional<Fraction> Multiply(const Fraction& a, const Fraction& b) {
  // Reducing crosswise first keeps the products as small as the result.
  const Fraction left = Fraction::Of(a.numerator(), b.denominator());
  const Fraction right = Fraction::Of(b.numerator(), a.denominator());
  const std::optional<Int128> numerator = MultiplyWhole(left.numerator(), right.numerator());
  const std::optional<Int128> denominator = MultiplyWhole(left.denominator(), right.denominator());
  if (!numerator || !denominator) return std::nullopt;
  return Fraction::Of(*numerator, *denominator);
}

std::optional<Fraction> Add(const Fraction& a, const Fraction& b) {
  return Subtract(a, Fraction::Of(-b.numerator(), b.denominator()));
}

std::optional<Fraction> Subtract(const Fraction& a, const Fraction& b) {
  const Int128 shared = GreatestCommonDivisor(a.denominator(), b.denominator());
  const std::optional<Int128> left = MultiplyWhole(a.numerator(), b.denominator() / shared);
  const std::optional<Int128> right = MultiplyWhole(b.numerator(), a.denominator() / shared);
  const std::optional<Int128> denominator = MultiplyWhole(a.denominator(), b.denominator() / shared);
  if (!left || !right || !denominator) return std::nullopt;
  const std::optional<Int128> numerator = SubtractWhole(*left, *right);
  if (!numerator) return std::nullopt;
  return Fraction::Of(*numerator, *denominator);
}

}  // namespace lianfang::evaluation
