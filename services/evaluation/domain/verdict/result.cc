#include "services/evaluation/domain/verdict/result.h"

#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/evaluation/domain/numbers/decimal.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/verdict/parts.h"
#include "services/evaluation/domain/words/formula.h"
#include "services/evaluation/domain/words/localized.h"
#include "services/evaluation/domain/words/margin.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::Industry;
using ::lianfang::type::v1::LocalizedText;
using ::lianfang::type::v1::Plan;
using ::lianfang::type::v1::Target;

// Says what a verdict rests on; its steps are called in order.
class Reporter {
 public:
  Reporter(const Basis& basis, const Rows& rows, const Indicator& indicator, const Target& target,
           const TargetRule& rule)
      : basis_(basis), rows_(rows), indicator_(indicator), target_(target), rule_(rule) {}

  absl::StatusOr<Judgement> Run() && {
    actual_ = GatherEvidence(basis_, rows_, indicator_, target_.period());
    if (rule_.has_baseline()) baseline_ = GatherEvidence(basis_, rows_, indicator_, rule_.baseline_period());
    actual_readings_ = ReadingsOf(actual_);
    baseline_readings_ = ReadingsOf(baseline_);
    std::optional<Verdict> verdict = Decide(rule_, indicator_, actual_readings_, baseline_readings_);
    if (!verdict) return OutOfRange();
    verdict_ = *std::move(verdict);
    DescribeRows();
    DescribeValues();
    if (IsVerdict(verdict_.status) && !SetMargin()) return OutOfRange();
    AddInputs(actual_, v1::INPUT_ROLE_ACTUAL);
    AddInputs(baseline_, v1::INPUT_ROLE_BASELINE);
    AddMissingRegions();
    if (!AddParts(basis_.plan, indicator_, Compared(), verdict_, result_)) return OutOfRange();
    Explain();
    return Judgement{std::move(result_), std::move(verdict_)};
  }

 private:
  bool IsOut(size_t subject) const { return IsLeftOut(actual_readings_, baseline_readings_, subject); }

  // Both periods without what is left out.
  ComparedEvidence Compared() const {
    ComparedEvidence compared;
    for (size_t i = 0; i < actual_.size(); ++i) {
      if (IsOut(i)) continue;
      compared.actual.push_back(&actual_[i]);
      if (rule_.has_baseline()) compared.baseline.push_back(&baseline_[i]);
    }
    return compared;
  }

  void DescribeRows() {
    result_.set_industry(rows_.id);
    *result_.mutable_industry_names() = NamesOf(rows_);
    if (!rows_.is_total) result_.set_department(rows_.industries.front()->responsible_department());
    result_.set_indicator(indicator_.id());
    *result_.mutable_indicator_names() = indicator_.names();
    *result_.mutable_unit() = indicator_.unit();
    result_.set_baseline_period(rule_.baseline_period());
  }

  void DescribeValues() {
    result_.set_status(verdict_.status);
    if (verdict_.actual.value.number) *result_.mutable_actual() = ToExactValue(*verdict_.actual.value.number);
    if (verdict_.baseline.value.number) *result_.mutable_baseline() = ToExactValue(*verdict_.baseline.value.number);
    if (!verdict_.bound) return;
    *result_.mutable_bound() = ToExactValue(verdict_.bound->value);
    result_.set_bound_kind(verdict_.bound->kind);
  }

  void AddInputs(const std::vector<Evidence>& evidence, v1::InputRole role) {
    for (size_t i = 0; i < evidence.size(); ++i) {
      v1::ResultInput& input = *result_.add_inputs();
      input = evidence[i].input;
      input.set_role(role);
      input.set_left_out(IsOut(i));
    }
  }

  void AddMissingRegions() {
    std::set<std::string> regions;
    for (size_t i = 0; i < actual_.size(); ++i) {
      const bool missing = actual_readings_[i].reliability == Reliability::kMissing ||
                           (rule_.has_baseline() && baseline_readings_[i].reliability == Reliability::kMissing);
      if (missing && !IsOut(i)) regions.insert(actual_[i].input.region());
    }
    result_.mutable_missing_regions()->Assign(regions.begin(), regions.end());
  }

  // False when the margin does not fit.
  bool SetMargin() {
    const Fraction& actual = *verdict_.actual.value.number;
    const std::optional<Fraction> margin =
        IsCount(indicator_) ? verdict_.bound->MarginOfCount(actual) : verdict_.bound->Margin(actual);
    if (!margin) return false;
    *result_.mutable_margin() = ToExactValue(*margin);
    *result_.mutable_margin_text() = MarginText(indicator_, *verdict_.bound, actual, *margin);
    return true;
  }

