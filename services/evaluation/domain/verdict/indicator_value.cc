#include "services/evaluation/domain/verdict/indicator_value.h"

namespace lianfang::evaluation {

using ::lianfang::type::v1::Indicator;

bool IsCount(const Indicator& indicator) { return indicator.denominator().empty(); }

std::optional<IndicatorValue> ValueOf(const Indicator& indicator, const Sums& sums) {
  if (IsCount(indicator)) return IndicatorValue{.number = Fraction(sums.numerator), .sums = sums};
  if (sums.denominator == 0) {
    IndicatorValue value{.divided_by_nothing = true, .sums = sums};
    if (indicator.empty_denominator() == type::v1::EMPTY_DENOMINATOR_ZERO) value.number = Fraction();
    return value;
  }
  const std::optional<Fraction> number =
      Multiply(Fraction::Of(sums.numerator, sums.denominator), Fraction(indicator.scale()));
  if (!number) return std::nullopt;
  return IndicatorValue{.number = number, .sums = sums};
}

}  // namespace lianfang::evaluation
