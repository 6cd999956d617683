#include "services/evaluation/domain/forecast.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/time.h"
#include "services/evaluation/domain/decimal.h"
#include "services/evaluation/domain/plan_lookup.h"
#include "services/evaluation/domain/projection.h"
#include "services/evaluation/domain/scorecard.h"
#include "services/evaluation/domain/trend.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::Industry;
using ::lianfang::type::v1::Plan;
using ::lianfang::type::v1::Target;

int64_t MonthOf(const type::v1::Period& period) {
  const google::type::Date& start = period.start_date();
  return absl::CivilMonth(start.year(), start.month()) - absl::CivilMonth();
}

// Looks ahead from one target; its steps are called in order.
class Forecaster {
 public:
  Forecaster(const Basis& basis, const Industry& industry, const Indicator& indicator, const Target& target)
      : basis_(basis), industry_(industry), indicator_(indicator), target_(target) {}

  absl::StatusOr<v1::TargetForecast> Run() && {
    absl::StatusOr<v1::Result> result = JudgeTarget(basis_, RowOf(industry_), indicator_, target_);
    if (!result.ok()) return result.status();
    *forecast_.mutable_result() = *std::move(result);
    forecast_.set_method(v1::FORECAST_METHOD_NONE);
    if (absl::Status status = SetBound(); !status.ok()) return status;
    if (absl::Status status = SetAllowance(); !status.ok()) return status;
    const v1::ResultStatus now = forecast_.result().status();
    const bool settled = now == v1::RESULT_STATUS_ATTAINED || now == v1::RESULT_STATUS_NOT_ATTAINED ||
                         now == v1::RESULT_STATUS_NOT_APPLICABLE;
    if (settled) return std::move(forecast_);
    if (absl::Status status = Project(); !status.ok()) return status;
    return std::move(forecast_);
  }

 private:
  absl::Status SetBound() {
    const absl::StatusOr<TargetRule> rule = TargetRule::Of(target_);
    if (!rule.ok()) return rule.status();
    if (!rule->has_baseline()) {
      bound_ = rule->BoundFrom(Fraction());
      return absl::OkStatus();
    }
    const absl::StatusOr<Measurement> baseline = Measure(basis_, industry_, indicator_, rule->baseline_period());
    if (!baseline.ok()) return baseline.status();
    if (baseline->side.value.number) bound_ = rule->BoundFrom(*baseline->side.value.number);
    return absl::OkStatus();
  }

  absl::Status SetAllowance() {
    if (!bound_ || !IsCount(indicator_) || bound_->kind == v1::BOUND_KIND_AT_LEAST) return absl::OkStatus();
    const absl::StatusOr<Measurement> reported = Measure(basis_, industry_, indicator_, target_.period());
    if (!reported.ok()) return reported.status();
    const std::optional<Fraction> left = bound_->MarginOfCount(reported->side.value.number.value_or(Fraction()));
    if (left) *forecast_.mutable_allowance() = ToExactValue(std::max(*left, Fraction()));
    return absl::OkStatus();
  }

  absl::Status Project() {
    absl::StatusOr<v1::TrendLine> line = TraceLine(basis_, industry_, indicator_, target_.period());
    if (!line.ok()) return line.status();
    std::vector<Observation> observations;
    for (v1::TrendPoint& point : *line->mutable_points()) {
      if (point.period() == target_.period() || !point.has_value()) continue;
      const absl::StatusOr<Measurement> measured = Measure(basis_, industry_, indicator_, point.period());
      if (!measured.ok()) return measured.status();
      observations.push_back({MonthOf(*FindPeriod(basis_.plan, point.period())), *measured->side.value.number});
      *forecast_.add_basis() = std::move(point);
    }
    const std::optional<Fraction> projected =
        ProjectLine(observations, MonthOf(*FindPeriod(basis_.plan, target_.period())));
    if (!projected) {
      forecast_.clear_basis();
      return absl::OkStatus();
    }
    forecast_.set_method(v1::FORECAST_METHOD_LINEAR);
    *forecast_.mutable_projected_value() = ToExactValue(*projected);
    if (!bound_) return absl::OkStatus();
    forecast_.set_projected_status(bound_->Admits(*projected) ? v1::RESULT_STATUS_PROVISIONAL_ATTAINED
                                                              : v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED);
    return absl::OkStatus();
  }

  const Basis& basis_;
  const Industry& industry_;
  const Indicator& indicator_;
  const Target& target_;
  std::optional<Bound> bound_;
  v1::TargetForecast forecast_;
};

}  // namespace

absl::StatusOr<v1::TargetForecast> ForecastTarget(const Basis& basis, const Industry& industry,
                                                  const Indicator& indicator, const Target& target) {
  return Forecaster(basis, industry, indicator, target).Run();
}

absl::StatusOr<v1::Forecast> BuildForecast(const Plan& plan, absl::string_view region, absl::string_view period,
                                           const Filings& filings, absl::Time as_of) {
  const absl::StatusOr<std::vector<std::string>> regions = RegionsOf(plan, region);
  if (!regions.ok()) return regions.status();
  if (absl::Status status = CheckTargetPeriod(plan, period); !status.ok()) return status;
  const Basis basis = {plan, *regions, filings, as_of};
  v1::Forecast forecast;
  forecast.set_scorecard(absl::StrCat(plan.name(), "/regions/", region, "/scorecards/", period));
  *forecast.mutable_as_of() = ToTimestamp(as_of);
  for (const Industry& industry : plan.industries()) {
    for (const Indicator& indicator : plan.indicators()) {
      const Target* target = FindTarget(plan, indicator, industry.id(), period);
      if (target == nullptr) continue;
      absl::StatusOr<v1::TargetForecast> one = ForecastTarget(basis, industry, indicator, *target);
      if (!one.ok()) return one.status();
      *forecast.add_forecasts() = *std::move(one);
    }
  }
  return forecast;
}

}  // namespace lianfang::evaluation
