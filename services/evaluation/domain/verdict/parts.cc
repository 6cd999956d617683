#include "services/evaluation/domain/verdict/parts.h"

#include <optional>
#include <string>

#include "services/evaluation/domain/numbers/decimal.h"
#include "services/evaluation/domain/plan/plan_lookup.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;

bool HasParts(const Indicator& indicator) {
  return indicator.numerator_size() > 1 &&
         (IsCount(indicator) || indicator.numerator_size() == indicator.denominator_size());
}

// The indicator as it would be of its part alone. What there is nothing to divide by has no value, whatever that means
// for the whole.
Indicator PartOf(const Indicator& indicator, int part) {
  Indicator alone;
  alone.add_numerator(indicator.numerator(part));
  if (IsCount(indicator)) return alone;
  alone.add_denominator(indicator.denominator(part));
  alone.set_scale(indicator.scale());
  alone.set_empty_denominator(type::v1::EMPTY_DENOMINATOR_NOT_APPLICABLE);
  return alone;
}

Int128 Total(const std::vector<const Evidence*>& evidence, const std::string& figure) {
  Int128 total = 0;
  for (const Evidence* each : evidence) {
    for (const type::v1::FigureValue& value : each->input.figures()) {
      if (value.figure() == figure) total += value.number();
    }
  }
  return total;
}

std::optional<IndicatorValue> ValueOfPart(const Indicator& part, const std::vector<const Evidence*>& evidence) {
  Sums sums = {.numerator = Total(evidence, part.numerator(0))};
  if (!IsCount(part)) sums.denominator = Total(evidence, part.denominator(0));
  return ValueOf(part, sums);
}

}  // namespace

bool AddParts(const type::v1::Plan& plan, const Indicator& indicator, const ComparedEvidence& evidence,
              const Verdict& verdict, v1::Result& result) {
  if (!HasParts(indicator)) return true;
  for (int i = 0; i < indicator.numerator_size(); ++i) {
    const Indicator alone = PartOf(indicator, i);
    v1::ResultPart& part = *result.add_parts();
    part.set_numerator_figure(alone.numerator(0));
    if (!IsCount(alone)) part.set_denominator_figure(alone.denominator(0));
    *part.mutable_names() = FigureNames(plan, alone.numerator(0));
    if (verdict.actual.value.number) {
      const std::optional<IndicatorValue> value = ValueOfPart(alone, evidence.actual);
      if (!value) return false;
      if (value->number) *part.mutable_actual() = ToExactValue(*value->number);
      part.set_lagging(!IsCount(alone) && value->number && verdict.bound && !verdict.bound->Admits(*value->number));
    }
    if (verdict.baseline.value.number) {
      const std::optional<IndicatorValue> value = ValueOfPart(alone, evidence.baseline);
      if (!value) return false;
      if (value->number) *part.mutable_baseline() = ToExactValue(*value->number);
    }
  }
  return true;
}

}  // namespace lianfang::evaluation
