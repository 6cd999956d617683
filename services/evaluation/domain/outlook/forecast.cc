#include "services/evaluation/domain/outlook/forecast.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/time.h"
#include "services/evaluation/domain/numbers/chance.h"
#include "services/evaluation/domain/numbers/decimal.h"
#include "services/evaluation/domain/numbers/projection.h"
#include "services/evaluation/domain/outlook/trend.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/domain/words/forecast_text.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Indicator;
using ::lianfang::type::v1::Plan;
using ::lianfang::type::v1::Target;

int64_t MonthOf(const type::v1::Period& period) {
  const google::type::Date& start = period.start_date();
  return absl::CivilMonth(start.year(), start.month()) - absl::CivilMonth();
}

// Whether the plan's consistency rules keep what stands above the line within what stands below it, so that the ratio
// never exceeds its scale: as a whole, or figure by figure.
bool IsShare(const Plan& plan, const Indicator& indicator) {
  const auto keeps = [&plan](const auto& is_rule) {
    return absl::c_any_of(plan.consistency_rules(),
                          [&](const auto& rule) { return rule.has_at_most() && is_rule(rule.at_most()); });
  };
  const auto same = [](const auto& figures, const auto& others) { return absl::c_is_permutation(figures, others); };
  if (keeps([&](const type::v1::FigureSums& sums) {
        return same(sums.left(), indicator.numerator()) && same(sums.right(), indicator.denominator());
      })) {
    return true;
  }
  if (indicator.numerator_size() > indicator.denominator_size()) return false;
  for (int i = 0; i < indicator.numerator_size(); ++i) {
    if (!keeps([&](const type::v1::FigureSums& sums) {
          return sums.left_size() == 1 && sums.left(0) == indicator.numerator(i) && sums.right_size() == 1 &&
                 sums.right(0) == indicator.denominator(i);
        })) {
      return false;
    }
  }
  return true;
}

// Looks ahead from one target; its steps are called in order.
class Forecaster {
 public:
  Forecaster(const Basis& basis, const Rows& rows, const Indicator& indicator, const Target& target)
      : basis_(basis), rows_(rows), indicator_(indicator), target_(target) {}

  absl::StatusOr<v1::TargetForecast> Run() && {
    if (absl::Status status = Judge(); !status.ok()) return status;
    if (verdict_.status == v1::RESULT_STATUS_NOT_APPLICABLE) return std::move(forecast_);
    SetAllowance();
    const bool settled =
        verdict_.status == v1::RESULT_STATUS_ATTAINED || verdict_.status == v1::RESULT_STATUS_NOT_ATTAINED;
    if (!settled) {
      const absl::Status status = verdict_.actual.value.number ? TakeReported() : Project(target_.period());
      if (!status.ok()) return status;
    }
    *forecast_.mutable_text() = ForecastText(basis_.plan, indicator_, forecast_);
    return std::move(forecast_);
  }

  absl::StatusOr<v1::TargetForecast> RunFrom(absl::string_view until) && {
    if (absl::Status status = Judge(); !status.ok()) return status;
    if (verdict_.status == v1::RESULT_STATUS_NOT_APPLICABLE || until == target_.period()) return std::move(forecast_);
    if (absl::Status status = Project(until); !status.ok()) return status;
    *forecast_.mutable_text() = ForecastText(basis_.plan, indicator_, forecast_);
    return std::move(forecast_);
  }

 private:
  absl::Status Judge() {
    absl::StatusOr<Judgement> judged = JudgeInNumbers(basis_, rows_, indicator_, target_);
    if (!judged.ok()) return judged.status();
    verdict_ = std::move(judged->verdict);
    *forecast_.mutable_result() = std::move(judged->result);
    forecast_.set_method(v1::FORECAST_METHOD_NONE);
    return absl::OkStatus();
  }

  // What those who have reported leave of the bound.
  void SetAllowance() {
    const std::optional<Bound>& bound = verdict_.bound;
    if (!bound || !IsCount(indicator_) || bound->kind == v1::BOUND_KIND_AT_LEAST) return;
    const std::optional<Fraction> left = bound->MarginOfCount(Fraction(verdict_.actual.reported.numerator));
    if (left) *forecast_.mutable_allowance() = ToExactValue(std::max(*left, Fraction()));
  }

