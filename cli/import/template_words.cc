#include "cli/import/template_words.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "cli/import/cell.h"

namespace lianfang::cli {
namespace {

bool Means(const Terms& terms, const std::string& text, const std::string& id) {
  return terms.Find(text) == std::vector<std::string>{id};
}

std::string Word(const std::string& id, const Terms& terms, const type::v1::LocalizedText& names, Language language) {
  return language == Language::kChinese && Means(terms, names.zh(), id) ? names.zh() : id;
}

template <typename Items>
std::string WordIn(const Items& items, const std::string& id, const Terms& terms, Language language) {
  const auto found = absl::c_find_if(items, [&id](const auto& item) { return item.id() == id; });
  return found == items.end() ? id : Word(id, terms, found->names(), language);
}

}  // namespace

TemplateWords::TemplateWords(const type::v1::Plan& plan, const ReturnList& returns, Language language)
    : plan_(plan), language_(language), terms_(plan) {
  for (const submission::v1::Return& filed : returns) filed_for_.emplace(filed.obligation(), &filed);
}

std::vector<const type::v1::Figure*> TemplateWords::FiguresAskedFor(const ObligationList& obligations) const {
  std::set<std::string> asked;
  for (const auto& obligation : obligations) asked.insert(obligation.figures().begin(), obligation.figures().end());
  std::vector<const type::v1::Figure*> figures;
  for (const auto& figure : plan_.figures()) {
    if (asked.contains(figure.id())) figures.push_back(&figure);
  }
  return figures;
}

std::string TemplateWords::Figure(const type::v1::Figure& figure) const {
  return Word(figure.id(), terms_.figures, figure.names(), language_);
}

std::string TemplateWords::FigureWithUnit(const type::v1::Figure& figure) const {
  const std::string word = Figure(figure);
  const std::string with_unit = absl::StrCat(word, "（", figure.unit().zh(), "）");
  return !figure.unit().zh().empty() && Means(terms_.figures, with_unit, figure.id()) ? with_unit : word;
}

std::string TemplateWords::Period(const std::string& id) const {
  return WordIn(plan_.periods(), id, terms_.periods, language_);
}

std::string TemplateWords::Region(const std::string& code) const {
  const auto found = absl::c_find_if(plan_.regions(), [&code](const auto& region) { return region.code() == code; });
  return found == plan_.regions().end() ? code : Word(code, terms_.regions, found->names(), language_);
}

std::string TemplateWords::Industry(const std::string& id) const {
  return WordIn(plan_.industries(), id, terms_.industries, language_);
}

std::string TemplateWords::Cell(const submission::v1::Obligation& obligation, const std::string& figure) const {
  if (!absl::c_linear_search(obligation.figures(), figure)) return std::string(kNotAsked);
  const auto found = filed_for_.find(obligation.name());
  if (found == filed_for_.end()) return "";
  const auto& stated = found->second->latest().figures();
  const auto value = absl::c_find_if(stated, [&figure](const auto& each) { return each.figure() == figure; });
  return value == stated.end() ? "" : CellText(*value, language_);
}

}  // namespace lianfang::cli
