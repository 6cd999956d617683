#include "services/evaluation/domain/result.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/evaluation/domain/decimal.h"
#include "services/evaluation/domain/evidence.h"
#include "services/evaluation/domain/formula.h"
#include "services/evaluation/domain/target_rule.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::Target;

// The evidence of one period, by region, and what it adds up to.
struct Side {
  std::vector<Evidence> evidence;
  Standing standing = Standing::kNotApplicable;  // the worst of those not left out
  IndicatorValue value;                          // where the standing is final or provisional
};

bool IsKnown(Standing standing) { return standing == Standing::kFinal || standing == Standing::kProvisional; }

// The order in which standings decide: a missing figure before a pending one before a provisional one.
Standing Worse(Standing a, Standing b) {
  static_assert(Standing::kFinal < Standing::kProvisional && Standing::kProvisional < Standing::kPending &&
                Standing::kPending < Standing::kMissing);
  return std::max(a, b);
}

// Judges one target; its steps are called in order.
class Judge {
 public:
  Judge(const Basis& basis, const type::v1::Industry& industry, const Indicator& indicator, const Target& target,
        TargetRule rule)
      : basis_(basis), industry_(industry), indicator_(indicator), target_(target), rule_(std::move(rule)) {}

  absl::StatusOr<v1::Result> Run() && {
    actual_.evidence = Gather(target_.period());
    if (rule_.has_baseline()) baseline_.evidence = Gather(rule_.baseline_period());
    if (!Add(actual_) || (rule_.has_baseline() && !Add(baseline_))) return OutOfRange();
    Describe();
    if (!SetBound()) return OutOfRange();
    SetStatus();
    if (HasVerdict() && !SetMargin()) return OutOfRange();
    Explain();
    return std::move(result_);
  }

 private:
  std::vector<Evidence> Gather(const std::string& period) const {
    std::vector<Evidence> evidence;
    evidence.reserve(basis_.regions.size());
    for (const std::string& region : basis_.regions) {
      evidence.push_back(
          ReadEvidence(basis_.plan, indicator_, basis_.filings, {region, industry_.id(), period}, basis_.as_of));
    }
    return evidence;
  }

  bool IsLeftOut(size_t region) const {
    return actual_.evidence[region].standing == Standing::kNotApplicable ||
           (rule_.has_baseline() && baseline_.evidence[region].standing == Standing::kNotApplicable);
  }

  bool IsMissing(size_t region) const {
    return actual_.evidence[region].standing == Standing::kMissing ||
           (rule_.has_baseline() && baseline_.evidence[region].standing == Standing::kMissing);
  }

  // Adds a side up; false when its value does not fit.
  bool Add(Side& side) const {
    std::optional<Standing> standing;
    Sums sums;
    for (size_t i = 0; i < side.evidence.size(); ++i) {
      if (IsLeftOut(i)) continue;
      standing = standing ? Worse(*standing, side.evidence[i].standing) : side.evidence[i].standing;
      sums += side.evidence[i].sums;
    }
    if (!standing) return true;
    side.standing = *standing;
    if (!IsKnown(side.standing)) return true;
    const std::optional<IndicatorValue> value = ValueOf(indicator_, sums);
    if (!value) return false;
    side.value = *value;
    return true;
  }

  void Describe() {
    result_.set_industry(industry_.id());
    *result_.mutable_industry_names() = industry_.names();
    result_.set_indicator(indicator_.id());
    *result_.mutable_indicator_names() = indicator_.names();
    *result_.mutable_unit() = indicator_.unit();
    result_.set_department(industry_.responsible_department());
    result_.set_baseline_period(rule_.baseline_period());
    if (actual_.value.number) *result_.mutable_actual() = ToExactValue(*actual_.value.number);
    if (baseline_.value.number) *result_.mutable_baseline() = ToExactValue(*baseline_.value.number);
    AddInputs(actual_, v1::INPUT_ROLE_ACTUAL);
    AddInputs(baseline_, v1::INPUT_ROLE_BASELINE);
    for (size_t i = 0; i < basis_.regions.size(); ++i) {
      if (!IsLeftOut(i) && IsMissing(i)) result_.add_missing_regions(basis_.regions[i]);
    }
  }

