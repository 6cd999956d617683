#include "services/evaluation/domain/numbers/decimal.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/decimal.h"

namespace lianfang::evaluation {
namespace {

constexpr Int128 kGreatestScaled = (Int128{1} << 126) / (2 * kDecimalUnit);

std::string Digits(Int128 value) {
  std::string digits;
  const bool negative = value < 0;
  do {
    const int digit = static_cast<int>(value % 10);
    digits.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  if (negative) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace

std::string ExactText(const Fraction& value) {
  if (kDecimalUnit % value.denominator() == 0) return DecimalText(value);
  return absl::StrCat(Digits(value.numerator()), "/", Digits(value.denominator()));
}

std::string DecimalText(const Fraction& value) {
  const bool negative = value.numerator() < 0;
  Int128 whole = value.numerator() / value.denominator();
  Int128 rest = value.numerator() % value.denominator();
  Int128 denominator = value.denominator();
  if (negative) {
    whole = -whole;
    rest = -rest;
  }
  // A denominator near the end of the range loses digits far beyond the four that are written.
  while (denominator > kGreatestScaled) {
    rest /= 2;
    denominator /= 2;
  }
  Int128 decimals = (2 * kDecimalUnit * rest + denominator) / (2 * denominator);
  if (decimals == kDecimalUnit) {
    decimals = 0;
    ++whole;
  }
  const bool is_zero = whole == 0 && decimals == 0;
  std::string text = absl::StrCat(negative && !is_zero ? "-" : "", Digits(whole));
  if (decimals == 0) return text;
  std::string digits = Digits(decimals + kDecimalUnit).substr(1);  // with the leading zeros
  digits.erase(digits.find_last_not_of('0') + 1);
  return absl::StrCat(text, ".", digits);
}

v1::ExactValue ToExactValue(const Fraction& value) {
  v1::ExactValue exact;
  exact.set_numerator(Digits(value.numerator()));
  exact.set_denominator(Digits(value.denominator()));
  exact.set_text(DecimalText(value));
  return exact;
}

}  // namespace lianfang::evaluation
