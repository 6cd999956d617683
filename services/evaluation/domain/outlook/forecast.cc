#include "services/evaluation/domain/outlook/forecast.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/time.h"
#include "services/evaluation/domain/numbers/decimal.h"
#include "services/evaluation/domain/numbers/projection.h"
#include "services/evaluation/domain/outlook/trend.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/verdict/scorecard.h"

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
    absl::StatusOr<Judgement> judged = JudgeInNumbers(basis_, RowOf(industry_), indicator_, target_);
    if (!judged.ok()) return judged.status();
    verdict_ = std::move(judged->verdict);
    *forecast_.mutable_result() = std::move(judged->result);
    forecast_.set_method(v1::FORECAST_METHOD_NONE);
    if (verdict_.status == v1::RESULT_STATUS_NOT_APPLICABLE) return std::move(forecast_);
    SetAllowance();
    const bool settled =
        verdict_.status == v1::RESULT_STATUS_ATTAINED || verdict_.status == v1::RESULT_STATUS_NOT_ATTAINED;
    if (settled) return std::move(forecast_);
    if (absl::Status status = Project(); !status.ok()) return status;
    return std::move(forecast_);
  }

 private:
  // What those who have reported leave of the bound.
  void SetAllowance() {
    const std::optional<Bound>& bound = verdict_.bound;
    if (!bound || !IsCount(indicator_) || bound->kind == v1::BOUND_KIND_AT_LEAST) return;
    const std::optional<Fraction> left = bound->MarginOfCount(Fraction(verdict_.actual.reported.numerator));
    if (left) *forecast_.mutable_allowance() = ToExactValue(std::max(*left, Fraction()));
  }

  // The regions that the bound is made of: a line through others could not be held against it.
  std::vector<std::string> ComparedRegions() const {
    std::vector<std::string> regions;
    for (const v1::ResultInput& input : forecast_.result().inputs()) {
      if (input.role() == v1::INPUT_ROLE_ACTUAL && !input.left_out()) regions.push_back(input.region());
    }
    return regions;
  }

  absl::Status Project() {
    const std::vector<std::string> regions = ComparedRegions();
    const Basis compared = {basis_.plan, regions, basis_.filings, basis_.as_of};
    absl::StatusOr<v1::TrendLine> line = TraceLine(compared, industry_, indicator_, target_.period());
    if (!line.ok()) return line.status();
    std::vector<Observation> observations;
    for (v1::TrendPoint& point : *line->mutable_points()) {
      if (point.period() == target_.period() || !point.has_value() || !IsOfAll(point)) continue;
      const absl::StatusOr<Measurement> measured = Measure(compared, industry_, indicator_, point.period());
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
    if (!verdict_.bound) return absl::OkStatus();
    forecast_.set_projected_status(verdict_.bound->Admits(*projected) ? v1::RESULT_STATUS_PROVISIONAL_ATTAINED
                                                                      : v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED);
    return absl::OkStatus();
  }

  static bool IsOfAll(const v1::TrendPoint& point) {
    return absl::c_none_of(point.inputs(), [](const v1::ResultInput& input) { return input.left_out(); });
  }

  const Basis& basis_;
  const Industry& industry_;
  const Indicator& indicator_;
  const Target& target_;
  Verdict verdict_;
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
