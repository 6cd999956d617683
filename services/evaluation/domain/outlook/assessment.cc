#include "services/evaluation/domain/outlook/assessment.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/evaluation/domain/outlook/forecast.h"
#include "services/evaluation/domain/outlook/lateness.h"
#include "services/evaluation/domain/outlook/reporting_rates.h"
#include "services/evaluation/domain/outlook/trend.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/domain/verdict/summary.h"
#include "services/evaluation/domain/verdict/verdict.h"
#include "services/evaluation/domain/words/localized.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::LocalizedText;
using ::lianfang::type::v1::Plan;
using ::lianfang::type::v1::Target;

// Collects why a row is at risk.
class Risks {
 public:
  void Add(const LocalizedText& indicator, absl::string_view zh, absl::string_view en) {
    zh_.push_back(absl::StrCat(indicator.zh(), zh));
    en_.push_back(absl::StrCat(InEnglish(indicator), " ", en));
  }

  bool empty() const { return zh_.empty(); }

  LocalizedText Text() const {
    LocalizedText text;
    text.set_zh(absl::StrJoin(zh_, "；"));
    text.set_en(absl::StrJoin(en_, "; "));
    return text;
  }

 private:
  std::vector<std::string> zh_, en_;
};

void AddRiskOfStatus(const v1::Result& result, Risks& risks) {
  if (result.status() == v1::RESULT_STATUS_MISSING) {
    risks.Add(result.indicator_names(), "缺报", "is missing a figure");
  } else if (IsVerdict(result.status()) && !IsAttained(result.status())) {
    risks.Add(result.indicator_names(), absl::StrCat("未达标（", result.margin_text().zh(), "）"),
              absl::StrCat("is not attained (", result.margin_text().en(), ")"));
  }
}

// Where the row is heading as seen from the period assessed, whatever has become known since.
absl::Status AddRiskOfPath(const Basis& basis, const Rows& rows, const Indicator& indicator, absl::string_view period,
                           Risks& risks) {
  const std::string last_period = LastTargetPeriod(basis.plan);
  const Target* target = TargetOf(basis.plan, rows, indicator, last_period);
  if (target == nullptr) return absl::OkStatus();
  const absl::StatusOr<v1::TargetForecast> forecast = ProjectFrom(basis, rows, indicator, *target, period);
  if (!forecast.ok()) return forecast.status();
  if (forecast->projected_status() != v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED) return absl::OkStatus();
  const LocalizedText last = PeriodNames(basis.plan, last_period);
  const std::string& value = forecast->projected_value().text();
  const int points = forecast->basis_size();
  risks.Add(indicator.names(), absl::StrCat("按 ", points, " 个年度直线推算，", last.zh(), "为 ", value, "，将不达标"),
            absl::StrCat("projected along a straight line through ", points, " periods is ", value, " in ",
                         InEnglish(last), " and would not be attained"));
  return absl::OkStatus();
}

// Adds lines and risks of one indicator of some rows.
absl::Status AddProgress(const Basis& basis, const Rows& rows, const Indicator& indicator, absl::string_view period,
                         v1::RowProgress& progress, Risks& risks) {
  absl::StatusOr<v1::TrendLine> line = TraceLine(basis, rows, indicator, period);
  if (!line.ok()) return line.status();
  *progress.add_lines() = *std::move(line);
  return AddRiskOfPath(basis, rows, indicator, period, risks);
}

void SetRisks(const Risks& risks, v1::RowProgress& progress) {
  progress.set_at_risk(!risks.empty());
  if (!risks.empty()) *progress.mutable_risk_reason() = risks.Text();
}

absl::StatusOr<v1::RowProgress> ProgressOf(const Basis& basis, const v1::Scorecard& scorecard,
                                           const v1::IndustrySummary& row, absl::string_view period) {
  v1::RowProgress progress;
  progress.set_industry(row.industry());
  *progress.mutable_names() = row.names();
  progress.set_department(row.department());
  *progress.mutable_summary() = row.summary();
  Risks risks;
  for (const v1::Result& result : scorecard.results()) {
    if (result.industry() == row.industry()) AddRiskOfStatus(result, risks);
  }
  const Rows rows = RowOf(*FindIndustry(basis.plan, row.industry()));
  for (const Indicator& indicator : basis.plan.indicators()) {
    if (!Applies(indicator, row.industry())) continue;
    if (absl::Status status = AddProgress(basis, rows, indicator, period, progress, risks); !status.ok()) return status;
  }
  SetRisks(risks, progress);
  return progress;
}

