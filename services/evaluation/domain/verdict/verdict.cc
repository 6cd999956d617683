#include "services/evaluation/domain/verdict/verdict.h"

#include <algorithm>

namespace lianfang::evaluation {
namespace {

Reliability Worse(Reliability a, Reliability b) {
  static_assert(Reliability::kFinal < Reliability::kProvisional && Reliability::kProvisional < Reliability::kPending &&
                Reliability::kPending < Reliability::kMissing);
  return std::max(a, b);
}

// The plan calls the indicator not applicable where nothing is to be divided by: so far, or finally.
bool DoesNotApply(const Side& side) { return IsKnown(side.reliability) && !side.value.number; }
bool FinallyDoesNotApply(const Side& side) { return side.reliability == Reliability::kFinal && DoesNotApply(side); }

v1::ResultStatus StatusOf(const TargetRule& rule, const Verdict& verdict) {
  const Reliability reliability = rule.has_baseline() ? Worse(verdict.actual.reliability, verdict.baseline.reliability)
                                                      : verdict.actual.reliability;
  if (reliability == Reliability::kNotApplicable || FinallyDoesNotApply(verdict.actual) ||
      FinallyDoesNotApply(verdict.baseline)) {
    return v1::RESULT_STATUS_NOT_APPLICABLE;
  }
  if (reliability == Reliability::kMissing) return v1::RESULT_STATUS_MISSING;
  const bool open =
      reliability == Reliability::kPending || DoesNotApply(verdict.actual) || DoesNotApply(verdict.baseline);
  if (open) return v1::RESULT_STATUS_PENDING;
  const bool attained = verdict.bound->Admits(*verdict.actual.value.number);
  if (reliability == Reliability::kProvisional) {
    return attained ? v1::RESULT_STATUS_PROVISIONAL_ATTAINED : v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED;
  }
  return attained ? v1::RESULT_STATUS_ATTAINED : v1::RESULT_STATUS_NOT_ATTAINED;
}

}  // namespace

bool IsLeftOut(absl::Span<const Reading> side, absl::Span<const Reading> other, size_t index) {
  return side[index].reliability == Reliability::kNotApplicable ||
         (!other.empty() && other[index].reliability == Reliability::kNotApplicable);
}

std::optional<Side> AddUp(const type::v1::Indicator& indicator, absl::Span<const Reading> side,
                          absl::Span<const Reading> other) {
  std::optional<Reliability> reliability;
  Side total;
  for (size_t i = 0; i < side.size(); ++i) {
    if (IsLeftOut(side, other, i)) continue;
    reliability = reliability ? Worse(*reliability, side[i].reliability) : side[i].reliability;
    total.reported += side[i].sums;
  }
  if (!reliability) return total;
  total.reliability = *reliability;
  if (!IsKnown(total.reliability)) return total;
  const std::optional<IndicatorValue> value = ValueOf(indicator, total.reported);
  if (!value) return std::nullopt;
  total.value = *value;
  return total;
}

std::optional<Verdict> Decide(const TargetRule& rule, const type::v1::Indicator& indicator,
                              absl::Span<const Reading> actual, absl::Span<const Reading> baseline) {
  Verdict verdict;
  const std::optional<Side> side = AddUp(indicator, actual, baseline);
  if (!side) return std::nullopt;
  verdict.actual = *side;
  if (rule.has_baseline()) {
    const std::optional<Side> other = AddUp(indicator, baseline, actual);
    if (!other) return std::nullopt;
    verdict.baseline = *other;
  }
  if (!rule.has_baseline() || verdict.baseline.value.number) {
    verdict.bound = rule.BoundFrom(verdict.baseline.value.number.value_or(Fraction()));
    if (!verdict.bound) return std::nullopt;
  }
  verdict.status = StatusOf(rule, verdict);
  return verdict;
}

bool IsVerdict(v1::ResultStatus status) {
  return status >= v1::RESULT_STATUS_ATTAINED && status <= v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED;
}

bool IsAttained(v1::ResultStatus status) {
  return status == v1::RESULT_STATUS_ATTAINED || status == v1::RESULT_STATUS_PROVISIONAL_ATTAINED;
}

}  // namespace lianfang::evaluation
