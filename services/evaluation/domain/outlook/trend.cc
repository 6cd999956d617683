#include "services/evaluation/domain/outlook/trend.h"

#include <utility>

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

absl::StatusOr<v1::TrendPoint> PointOf(const Basis& basis, const Industry& industry, const Indicator& indicator,
                                       const std::string& period) {
  const absl::StatusOr<Measurement> measured = Measure(basis, industry, indicator, period);
  if (!measured.ok()) return measured.status();
  v1::TrendPoint point;
  point.set_period(period);
  if (measured->side.value.number) *point.mutable_value() = ToExactValue(*measured->side.value.number);
  point.set_provisional(measured->side.standing == Standing::kProvisional);
  for (const Evidence& each : measured->evidence) {
    *point.add_inputs() = each.input;
    point.mutable_inputs()->rbegin()->set_role(v1::INPUT_ROLE_ACTUAL);
    point.mutable_inputs()->rbegin()->set_left_out(each.reading.standing == Standing::kNotApplicable);
  }
  const type::v1::Target* target = FindTarget(basis.plan, indicator, industry.id(), period);
  if (target == nullptr) return point;
  absl::StatusOr<v1::Result> result = JudgeTarget(basis, RowOf(industry), indicator, *target);
  if (!result.ok()) return result.status();
  *point.mutable_result() = *std::move(result);
  return point;
}

}  // namespace

absl::StatusOr<Measurement> Measure(const Basis& basis, const Industry& industry, const Indicator& indicator,
                                    const std::string& period) {
  Measurement measurement;
  measurement.evidence = GatherEvidence(basis, RowOf(industry), indicator, period);
  const std::optional<Side> side = AddUp(indicator, ReadingsOf(measurement.evidence), {});
  if (!side) {
    return absl::OutOfRangeError(
        absl::StrCat("the figures of ", industry.id(), " are too great for an exact value in ", period));
  }
  measurement.side = *side;
  return measurement;
}

absl::StatusOr<v1::TrendLine> TraceLine(const Basis& basis, const Industry& industry, const Indicator& indicator,
                                        absl::string_view until) {
  v1::TrendLine line;
  line.set_industry(industry.id());
  *line.mutable_industry_names() = industry.names();
  line.set_indicator(indicator.id());
  *line.mutable_indicator_names() = indicator.names();
  *line.mutable_unit() = indicator.unit();
  for (const type::v1::Period& period : basis.plan.periods()) {
    if (!Requests(basis.plan, industry.id(), period.id())) continue;
    absl::StatusOr<v1::TrendPoint> point = PointOf(basis, industry, indicator, period.id());
    if (!point.ok()) return point.status();
    *line.add_points() = *std::move(point);
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
      absl::StatusOr<v1::TrendLine> line = TraceLine(basis, industry, indicator);
      if (!line.ok()) return line.status();
      *trend.add_lines() = *std::move(line);
    }
  }
  return trend;
}

}  // namespace lianfang::evaluation