  void Explain() {
    const IndicatorValue& baseline = verdict_.baseline.value;
    *result_.mutable_formula() = IsVerdict(verdict_.status)
                                     ? FormulaText(rule_, indicator_, verdict_.actual.value, baseline, *verdict_.bound)
                                     : RuleText(rule_);
    std::vector<Finding> findings;
    AddFindings(actual_, verdict_.actual.value, target_.period(), findings);
    AddFindings(baseline_, baseline, rule_.baseline_period(), findings);
    if (rule_.has_baseline() && baseline.number && baseline.number->IsZero()) {
      const bool falls = rule_.rule_case() == Target::kKeepsFalling;
      findings.push_back(
          {.kind = falls ? FindingKind::kPreviousIsZero : FindingKind::kBaseIsZero, .period = rule_.baseline_period()});
    }
    *result_.mutable_reason() = ReasonText(
        basis_.plan, findings, {.regions = basis_.regions.size() > 1, .industries = rows_.industries.size() > 1});
  }

  // Of what is left out, only why it is.
  void AddFindings(const std::vector<Evidence>& evidence, const IndicatorValue& value, const std::string& period,
                   std::vector<Finding>& findings) const {
    for (size_t i = 0; i < evidence.size(); ++i) {
      const Evidence& each = evidence[i];
      if (IsOut(i) && each.reading.reliability != Reliability::kNotApplicable) continue;
      findings.insert(findings.end(), each.findings.begin(), each.findings.end());
    }
    if (!value.divided_by_nothing) return;
    findings.push_back({.kind = value.number ? FindingKind::kDividedByNothingIsZero : FindingKind::kDividedByNothing,
                        .period = period});
  }

  absl::Status OutOfRange() const {
    return absl::OutOfRangeError(
        absl::StrCat("the figures of ", rows_.is_total ? "all industries" : rows_.industries.front()->id(),
                     " are too great for an exact result of ", indicator_.id(), " in ", target_.period()));
  }

  const Basis& basis_;
  const Rows& rows_;
  const Indicator& indicator_;
  const Target& target_;
  const TargetRule& rule_;
  std::vector<Evidence> actual_, baseline_;
  std::vector<Reading> actual_readings_, baseline_readings_;
  Verdict verdict_;
  v1::Result result_;
};

}  // namespace

LocalizedText NamesOf(const Rows& rows) {
  if (!rows.is_total) return rows.industries.front()->names();
  LocalizedText names;
  names.set_zh("合计");
  names.set_en("All industries");
  if (rows.id.empty()) return names;
  std::vector<std::string> zh, en;
  for (const Industry* industry : rows.industries) {
    zh.push_back(industry->names().zh().empty() ? industry->id() : industry->names().zh());
    en.emplace_back(InEnglish(industry->names()).empty() ? industry->id() : InEnglish(industry->names()));
  }
  names.set_zh(absl::StrCat("合计（", absl::StrJoin(zh, "、"), "）"));
  names.set_en(absl::StrCat("Together: ", absl::StrJoin(en, ", ")));
  return names;
}

Rows TotalOf(const Plan& plan, const Indicator& indicator, const Target& target) {
  Rows rows;
  rows.is_total = true;
  for (const Industry& industry : plan.industries()) {
    if (Applies(target, indicator, industry.id())) rows.industries.push_back(&industry);
  }
  const bool alone = absl::c_count_if(plan.targets(), [&target](const Target& other) {
                       return other.period() == target.period() && other.indicator() == target.indicator();
                     }) == 1;
  if (alone) return rows;
  for (const Industry* industry : rows.industries) absl::StrAppend(&rows.id, "+", industry->id());
  return rows;
}

std::vector<Evidence> GatherEvidence(const Basis& basis, const Rows& rows, const Indicator& indicator,
                                     const std::string& period) {
  std::vector<Evidence> evidence;
  evidence.reserve(rows.industries.size() * basis.regions.size());
  for (const Industry* industry : rows.industries) {
    for (const std::string& region : basis.regions) {
      evidence.push_back(
          ReadEvidence(basis.plan, indicator, basis.filings, {region, industry->id(), period}, basis.as_of));
    }
  }
  return evidence;
}

std::vector<Reading> ReadingsOf(const std::vector<Evidence>& evidence) {
  std::vector<Reading> readings;
  readings.reserve(evidence.size());
  for (const Evidence& each : evidence) readings.push_back(each.reading);
  return readings;
}

absl::StatusOr<v1::Result> JudgeTarget(const Basis& basis, const Rows& rows, const Indicator& indicator,
                                       const Target& target) {
  absl::StatusOr<Judgement> judged = JudgeInNumbers(basis, rows, indicator, target);
  if (!judged.ok()) return judged.status();
  return std::move(judged->result);
}

absl::StatusOr<Judgement> JudgeInNumbers(const Basis& basis, const Rows& rows, const Indicator& indicator,
                                         const Target& target) {
  const absl::StatusOr<TargetRule> rule = TargetRule::Of(target);
  if (!rule.ok()) return rule.status();
  return Reporter(basis, rows, indicator, target, *rule).Run();
}

}  // namespace lianfang::evaluation
