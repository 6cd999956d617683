// What an indicator amounts to: sums of figures, and for a ratio their quotient times the scale.
//
//   Sums sums = {.numerator = 25, .denominator = 30};
//   IndicatorValue coverage = *ValueOf(indicator, sums);      // 25 ÷ 30 × 100 = 250/3
//
// Regions and figures are added up before anything is divided: a ratio of the whole is no mean of the parts' ratios.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_INDICATOR_VALUE_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_INDICATOR_VALUE_H_

#include <optional>

#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/reading.h"
#include "services/evaluation/domain/numbers/fraction.h"

namespace lianfang::evaluation {

struct IndicatorValue {
  // Nothing where the indicator does not apply: a denominator of 0 that the plan calls so.
  std::optional<Fraction> number = {};
  // The denominator is 0.
  bool divided_by_nothing = false;
  Sums sums = {};
};

bool IsCount(const type::v1::Indicator& indicator);

// Nothing where numerator × scale does not fit.
std::optional<IndicatorValue> ValueOf(const type::v1::Indicator& indicator, const Sums& sums);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_INDICATOR_VALUE_H_
