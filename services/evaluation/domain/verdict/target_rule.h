// The targets' rules as arithmetic: which bound a baseline sets, whether a value keeps it, and by how much.
//
//   TargetRule rule = *TargetRule::Of(target);              // reduce_by 5 % on 2021
//   Bound bound = *rule.BoundFrom(Fraction(2));             // at most 19/10
//   bound.Admits(Fraction(5))                               // false
//   *bound.MarginOfCount(Fraction(5))                       // -4
//
// A baseline of 0 leaves nothing to fall from: every falling rule then admits 0 and nothing else.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_TARGET_RULE_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_TARGET_RULE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/numbers/fraction.h"

namespace lianfang::evaluation {

// What a value is held against.
struct Bound {
  Fraction value;
  v1::BoundKind kind = v1::BOUND_KIND_UNSPECIFIED;

  bool Admits(const Fraction& actual) const;

  // Distance to the bound on the side that admits; nothing when it does not fit.
  std::optional<Fraction> Margin(const Fraction& actual) const;
  // Likewise in whole units: how many more (for a lower bound: fewer) are still admitted, or, negative, how many are
  // too many (too few).
  std::optional<Fraction> MarginOfCount(const Fraction& actual) const;
};

// The rule of one target. A value type.
class TargetRule {
 public:
  // INTERNAL when the plan's target has no rule or no decimal where one belongs: submission publishes no such plan.
  static absl::StatusOr<TargetRule> Of(const type::v1::Target& target);

  type::v1::Target::RuleCase rule_case() const { return case_; }
  // The reduction in per cent, or the lower bound.
  const Fraction& parameter() const { return parameter_; }
  // Id of the period compared with; empty when there is none.
  const std::string& baseline_period() const { return baseline_period_; }
  bool has_baseline() const { return !baseline_period_.empty(); }

  // `baseline` is not read without a baseline period. Nothing when the bound does not fit.
  std::optional<Bound> BoundFrom(const Fraction& baseline) const;

 private:
  TargetRule() = default;

  type::v1::Target::RuleCase case_ = type::v1::Target::RULE_NOT_SET;
  Fraction parameter_;
  std::string baseline_period_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_TARGET_RULE_H_
