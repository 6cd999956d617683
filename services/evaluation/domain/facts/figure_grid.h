// The figures of many regions as a table of numbers, for judging thousands of regions at once where only statuses are
// asked for: a league table, a country. The rule is the same that explained results follow (verdict.h).
//
//   FigureGrid grid(plan, filings);
//   absl::StatusOr<GridJudge> judge = GridJudge::Of(grid, plan, "2022");
//   absl::StatusOr<Tally> tally = judge->Judge({grid.IndexOf("140581")}, as_of);     // one region, or several added up
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_FIGURE_GRID_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_FIGURE_GRID_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/verdict/verdict.h"

namespace lianfang::evaluation {

// What stands in the table for every region, industry and period of a plan. Immutable.
class FigureGrid {
 public:
  FigureGrid(const type::v1::Plan& plan, const Filings& filings);

  // The place of a region of the plan.
  size_t IndexOf(absl::string_view region) const { return regions_.at(std::string(region)); }
  size_t region_count() const { return regions_.size(); }
  // How much memory the table takes.
  size_t bytes() const { return cells_.size() * sizeof(Holding) + values_.size() * sizeof(int64_t); }

  struct Cell {
    const Holding& holding;
    absl::Span<const int64_t> figures;  // in the order of the plan's catalogue
  };
  Cell At(size_t region, size_t industry, size_t period) const;

  // In the place of a number that is not there.
  static constexpr int64_t kAbsent = INT64_MIN;
  static constexpr int64_t kNotApplicable = INT64_MIN + 1;

 private:
  void Fill(const submission::v1::ReturnRevision& revision, size_t cell);

  size_t industry_count_, period_count_, figure_count_;
  absl::flat_hash_map<std::string, size_t> regions_, figures_;
  std::vector<Holding> cells_;   // by region, industry, period
  std::vector<int64_t> values_;  // of each cell, by figure
};

// How often which status occurs, by its number.
using Tally = std::array<int32_t, v1::ResultStatus_ARRAYSIZE>;

// The targets of one period, made ready for a grid. Refers to the plan.
class GridJudge {
 public:
  // INTERNAL when a target of the plan is faulty.
  static absl::StatusOr<GridJudge> Of(const FigureGrid& grid, const type::v1::Plan& plan, absl::string_view period);

  // The statuses of all rows for regions that are added up. OUT_OF_RANGE as JudgeTarget (result.h).
  absl::StatusOr<Tally> Judge(absl::Span<const size_t> regions, absl::Time as_of) const;

 private:
  struct RowTarget {
    const type::v1::Indicator* indicator;
    TargetRule rule;
    std::vector<size_t> numerator, denominator;  // places of figures
    size_t industry, period, baseline_period;
  };

  explicit GridJudge(const FigureGrid& grid) : grid_(&grid) {}

  Reading Read(const RowTarget& target, size_t region, size_t period, absl::Time as_of) const;

  const FigureGrid* grid_;
  std::vector<RowTarget> targets_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_FIGURE_GRID_H_
