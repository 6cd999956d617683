#include "cli/import/plan_terms.h"

#include "absl/strings/str_cat.h"
#include "cli/import/spelling.h"

namespace lianfang::cli {

void Terms::Add(const std::string& id, const type::v1::LocalizedText& names) {
  ids_.insert(id);
  names_.emplace(id, names.zh());
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

void Terms::Rename(const std::string& id, const std::string& name) { by_name_[Spelling(name)] = {id}; }

std::string Terms::Label(const std::string& id) const {
  const auto name = names_.find(id);
  return name == names_.end() || name->second.empty() ? id : absl::StrCat(name->second, "（", id, "）");
}

bool Terms::SetConstant(const std::string& id) {
  if (!Has(id)) return false;
  constant_ = id;
  return true;
}

std::string Terms::Default() const {
  if (!constant_.empty()) return constant_;
  return ids_.size() == 1 ? *ids_.begin() : "";
}

PlanTerms::PlanTerms(const type::v1::Plan& document) : plan(document.name()) {
  for (const auto& period : document.periods()) periods.Add(period.id(), period.names());
  for (const auto& region : document.regions()) regions.Add(region.code(), region.names());
  for (const auto& industry : document.industries()) industries.Add(industry.id(), industry.names());
  for (const auto& figure : document.figures()) {
    figures.Add(figure.id(), figure.names());
    // Tables head a figure with its unit, too: 死亡人数（人）.
    type::v1::LocalizedText with_unit;
    if (!figure.names().zh().empty() && !figure.unit().zh().empty()) {
      with_unit.set_zh(absl::StrCat(figure.names().zh(), "（", figure.unit().zh(), "）"));
    }
    if (!figure.names().en().empty() && !figure.unit().en().empty()) {
      with_unit.set_en(absl::StrCat(figure.names().en(), " (", figure.unit().en(), ")"));
    }
    figures.Add(figure.id(), with_unit);
  }
}

}  // namespace lianfang::cli
