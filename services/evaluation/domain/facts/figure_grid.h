// The figures of many regions as a table of numbers, read at thousands of regions a second. GridJudge (grid_judge.h)
// counts statuses in it.
//
//   FigureGrid grid(plan, filings);
//   FigureGrid::Cell cell = grid.At(grid.IndexOf("140581"), industry, period);      // places in the plan's lists
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_FIGURE_GRID_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_FIGURE_GRID_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/filings.h"
#include "services/evaluation/domain/facts/reliability.h"

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

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_FIGURE_GRID_H_
