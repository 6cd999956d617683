#include "services/evaluation/domain/verdict/grid_judge.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/domain/verdict/verdict.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Plan;

Statement StatementOf(int64_t value) {
  if (value == FigureGrid::kAbsent) return Statement::kAbsent;
  return value == FigureGrid::kNotApplicable ? Statement::kNotApplicable : Statement::kNumber;
}

// The place of the element with this id; their number where there is none.
template <typename Elements>
size_t PlaceOf(const Elements& elements, absl::string_view id) {
  return static_cast<size_t>(absl::c_find_if(elements, [id](const auto& element) { return element.id() == id; }) -
                             elements.begin());
}

// Nothing where the plan's catalogue lacks one of them.
std::optional<std::vector<size_t>> PlacesOf(const Plan& plan,
                                            const google::protobuf::RepeatedPtrField<std::string>& figures) {
  std::vector<size_t> places;
  for (const std::string& id : figures) {
    places.push_back(PlaceOf(plan.figures(), id));
    if (places.back() == static_cast<size_t>(plan.figures_size())) return std::nullopt;
  }
  return places;
}

// Adds figures up, and notes where one of them is not a number.
Int128 Sum(absl::Span<const int64_t> figures, const std::vector<size_t>& places, Statement& worst) {
  Int128 sum = 0;
  for (const size_t place : places) {
    const int64_t value = figures[place];
    const Statement statement = StatementOf(value);
    if (statement == Statement::kNumber) {
      sum += value;
    } else {
      worst = std::max(worst, statement);
    }
  }
  return sum;
}

}  // namespace

absl::StatusOr<GridJudge> GridJudge::Of(const FigureGrid& grid, const Plan& plan, absl::string_view period) {
  GridJudge judge(grid);
  const bool by_totals = plan.verdict_basis() == type::v1::VERDICT_BASIS_SUM_OF_INDUSTRIES;
  for (const JudgedTarget& each : TargetsOf(plan, period)) {
    if (each.rows.is_total != by_totals) continue;
    absl::StatusOr<TargetRule> rule = TargetRule::Of(*each.target);
    if (!rule.ok()) return rule.status();
    std::optional<std::vector<size_t>> numerator = PlacesOf(plan, each.indicator->numerator());
    std::optional<std::vector<size_t>> denominator = PlacesOf(plan, each.indicator->denominator());
    if (!numerator || !denominator) {
      return absl::InternalError(absl::StrCat("the plan's catalogue lacks a figure of ", each.indicator->id()));
    }
    std::vector<size_t> industries;
    for (const type::v1::Industry* industry : each.rows.industries) {
      industries.push_back(PlaceOf(plan.industries(), industry->id()));
    }
    const size_t place = PlaceOf(plan.periods(), period);
    const size_t baseline = rule->has_baseline() ? PlaceOf(plan.periods(), rule->baseline_period()) : place;
    judge.targets_.push_back({each.indicator, *std::move(rule), *std::move(numerator), *std::move(denominator),
                              std::move(industries), place, baseline});
  }
  return judge;
}

Reading GridJudge::Read(const RowTarget& target, size_t region, size_t industry, size_t period,
                        absl::Time as_of) const {
  const FigureGrid::Cell cell = grid_->At(region, industry, period);
  Reading reading;
  reading.reliability = ReliabilityOf(cell.holding, as_of);
  if (!IsKnown(reading.reliability)) return reading;
  Statement statement = Statement::kNumber;
  const Sums sums = {.numerator = Sum(cell.figures, target.numerator, statement),
                     .denominator = Sum(cell.figures, target.denominator, statement)};
  reading.reliability = After(reading.reliability, statement);
  if (IsKnown(reading.reliability)) reading.sums = sums;
  return reading;
}

absl::StatusOr<Tally> GridJudge::Judge(absl::Span<const size_t> regions, absl::Time as_of) const {
  Tally tally = {};
  absl::InlinedVector<Reading, 4> actual, baseline;
  for (const RowTarget& target : targets_) {
    actual.clear();
    baseline.clear();
    for (const size_t industry : target.industries) {
      for (const size_t region : regions) {
        actual.push_back(Read(target, region, industry, target.period, as_of));
        if (!target.rule.has_baseline()) continue;
        baseline.push_back(Read(target, region, industry, target.baseline_period, as_of));
      }
    }
    const std::optional<Verdict> verdict = Decide(target.rule, *target.indicator, actual, baseline);
    if (!verdict) {
      return absl::OutOfRangeError(
          absl::StrCat("the figures of ", target.indicator->id(), " are too great for an exact result"));
    }
    ++tally[static_cast<size_t>(verdict->status)];
  }
  return tally;
}

}  // namespace lianfang::evaluation