  // The regions that the bound is made of: a line through others could not be held against it. A region of which one
  // industry of a total is left out is not compared.
  std::vector<std::string> ComparedRegions() const {
    std::set<std::string> left_out;
    for (const v1::ResultInput& input : forecast_.result().inputs()) {
      if (input.left_out()) left_out.insert(input.region());
    }
    std::vector<std::string> regions;
    for (const std::string& region : basis_.regions) {
      if (!left_out.contains(region)) regions.push_back(region);
    }
    return regions;
  }

  // The period's own value, known so far.
  absl::Status TakeReported() {
    absl::StatusOr<v1::TrendLine> line = TraceLine(basis_, rows_, indicator_, target_.period());
    if (!line.ok()) return line.status();
    for (v1::TrendPoint& point : *line->mutable_points()) {
      if (point.period() == target_.period()) *forecast_.add_basis() = std::move(point);
    }
    forecast_.set_method(v1::FORECAST_METHOD_REPORTED);
    Say(*verdict_.actual.value.number);
    return absl::OkStatus();
  }

  // A line through the periods up to `until`, without the target's own.
  absl::Status Project(absl::string_view until) {
    const std::vector<std::string> regions = ComparedRegions();
    const Basis compared = {basis_.plan, regions, basis_.filings, basis_.as_of};
    absl::StatusOr<v1::TrendLine> line = TraceLine(compared, rows_, indicator_, until);
    if (!line.ok()) return line.status();
    std::vector<Observation> observations;
    for (v1::TrendPoint& point : *line->mutable_points()) {
      if (point.period() == target_.period() || !point.has_value() || !IsOfAll(point)) continue;
      const absl::StatusOr<Measurement> measured = Measure(compared, rows_, indicator_, point.period());
      if (!measured.ok()) return measured.status();
      observations.push_back({MonthOf(*FindPeriod(basis_.plan, point.period())), *measured->side.value.number});
      *forecast_.add_basis() = std::move(point);
    }
    std::optional<Fraction> projected = ProjectLine(observations, MonthOf(*FindPeriod(basis_.plan, target_.period())));
    if (!projected) {
      forecast_.clear_basis();
      return absl::OkStatus();
    }
    if (!IsCount(indicator_) && IsShare(basis_.plan, indicator_)) {
      projected = std::min(*projected, Fraction(indicator_.scale()));
    }
    forecast_.set_method(v1::FORECAST_METHOD_LINEAR);
    Say(*projected);
    const std::optional<Interval> chance = IsCount(indicator_) ? ChanceInterval(*projected) : std::nullopt;
    if (!chance) return absl::OkStatus();
    *forecast_.mutable_chance_low() = ToExactValue(Fraction(chance->low));
    *forecast_.mutable_chance_high() = ToExactValue(Fraction(chance->high));
    return absl::OkStatus();
  }

  void Say(const Fraction& value) {
    *forecast_.mutable_projected_value() = ToExactValue(value);
    if (!verdict_.bound) return;
    forecast_.set_projected_status(verdict_.bound->Admits(value) ? v1::RESULT_STATUS_PROVISIONAL_ATTAINED
                                                                 : v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED);
  }

  static bool IsOfAll(const v1::TrendPoint& point) {
    return absl::c_none_of(point.inputs(), [](const v1::ResultInput& input) { return input.left_out(); });
  }

  const Basis& basis_;
  const Rows& rows_;
  const Indicator& indicator_;
  const Target& target_;
  Verdict verdict_;
  v1::TargetForecast forecast_;
};

}  // namespace

absl::StatusOr<v1::TargetForecast> ForecastTarget(const Basis& basis, const Rows& rows, const Indicator& indicator,
                                                  const Target& target) {
  return Forecaster(basis, rows, indicator, target).Run();
}

absl::StatusOr<v1::TargetForecast> ProjectFrom(const Basis& basis, const Rows& rows, const Indicator& indicator,
                                               const Target& target, absl::string_view until) {
  return Forecaster(basis, rows, indicator, target).RunFrom(until);
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
  for (const JudgedTarget& each : TargetsOf(plan, period)) {
    absl::StatusOr<v1::TargetForecast> one = ForecastTarget(basis, each.rows, *each.indicator, *each.target);
    if (!one.ok()) return one.status();
    *(each.rows.is_total ? forecast.add_totals() : forecast.add_forecasts()) = *std::move(one);
  }
  return forecast;
}

}  // namespace lianfang::evaluation
