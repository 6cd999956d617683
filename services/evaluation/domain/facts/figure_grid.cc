#include "services/evaluation/domain/facts/figure_grid.h"

#include "services/evaluation/domain/plan/plan_lookup.h"

namespace lianfang::evaluation {

using ::lianfang::type::v1::Industry;
using ::lianfang::type::v1::Plan;

FigureGrid::FigureGrid(const Plan& plan, const Filings& filings)
    : industry_count_(static_cast<size_t>(plan.industries_size())),
      period_count_(static_cast<size_t>(plan.periods_size())),
      figure_count_(static_cast<size_t>(plan.figures_size())) {
  for (const type::v1::Region& region : plan.regions()) regions_.emplace(region.code(), regions_.size());
  for (const type::v1::Figure& figure : plan.figures()) figures_.emplace(figure.id(), figures_.size());
  std::vector<bool> requested;
  for (const Industry& industry : plan.industries()) {
    for (const type::v1::Period& period : plan.periods()) {
      requested.push_back(Requests(plan, industry.id(), period.id()));
    }
  }
  cells_.resize(regions_.size() * requested.size());
  values_.resize(cells_.size() * figure_count_, kAbsent);
  size_t cell = 0;
  for (const type::v1::Region& region : plan.regions()) {
    for (const Industry& industry : plan.industries()) {
      for (const type::v1::Period& period : plan.periods()) {
        const Filing filing = filings.Find({region.code(), industry.id(), period.id()});
        cells_[cell] = HoldingOf(filing, requested[cell % requested.size()]);
        if (filing.filed != nullptr) Fill(RevisionInForce(*filing.filed), cell);
        ++cell;
      }
    }
  }
}

void FigureGrid::Fill(const submission::v1::ReturnRevision& revision, size_t cell) {
  for (const type::v1::FigureValue& value : revision.figures()) {
    const auto place = figures_.find(value.figure());
    if (place == figures_.end()) continue;
    int64_t& stored = values_[cell * figure_count_ + place->second];
    switch (StatementOf(&value)) {
      case Statement::kNumber:
        stored = value.number();
        break;
      case Statement::kNotApplicable:
        stored = kNotApplicable;
        break;
      case Statement::kAbsent:
        break;
    }
  }
}

FigureGrid::Cell FigureGrid::At(size_t region, size_t industry, size_t period) const {
  const size_t cell = (region * industry_count_ + industry) * period_count_ + period;
  return {cells_[cell], absl::MakeConstSpan(values_).subspan(cell * figure_count_, figure_count_)};
}

}  // namespace lianfang::evaluation