  void AddInputs(const Side& side, v1::InputRole role) {
    for (const Evidence& evidence : side.evidence) {
      v1::ResultInput& input = *result_.add_inputs();
      input = evidence.input;
      input.set_role(role);
    }
  }

  // False when the bound does not fit.
  bool SetBound() {
    if (rule_.has_baseline() && !baseline_.value.number) return true;
    bound_ = rule_.BoundFrom(baseline_.value.number.value_or(Fraction()));
    if (!bound_) return false;
    *result_.mutable_bound() = ToExactValue(bound_->value);
    result_.set_bound_kind(bound_->kind);
    return true;
  }

  void SetStatus() { result_.set_status(Status()); }

  v1::ResultStatus Status() const {
    const Standing standing = rule_.has_baseline() ? Worse(actual_.standing, baseline_.standing) : actual_.standing;
    if (standing == Standing::kNotApplicable || DoesNotApply(actual_) || DoesNotApply(baseline_)) {
      return v1::RESULT_STATUS_NOT_APPLICABLE;
    }
    if (standing == Standing::kMissing) return v1::RESULT_STATUS_MISSING;
    if (standing == Standing::kPending) return v1::RESULT_STATUS_PENDING;
    const bool attained = bound_->Admits(*actual_.value.number);
    if (standing == Standing::kProvisional) {
      return attained ? v1::RESULT_STATUS_PROVISIONAL_ATTAINED : v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED;
    }
    return attained ? v1::RESULT_STATUS_ATTAINED : v1::RESULT_STATUS_NOT_ATTAINED;
  }

  // The plan calls the indicator not applicable where nothing is to be divided by.
  static bool DoesNotApply(const Side& side) { return IsKnown(side.standing) && !side.value.number; }

  bool HasVerdict() const {
    return result_.status() >= v1::RESULT_STATUS_ATTAINED &&
           result_.status() <= v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED;
  }

  // False when the margin does not fit.
  bool SetMargin() {
    const std::optional<Fraction> margin =
        IsCount(indicator_) ? bound_->MarginOfCount(*actual_.value.number) : bound_->Margin(*actual_.value.number);
    if (!margin) return false;
    *result_.mutable_margin() = ToExactValue(*margin);
    return true;
  }

  void Explain() {
    *result_.mutable_formula() =
        HasVerdict() ? FormulaText(rule_, indicator_, actual_.value, baseline_.value, *bound_) : RuleText(rule_);
    std::vector<Finding> findings;
    AddFindings(actual_, target_.period(), findings);
    AddFindings(baseline_, rule_.baseline_period(), findings);
    if (rule_.has_baseline() && baseline_.value.number && baseline_.value.number->IsZero()) {
      const bool falls = rule_.rule_case() == Target::kKeepsFalling;
      findings.push_back(
          {.kind = falls ? FindingKind::kPreviousIsZero : FindingKind::kBaseIsZero, .period = rule_.baseline_period()});
    }
    *result_.mutable_reason() = ReasonText(basis_.plan, findings, basis_.regions.size() > 1);
  }

  void AddFindings(const Side& side, const std::string& period, std::vector<Finding>& findings) const {
    for (const Evidence& evidence : side.evidence) {
      findings.insert(findings.end(), evidence.findings.begin(), evidence.findings.end());
    }
    if (side.value.divided_by_nothing) {
      findings.push_back(
          {.kind = side.value.number ? FindingKind::kDividedByNothingIsZero : FindingKind::kDividedByNothing,
           .period = period});
    }
  }

  absl::Status OutOfRange() const {
    return absl::OutOfRangeError(absl::StrCat("the figures of ", industry_.id(),
                                              " are too great for an exact result of ", indicator_.id(), " in ",
                                              target_.period()));
  }

  const Basis& basis_;
  const type::v1::Industry& industry_;
  const Indicator& indicator_;
  const Target& target_;
  const TargetRule rule_;
  Side actual_;
  Side baseline_;
  std::optional<Bound> bound_;
  v1::Result result_;
};

}  // namespace

absl::StatusOr<v1::Result> JudgeTarget(const Basis& basis, const type::v1::Industry& industry,
                                       const Indicator& indicator, const Target& target) {
  absl::StatusOr<TargetRule> rule = TargetRule::Of(target);
  if (!rule.ok()) return rule.status();
  return Judge(basis, industry, indicator, target, *std::move(rule)).Run();
}

}  // namespace lianfang::evaluation
