#include "cli/import/plan_terms.h"

#include "cli/import/spelling.h"

namespace lianfang::cli {

void Terms::Add(const std::string& id, const type::v1::LocalizedText& names) {
  ids_.insert(id);
  for (const std::string& name : {names.zh(), names.en()}) {
    if (!name.empty()) by_name_[Spelling(name)].insert(id);
  }
}

std::vector<std::string> Terms::Find(absl::string_view text) const {
  const std::string spelling = Spelling(text);
  if (ids_.contains(spelling)) return {spelling};
  const auto found = by_name_.find(spelling);
  if (found == by_name_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

PlanTerms::PlanTerms(const type::v1::Plan& document) : plan(document.name()) {
  for (const auto& period : document.periods()) periods.Add(period.id(), period.names());
  for (const auto& region : document.regions()) regions.Add(region.code(), region.names());
  for (const auto& industry : document.industries()) industries.Add(industry.id(), industry.names());
  for (const auto& figure : document.figures()) figures.Add(figure.id(), figure.names());
}

}  // namespace lianfang::cli
