#include "services/evaluation/domain/scorecard.h"

#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/evaluation/domain/filings.h"
#include "services/evaluation/domain/plan_lookup.h"
#include "services/evaluation/domain/reporting_regions.h"
#include "services/evaluation/domain/result.h"
#include "services/evaluation/domain/summary.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::Industry;
using ::lianfang::type::v1::Plan;
using ::lianfang::type::v1::Target;

absl::Status RegionNotFound(const Plan& plan, absl::string_view region) {
  return ErrorWithReason(absl::StatusCode::kNotFound,
                         absl::StrCat("no region of ", plan.name(), " reports for region ", region), "REGION_NOT_FOUND",
                         {{"plan", plan.name()}, {"region", std::string(region)}});
}

absl::Status PeriodNotFound(const Plan& plan, absl::string_view period) {
  return ErrorWithReason(absl::StatusCode::kNotFound,
                         absl::StrCat(plan.name(), " sets no target for a period ", period), "PERIOD_NOT_FOUND",
                         {{"plan", plan.name()}, {"period", std::string(period)}});
}

bool HasTargets(const Plan& plan, absl::string_view period) {
  return absl::c_any_of(plan.targets(), [period](const Target& target) { return target.period() == period; });
}

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

// Judges all targets of the period, by industry and then indicator.
absl::Status AddResults(const Basis& basis, absl::string_view period, v1::Scorecard& scorecard) {
  for (const Industry& industry : basis.plan.industries()) {
    for (const Indicator& indicator : basis.plan.indicators()) {
      for (const Target& target : basis.plan.targets()) {
        if (target.period() != period || !Applies(target, indicator, industry.id())) continue;
        absl::StatusOr<v1::Result> result = JudgeTarget(basis, industry, indicator, target);
        if (!result.ok()) return result.status();
        *scorecard.add_results() = *std::move(result);
      }
    }
  }
  return absl::OkStatus();
}

template <typename Predicate>
std::vector<v1::ResultStatus> StatusesWhere(const v1::Scorecard& scorecard, Predicate predicate) {
  std::vector<v1::ResultStatus> statuses;
  for (const v1::Result& result : scorecard.results()) {
    if (predicate(result)) statuses.push_back(result.status());
  }
  return statuses;
}

void AddSummaries(const Plan& plan, v1::Scorecard& scorecard) {
  for (const Industry& industry : plan.industries()) {
    const auto statuses =
        StatusesWhere(scorecard, [&](const v1::Result& result) { return result.industry() == industry.id(); });
    if (statuses.empty()) continue;
    v1::IndustrySummary& row = *scorecard.add_industries();
    row.set_industry(industry.id());
    *row.mutable_names() = industry.names();
    row.set_department(industry.responsible_department());
    *row.mutable_summary() = Summarize(statuses);
  }
  for (const type::v1::Department& department : plan.departments()) {
    const auto statuses =
        StatusesWhere(scorecard, [&](const v1::Result& result) { return result.department() == department.id(); });
    if (statuses.empty()) continue;
    v1::DepartmentSummary& row = *scorecard.add_departments();
    row.set_department(department.id());
    *row.mutable_names() = department.names();
    *row.mutable_summary() = Summarize(statuses);
  }
  *scorecard.mutable_summary() = Summarize(StatusesWhere(scorecard, [](const v1::Result&) { return true; }));
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

absl::StatusOr<v1::Scorecard> BuildScorecard(const Plan& plan, absl::string_view region, absl::string_view period,
                                             const Knowledge& knowledge, absl::Time as_of) {
  const std::vector<std::string> regions = ReportingRegions(plan, region);
  if (regions.empty()) return RegionNotFound(plan, region);
  if (!HasTargets(plan, period)) return PeriodNotFound(plan, period);
  const Filings filings(knowledge.obligations, knowledge.returns);
  v1::Scorecard scorecard = Describe(plan, region, period, as_of);
  if (absl::Status judged = AddResults({plan, regions, filings, as_of}, period, scorecard); !judged.ok()) return judged;
  AddSummaries(plan, scorecard);
  AddRegions(regions, scorecard);
  return scorecard;
}

}  // namespace lianfang::evaluation
