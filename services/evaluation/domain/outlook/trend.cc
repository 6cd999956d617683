#include "services/evaluation/domain/outlook/trend.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/evaluation/domain/numbers/decimal.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::Industry;
using ::lianfang::type::v1::Plan;
using ::lianfang::type::v1::Target;

absl::Status CheckFilter(const Plan& plan, const TrendFilter& filter) {
  if (!filter.indicator.empty() && FindIndicator(plan, filter.indicator) == nullptr) {
    return ErrorWithReason(absl::StatusCode::kNotFound,
                           absl::StrCat(plan.name(), " has no indicator ", filter.indicator), "INDICATOR_NOT_FOUND",
                           {{"plan", plan.name()}, {"indicator", filter.indicator}});
  }
  if (!filter.industry.empty() && FindIndustry(plan, filter.industry) == nullptr) {
    return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(plan.name(), " has no industry ", filter.industry),
                           "INDUSTRY_NOT_FOUND", {{"plan", plan.name()}, {"industry", filter.industry}});
  }
  return absl::OkStatus();
}

bool Admits(const std::string& filter, const std::string& id) { return filter.empty() || filter == id; }

// Whether the plan asks for the period's data of all industries of the rows.
bool RequestsAll(const Plan& plan, const Rows& rows, const std::string& period) {
  return absl::c_all_of(rows.industries,
                        [&](const Industry* industry) { return Requests(plan, industry->id(), period); });
}

absl::StatusOr<v1::TrendPoint> PointOf(const Basis& basis, const Rows& rows, const Indicator& indicator,
                                       const std::string& period) {
  const absl::StatusOr<Measurement> measured = Measure(basis, rows, indicator, period);
  if (!measured.ok()) return measured.status();
  v1::TrendPoint point;
  point.set_period(period);
  if (measured->side.value.number) *point.mutable_value() = ToExactValue(*measured->side.value.number);
  point.set_provisional(measured->side.reliability == Reliability::kProvisional);
  for (const Evidence& each : measured->evidence) {
    *point.add_inputs() = each.input;
    point.mutable_inputs()->rbegin()->set_role(v1::INPUT_ROLE_ACTUAL);
    point.mutable_inputs()->rbegin()->set_left_out(each.reading.reliability == Reliability::kNotApplicable);
  }
  const Target* target = TargetOf(basis.plan, rows, indicator, period);
  if (target == nullptr) return point;
  absl::StatusOr<v1::Result> result = JudgeTarget(basis, rows, indicator, *target);
  if (!result.ok()) return result.status();
  *point.mutable_result() = *std::move(result);
  return point;
}

}  // namespace

absl::StatusOr<Measurement> Measure(const Basis& basis, const Rows& rows, const Indicator& indicator,
                                    const std::string& period) {
  Measurement measurement;
  measurement.evidence = GatherEvidence(basis, rows, indicator, period);
  const std::optional<Side> side = AddUp(indicator, ReadingsOf(measurement.evidence), {});
  if (!side) {
    return absl::OutOfRangeError(absl::StrCat("the figures of ", indicator.id(), " for ",
                                              rows.is_total ? "all industries" : rows.id,
                                              " are too great for an exact value in ", period));
  }
  measurement.side = *side;
  return measurement;
}

const Target* TargetOf(const Plan& plan, const Rows& rows, const Indicator& indicator, absl::string_view period) {
  if (!rows.is_total) return FindTarget(plan, indicator, rows.industries.front()->id(), period);
  for (const Target& target : plan.targets()) {
    if (target.period() == period && target.indicator() == indicator.id() &&
        TotalOf(plan, indicator, target).industries == rows.industries) {
      return &target;
    }
  }
  return nullptr;
}

std::vector<Rows> TotalsOf(const Plan& plan, const Indicator& indicator) {
  std::vector<Rows> totals;
  for (const type::v1::Period& period : plan.periods()) {
    for (const Target& target : plan.targets()) {
      if (target.period() != period.id() || target.indicator() != indicator.id()) continue;
      Rows rows = TotalOf(plan, indicator, target);
      if (rows.industries.empty()) continue;
      const auto same = absl::c_find_if(totals, [&](const Rows& each) { return each.industries == rows.industries; });
      if (same == totals.end()) {
        totals.push_back(std::move(rows));
      } else {
        same->id = rows.id;
      }
    }
  }
  return totals;
}

absl::StatusOr<v1::TrendLine> TraceLine(const Basis& basis, const Rows& rows, const Indicator& indicator,
                                        absl::string_view until) {
  v1::TrendLine line;
  line.set_industry(rows.id);
  *line.mutable_industry_names() = NamesOf(rows);
  line.set_indicator(indicator.id());
  *line.mutable_indicator_names() = indicator.names();
  *line.mutable_unit() = indicator.unit();
  for (const type::v1::Period& period : basis.plan.periods()) {
    if (RequestsAll(basis.plan, rows, period.id())) {
      absl::StatusOr<v1::TrendPoint> point = PointOf(basis, rows, indicator, period.id());
      if (!point.ok()) return point.status();
      *line.add_points() = *std::move(point);
    }
    if (period.id() == until) break;
  }
  return line;
}

absl::StatusOr<v1::Trend> BuildTrend(const Plan& plan, absl::string_view region, const TrendFilter& filter,
                                     const Filings& filings, absl::Time as_of) {
  const absl::StatusOr<std::vector<std::string>> regions = RegionsOf(plan, region);
  if (!regions.ok()) return regions.status();
  if (absl::Status status = CheckFilter(plan, filter); !status.ok()) return status;
  const Basis basis = {plan, *regions, filings, as_of};
  v1::Trend trend;
  trend.set_region(absl::StrCat(plan.name(), "/regions/", region));
  *trend.mutable_as_of() = ToTimestamp(as_of);
  for (const Industry& industry : plan.industries()) {
    for (const Indicator& indicator : plan.indicators()) {
      if (!Applies(indicator, industry.id()) || !Admits(filter.indicator, indicator.id()) ||
          !Admits(filter.industry, industry.id())) {
        continue;
      }
      absl::StatusOr<v1::TrendLine> line = TraceLine(basis, RowOf(industry), indicator);
      if (!line.ok()) return line.status();
      *trend.add_lines() = *std::move(line);
    }
  }
  if (!filter.industry.empty()) return trend;
  for (const Indicator& indicator : plan.indicators()) {
    if (!Admits(filter.indicator, indicator.id())) continue;
    for (const Rows& rows : TotalsOf(plan, indicator)) {
      absl::StatusOr<v1::TrendLine> line = TraceLine(basis, rows, indicator);
      if (!line.ok()) return line.status();
      *trend.add_totals() = *std::move(line);
    }
  }
  return trend;
}

}  // namespace lianfang::evaluation
