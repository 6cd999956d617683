#include "services/evaluation/domain/verdict/scorecard.h"

#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/plan/reporting_regions.h"
#include "services/evaluation/domain/verdict/summary.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::Industry;
using ::lianfang::type::v1::Plan;
using ::lianfang::type::v1::Target;

v1::Scorecard Describe(const Plan& plan, absl::string_view region, absl::string_view period, absl::Time as_of) {
  v1::Scorecard scorecard;
  scorecard.set_name(absl::StrCat(plan.name(), "/regions/", region, "/scorecards/", period));
  scorecard.set_plan_edition(plan.edition());
  *scorecard.mutable_plan_title() = plan.title();
  if (const type::v1::Region* named = FindRegion(plan, region)) *scorecard.mutable_region_names() = named->names();
  *scorecard.mutable_period_names() = PeriodNames(plan, period);
  *scorecard.mutable_as_of() = ToTimestamp(as_of);
  return scorecard;
}

absl::Status AddResults(const Basis& basis, absl::string_view period, v1::Scorecard& scorecard) {
  for (const JudgedTarget& each : TargetsOf(basis.plan, period)) {
    absl::StatusOr<v1::Result> result = JudgeTarget(basis, each.rows, *each.indicator, *each.target);
    if (!result.ok()) return result.status();
    *(each.rows.is_total ? scorecard.add_totals() : scorecard.add_results()) = *std::move(result);
  }
  return absl::OkStatus();
}

using Results = google::protobuf::RepeatedPtrField<v1::Result>;

bool All(const v1::Result&) { return true; }

template <typename Predicate>
std::vector<v1::ResultStatus> StatusesOf(const Results& results, Predicate predicate) {
  std::vector<v1::ResultStatus> statuses;
  for (const v1::Result& result : results) {
    if (predicate(result)) statuses.push_back(result.status());
  }
  return statuses;
}

void AddSummaries(const Plan& plan, v1::Scorecard& scorecard) {
  for (const Industry& industry : plan.industries()) {
    const auto statuses =
        StatusesOf(scorecard.results(), [&](const v1::Result& result) { return result.industry() == industry.id(); });
    if (statuses.empty()) continue;
    v1::IndustrySummary& row = *scorecard.add_industries();
    row.set_industry(industry.id());
    *row.mutable_names() = industry.names();
    row.set_department(industry.responsible_department());
    *row.mutable_summary() = Summarize(statuses);
  }
  for (const type::v1::Department& department : plan.departments()) {
    const auto statuses = StatusesOf(scorecard.results(),
                                     [&](const v1::Result& result) { return result.department() == department.id(); });
    if (statuses.empty()) continue;
    v1::DepartmentSummary& row = *scorecard.add_departments();
    row.set_department(department.id());
    *row.mutable_names() = department.names();
    *row.mutable_summary() = Summarize(statuses);
  }
  *scorecard.mutable_rows_summary() = Summarize(StatusesOf(scorecard.results(), All));
  *scorecard.mutable_totals_summary() = Summarize(StatusesOf(scorecard.totals(), All));
  const bool by_totals = plan.verdict_basis() == type::v1::VERDICT_BASIS_SUM_OF_INDUSTRIES;
  scorecard.set_verdict_basis(by_totals ? type::v1::VERDICT_BASIS_SUM_OF_INDUSTRIES
                                        : type::v1::VERDICT_BASIS_EACH_INDUSTRY);
  *scorecard.mutable_summary() = by_totals ? scorecard.totals_summary() : scorecard.rows_summary();
}

void AddRegions(const std::vector<std::string>& regions, v1::Scorecard& scorecard) {
  std::set<std::string> missing;
  for (const v1::Result& result : scorecard.results()) {
    missing.insert(result.missing_regions().begin(), result.missing_regions().end());
  }
  scorecard.mutable_reporting_regions()->Assign(regions.begin(), regions.end());
  scorecard.mutable_missing_regions()->Assign(missing.begin(), missing.end());
}

}  // namespace

std::vector<JudgedTarget> TargetsOf(const Plan& plan, absl::string_view period) {
  std::vector<JudgedTarget> targets;
  for (const Industry& industry : plan.industries()) {
    for (const Indicator& indicator : plan.indicators()) {
      const Target* target = FindTarget(plan, indicator, industry.id(), period);
      if (target != nullptr) targets.push_back({RowOf(industry), &indicator, target});
    }
  }
  for (const Indicator& indicator : plan.indicators()) {
    for (const Target& target : plan.targets()) {
      if (target.period() != period || target.indicator() != indicator.id()) continue;
      Rows rows = TotalOf(plan, indicator, target);
      if (!rows.industries.empty()) targets.push_back({std::move(rows), &indicator, &target});
    }
  }
  return targets;
}

absl::StatusOr<std::vector<std::string>> RegionsOf(const Plan& plan, absl::string_view region) {
  std::vector<std::string> regions = ReportingRegions(plan, region);
  if (!regions.empty()) return regions;
  return ErrorWithReason(absl::StatusCode::kNotFound,
                         absl::StrCat("no region of ", plan.name(), " reports for region ", region), "REGION_NOT_FOUND",
                         {{"plan", plan.name()}, {"region", std::string(region)}});
}

std::set<ResultId> ResultsOf(const Plan& plan) {
  std::set<ResultId> results;
  for (const type::v1::Period& period : plan.periods()) {
    for (const JudgedTarget& each : TargetsOf(plan, period.id())) {
      results.insert({period.id(), each.rows.id, each.indicator->id()});
    }
  }
  return results;
}

absl::Status CheckTargetPeriod(const Plan& plan, absl::string_view period) {
  if (HasTargets(plan, period)) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kNotFound,
                         absl::StrCat(plan.name(), " sets no target for a period ", period), "PERIOD_NOT_FOUND",
                         {{"plan", plan.name()}, {"period", std::string(period)}});
}

absl::StatusOr<v1::Scorecard> BuildScorecard(const Plan& plan, absl::string_view region, absl::string_view period,
                                             const Filings& filings, absl::Time as_of) {
  const absl::StatusOr<std::vector<std::string>> regions = RegionsOf(plan, region);
  if (!regions.ok()) return regions.status();
  if (absl::Status status = CheckTargetPeriod(plan, period); !status.ok()) return status;
  v1::Scorecard scorecard = Describe(plan, region, period, as_of);
  const Basis basis = {plan, *regions, filings, as_of};
  if (absl::Status judged = AddResults(basis, period, scorecard); !judged.ok()) return judged;
  AddSummaries(plan, scorecard);
  AddRegions(*regions, scorecard);
  return scorecard;
}

}  // namespace lianfang::evaluation
