#include "services/evaluation/domain/verdict/target_rule.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/decimal.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Target;

absl::Status FaultyTarget(const Target& target, absl::string_view fault) {
  return absl::InternalError(
      absl::StrCat("the plan's target of ", target.indicator(), " for ", target.period(), " has ", fault));
}

}  // namespace

bool Bound::Admits(const Fraction& actual) const {
  switch (kind) {
    case v1::BOUND_KIND_AT_MOST:
      return actual <= value;
    case v1::BOUND_KIND_BELOW:
      return actual < value;
    case v1::BOUND_KIND_AT_LEAST:
      return actual >= value;
    default:
      return false;
  }
}

std::optional<Fraction> Bound::Margin(const Fraction& actual) const {
  return kind == v1::BOUND_KIND_AT_LEAST ? Subtract(actual, value) : Subtract(value, actual);
}

std::optional<Fraction> Bound::MarginOfCount(const Fraction& actual) const {
  switch (kind) {
    case v1::BOUND_KIND_AT_LEAST:
      return Subtract(actual, Fraction(value.Ceiling()));
    case v1::BOUND_KIND_BELOW:
      return Subtract(Fraction(value.Ceiling() - 1), actual);
    default:
      return Subtract(Fraction(value.Floor()), actual);
  }
}

absl::StatusOr<TargetRule> TargetRule::Of(const Target& target) {
  TargetRule rule;
  rule.case_ = target.rule_case();
  std::optional<int64_t> parameter = 0;  // in ten-thousandths
  switch (target.rule_case()) {
    case Target::kReduceBy:
      parameter = ParseDecimal(target.reduce_by().percent());
      rule.baseline_period_ = target.reduce_by().base_period();
      break;
    case Target::kBelowBase:
      rule.baseline_period_ = target.below_base().base_period();
      break;
    case Target::kKeepsFalling:
      rule.baseline_period_ = target.keeps_falling().previous_period();
      break;
    case Target::kAtLeast:
      parameter = ParseDecimal(target.at_least().value());
      break;
    case Target::RULE_NOT_SET:
      return FaultyTarget(target, "no rule");
  }
  if (!parameter) return FaultyTarget(target, "no decimal number where one belongs");
  if (target.rule_case() != Target::kAtLeast && !rule.has_baseline()) return FaultyTarget(target, "no base period");
  rule.parameter_ = Fraction::Of(*parameter, kDecimalUnit);
  return rule;
}

std::optional<Bound> TargetRule::BoundFrom(const Fraction& baseline) const {
  if (case_ == Target::kAtLeast) return Bound{parameter_, v1::BOUND_KIND_AT_LEAST};
  if (baseline.IsZero()) return Bound{baseline, v1::BOUND_KIND_AT_MOST};
  if (case_ != Target::kReduceBy) return Bound{baseline, v1::BOUND_KIND_BELOW};
  const Int128 unit = parameter_.denominator();
  const Fraction kept_share = Fraction::Of(100 * unit - parameter_.numerator(), 100 * unit);
  const std::optional<Fraction> value = Multiply(kept_share, baseline);
  if (!value) return std::nullopt;
  return Bound{*value, v1::BOUND_KIND_AT_MOST};
}

}  // namespace lianfang::evaluation