// The totals of the scorecard, those of one name together.
absl::Status AddTotals(const Basis& basis, const v1::Scorecard& scorecard, absl::string_view period,
                       v1::MidTermAssessment& assessment) {
  std::vector<std::string> ids;
  for (const v1::Result& total : scorecard.totals()) {
    if (!absl::c_linear_search(ids, total.industry())) ids.push_back(total.industry());
  }
  for (const std::string& id : ids) {
    v1::RowProgress& progress = *assessment.add_totals();
    progress.set_industry(id);
    Risks risks;
    std::vector<v1::ResultStatus> statuses;
    for (const v1::Result& total : scorecard.totals()) {
      if (total.industry() != id) continue;
      *progress.mutable_names() = total.industry_names();
      statuses.push_back(total.status());
      AddRiskOfStatus(total, risks);
    }
    for (const JudgedTarget& each : TargetsOf(basis.plan, period)) {
      if (!each.rows.is_total || each.rows.id != id) continue;
      const absl::Status status = AddProgress(basis, each.rows, *each.indicator, period, progress, risks);
      if (!status.ok()) return status;
    }
    *progress.mutable_summary() = Summarize(statuses);
    SetRisks(risks, progress);
  }
  return absl::OkStatus();
}

// Whether nothing that is still to come can change what an input says.
bool IsSettled(const v1::ResultInput& input) {
  if (input.left_out()) return true;
  if (input.revision_number() == 0) return input.waived();
  return input.state() == submission::v1::RETURN_STATE_ACCEPTED && (!input.provisional() || input.waived());
}

// Whether nothing can change what decides: the rows, or the totals, which rest on the same figures.
bool IsSettled(const v1::Scorecard& scorecard) {
  return absl::c_all_of(scorecard.results(), [](const v1::Result& result) {
    const bool open = result.status() == v1::RESULT_STATUS_MISSING || result.status() == v1::RESULT_STATUS_PENDING;
    return !open && absl::c_all_of(result.inputs(), [](const v1::ResultInput& input) { return IsSettled(input); });
  });
}

// Both documents say whose data came late, and how complete and timely they are.
template <typename Document>
void AddPunctuality(const Basis& basis, absl::string_view until, Document& document) {
  const std::vector<v1::LateFiling> late = LateFilings(basis, until);
  document.mutable_late_filings()->Assign(late.begin(), late.end());
  const std::vector<submission::v1::Obligation> obligations = ObligationsOf(basis, late);
  document.mutable_late_obligations()->Assign(obligations.begin(), obligations.end());
  const std::vector<v1::ReportingRate> rates = ReportingRatesOf(basis, until);
  document.mutable_reporting_rates()->Assign(rates.begin(), rates.end());
}

}  // namespace

std::string LastTargetPeriod(const Plan& plan) {
  std::string last;
  for (const type::v1::Period& period : plan.periods()) {
    if (HasTargets(plan, period.id())) last = period.id();
  }
  return last;
}

absl::StatusOr<v1::MidTermAssessment> BuildMidTermAssessment(const Plan& plan, absl::string_view region,
                                                             absl::string_view period, const Filings& filings,
                                                             absl::Time as_of) {
  const absl::StatusOr<v1::Scorecard> scorecard = BuildScorecard(plan, region, period, filings, as_of);
  if (!scorecard.ok()) return scorecard.status();
  const std::vector<std::string> regions(scorecard->reporting_regions().begin(), scorecard->reporting_regions().end());
  const Basis basis = {plan, regions, filings, as_of};
  v1::MidTermAssessment assessment;
  assessment.set_scorecard(scorecard->name());
  assessment.set_plan_edition(plan.edition());
  *assessment.mutable_as_of() = scorecard->as_of();
  *assessment.mutable_summary() = scorecard->summary();
  for (const v1::IndustrySummary& row : scorecard->industries()) {
    absl::StatusOr<v1::RowProgress> progress = ProgressOf(basis, *scorecard, row, period);
    if (!progress.ok()) return progress.status();
    *assessment.add_rows() = *std::move(progress);
  }
  if (absl::Status status = AddTotals(basis, *scorecard, period, assessment); !status.ok()) return status;
  AddPunctuality(basis, period, assessment);
  return assessment;
}

absl::StatusOr<v1::FinalSummary> BuildFinalSummary(const Plan& plan, absl::string_view region, const Filings& filings,
                                                   absl::Time as_of) {
  absl::StatusOr<v1::Scorecard> scorecard = BuildScorecard(plan, region, LastTargetPeriod(plan), filings, as_of);
  if (!scorecard.ok()) return scorecard.status();
  absl::StatusOr<v1::Trend> trend = BuildTrend(plan, region, {}, filings, as_of);
  if (!trend.ok()) return trend.status();
  const std::vector<std::string> regions(scorecard->reporting_regions().begin(), scorecard->reporting_regions().end());
  v1::FinalSummary summary;
  summary.set_settled(IsSettled(*scorecard));
  *summary.mutable_scorecard() = *std::move(scorecard);
  *summary.mutable_trend() = *std::move(trend);
  AddPunctuality({plan, regions, filings, as_of}, {}, summary);
  return summary;
}

}  // namespace lianfang::evaluation
