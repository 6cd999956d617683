// Statuses of thousands of regions at once, where only their number is asked for: a league table, a country. The rule is
// the same that explained results follow (verdict.h).
//
//   FigureGrid grid(plan, filings);
//   absl::StatusOr<GridJudge> judge = GridJudge::Of(grid, plan, "2022");
//   absl::StatusOr<Tally> tally = judge->Judge({grid.IndexOf("140581")}, as_of);     // one region, or several added up
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_GRID_JUDGE_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_GRID_JUDGE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/figure_grid.h"
#include "services/evaluation/domain/facts/reading.h"
#include "services/evaluation/domain/verdict/target_rule.h"

namespace lianfang::evaluation {

// How often which status occurs, by its number.
using Tally = std::array<int32_t, v1::ResultStatus_ARRAYSIZE>;

// The targets of one period, made ready for a grid. Refers to the plan.
class GridJudge {
 public:
  // INTERNAL when a target of the plan is faulty.
  static absl::StatusOr<GridJudge> Of(const FigureGrid& grid, const type::v1::Plan& plan, absl::string_view period);

  // The statuses of all that decides, for regions that are added up: rows, or totals, by the plan's `verdict_basis`.
  // OUT_OF_RANGE as JudgeTarget (result.h).
  absl::StatusOr<Tally> Judge(absl::Span<const size_t> regions, absl::Time as_of) const;

 private:
  struct RowTarget {
    const type::v1::Indicator* indicator;
    TargetRule rule;
    std::vector<size_t> numerator, denominator;  // places of figures
    std::vector<size_t> industries;              // one, or several that are added up
    size_t period, baseline_period;
  };

  explicit GridJudge(const FigureGrid& grid) : grid_(&grid) {}

  Reading Read(const RowTarget& target, size_t region, size_t industry, size_t period, absl::Time as_of) const;

  const FigureGrid* grid_;
  std::vector<RowTarget> targets_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_GRID_JUDGE_H_
