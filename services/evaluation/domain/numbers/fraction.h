// Exact rational numbers. A verdict may hang on one unit, so nothing in this service is ever a floating-point number.
//
//   Fraction bound = *Multiply(Fraction(2), Fraction::Of(95, 100));   // 19/10
//   bool attained = Fraction(5) <= bound;                              // false
//
// Comparing never overflows. What could overflow answers nothing instead of a wrong number; with figures below 10^12
// and scales up to 10^6 nothing does.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_FRACTION_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_FRACTION_H_

#include <compare>
#include <optional>

namespace lianfang::evaluation {

__extension__ typedef __int128 Int128;

// A rational number in lowest terms with a positive denominator. A value type.
class Fraction {
 public:
  // 0.
  Fraction() = default;
  explicit Fraction(Int128 whole) : numerator_(whole) {}
  // `numerator` ÷ `denominator`; the denominator must not be 0, and neither may be the least Int128.
  static Fraction Of(Int128 numerator, Int128 denominator);

  Int128 numerator() const { return numerator_; }
  Int128 denominator() const { return denominator_; }

  bool IsZero() const { return numerator_ == 0; }
  bool IsWhole() const { return denominator_ == 1; }

  // The greatest whole number that is not above, and the least that is not below.
  Int128 Floor() const;
  Int128 Ceiling() const;

  friend bool operator==(const Fraction& a, const Fraction& b) = default;
  friend std::strong_ordering operator<=>(const Fraction& a, const Fraction& b);

 private:
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
};

// Exact, or nothing where a numerator or denominator would not fit.
std::optional<Fraction> Multiply(const Fraction& a, const Fraction& b);
std::optional<Fraction> Add(const Fraction& a, const Fraction& b);
std::optional<Fraction> Subtract(const Fraction& a, const Fraction& b);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_FRACTION_H_
