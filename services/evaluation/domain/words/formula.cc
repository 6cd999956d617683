#include "services/evaluation/domain/words/formula.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/evaluation/domain/numbers/decimal.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::LocalizedText;
using ::lianfang::type::v1::Target;

absl::string_view Sign(v1::BoundKind kind) {
  switch (kind) {
    case v1::BOUND_KIND_AT_MOST:
      return " ≤ ";
    case v1::BOUND_KIND_BELOW:
      return " < ";
    default:
      return " ≥ ";
  }
}

// The rule with words or numbers in the places of its values.
std::string Side(const TargetRule& rule, absl::string_view actual) {
  return rule.rule_case() == Target::kReduceBy ? absl::StrCat("100 × ", actual) : std::string(actual);
}

std::string OtherSide(const TargetRule& rule, absl::string_view baseline) {
  switch (rule.rule_case()) {
    case Target::kReduceBy:
      return absl::StrCat("(100 − ", ExactText(rule.parameter()), ") × ", baseline);
    case Target::kAtLeast:
      return ExactText(rule.parameter());
    default:
      return std::string(baseline);
  }
}

v1::BoundKind UsualKind(const TargetRule& rule) {
  switch (rule.rule_case()) {
    case Target::kReduceBy:
      return v1::BOUND_KIND_AT_MOST;
    case Target::kAtLeast:
      return v1::BOUND_KIND_AT_LEAST;
    default:
      return v1::BOUND_KIND_BELOW;
  }
}

std::string RuleIn(const TargetRule& rule, absl::string_view actual, absl::string_view base,
                   absl::string_view previous) {
  const absl::string_view baseline = rule.rule_case() == Target::kKeepsFalling ? previous : base;
  return absl::StrCat(Side(rule, actual), Sign(UsualKind(rule)), OtherSide(rule, baseline));
}

// A value as it is computed: `5`, or `25 ÷ 30 × 100`.
std::string Computation(const Indicator& indicator, const IndicatorValue& value) {
  if (IsCount(indicator) || value.divided_by_nothing) return ExactText(*value.number);
  return absl::StrCat("(", ExactText(Fraction(value.sums.numerator)), " ÷ ",
                      ExactText(Fraction(value.sums.denominator)), " × ", indicator.scale(), ")");
}

// Both sides worked out, such as `500 ≤ 190`; nothing where they do not fit.
std::optional<std::string> WorkedOut(const TargetRule& rule, const Fraction& actual, const Bound& bound) {
  const Fraction factor(rule.rule_case() == Target::kReduceBy ? 100 : 1);
  const std::optional<Fraction> left = Multiply(factor, actual);
  const std::optional<Fraction> right = Multiply(factor, bound.value);
  if (!left || !right) return std::nullopt;
  return absl::StrCat(ExactText(*left), Sign(bound.kind), ExactText(*right));
}

}  // namespace

LocalizedText RuleText(const TargetRule& rule) {
  LocalizedText text;
  text.set_zh(RuleIn(rule, "实际值", "基数", "上期值"));
  text.set_en(RuleIn(rule, "actual", "base", "previous"));
  return text;
}

LocalizedText FormulaText(const TargetRule& rule, const Indicator& indicator, const IndicatorValue& actual,
                          const IndicatorValue& baseline, const Bound& bound) {
  const std::string numbers =
      absl::StrCat(Side(rule, Computation(indicator, actual)), Sign(bound.kind),
                   OtherSide(rule, rule.has_baseline() ? Computation(indicator, baseline) : std::string()));
  const std::optional<std::string> worked_out = WorkedOut(rule, *actual.number, bound);
  const bool tells_more = worked_out && *worked_out != numbers;
  const bool holds = bound.Admits(*actual.number);
  LocalizedText text = RuleText(rule);
  absl::StrAppend(text.mutable_zh(), "：", numbers, tells_more ? absl::StrCat("，即 ", *worked_out) : std::string(),
                  holds ? "，成立" : "，不成立");
  absl::StrAppend(text.mutable_en(), ": ", numbers,
                  tells_more ? absl::StrCat(", that is ", *worked_out) : std::string(),
                  holds ? ", holds" : ", does not hold");
  return text;
}

}  // namespace lianfang::evaluation
