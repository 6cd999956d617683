#include "cli/import/template.h"

#include <set>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "cli/import/cell.h"
#include "cli/import/csv.h"
#include "cli/import/header.h"

namespace lianfang::cli {
namespace {

using submission::v1::Obligation;
using submission::v1::Return;

std::vector<const type::v1::Figure*> FiguresAskedFor(const type::v1::Plan& plan, const ObligationList& obligations) {
  std::set<std::string> asked;
  for (const Obligation& obligation : obligations)
    asked.insert(obligation.figures().begin(), obligation.figures().end());
  std::vector<const type::v1::Figure*> figures;
  for (const auto& figure : plan.figures()) {
    if (asked.contains(figure.id())) figures.push_back(&figure);
  }
  return figures;
}

// The Chinese name, or the id: that is what is written in English, and where a Chinese name means several things.
std::string Word(const std::string& id, const Terms& terms, const type::v1::LocalizedText& names, Language language) {
  return language == Language::kChinese && terms.Find(names.zh()) == std::vector<std::string>{id} ? names.zh() : id;
}

template <typename Items>
std::string WordIn(const Items& items, const std::string& id, const Terms& terms, Language language) {
  const auto found = absl::c_find_if(items, [&id](const auto& item) { return item.id() == id; });
  return found == items.end() ? id : Word(id, terms, found->names(), language);
}

std::string RegionWord(const type::v1::Plan& plan, const std::string& code, const Terms& terms, Language language) {
  const auto found = absl::c_find_if(plan.regions(), [&code](const auto& region) { return region.code() == code; });
  return found == plan.regions().end() ? code : Word(code, terms, found->names(), language);
}

std::string FigureCell(const Obligation& obligation, const Return* filed, const std::string& figure,
                       Language language) {
  if (!absl::c_linear_search(obligation.figures(), figure)) return std::string(kNotAsked);
  if (filed == nullptr) return "";
  const auto stated =
      absl::c_find_if(filed->latest().figures(), [&figure](const auto& value) { return value.figure() == figure; });
  return stated == filed->latest().figures().end() ? "" : CellText(*stated, language);
}

}  // namespace

std::string TemplateText(const type::v1::Plan& plan, const ObligationList& obligations,
                         const google::protobuf::RepeatedPtrField<Return>& returns, Language language) {
  const PlanTerms terms(plan);
  const auto figures = FiguresAskedFor(plan, obligations);
  absl::flat_hash_map<std::string, const Return*> filed_for;
  for (const Return& filed : returns) filed_for.emplace(filed.obligation(), &filed);

  const auto heading = [language](Field field) { return std::string(HeadingOf(field).In(language)); };
  std::vector<std::string> header;
  for (const Field field : {Field::kObligation, Field::kPeriod, Field::kRegion, Field::kIndustry}) {
    header.push_back(heading(field));
  }
  for (const auto* figure : figures) header.push_back(Word(figure->id(), terms.figures, figure->names(), language));
  for (const Field field : {Field::kNote, Field::kCorrectionReason, Field::kWarningConfirmation}) {
    header.push_back(heading(field));
  }

  std::string text;
  AppendCsvRow(header, text);
  for (const Obligation& obligation : obligations) {
    const auto found = filed_for.find(obligation.name());
    const Return* filed = found == filed_for.end() ? nullptr : found->second;
    std::vector<std::string> row = {obligation.name(),
                                    WordIn(plan.periods(), obligation.period(), terms.periods, language),
                                    RegionWord(plan, obligation.region(), terms.regions, language),
                                    WordIn(plan.industries(), obligation.industry(), terms.industries, language)};
    for (const auto* figure : figures) row.push_back(FigureCell(obligation, filed, figure->id(), language));
    row.resize(header.size());
    AppendCsvRow(row, text);
  }
  return text;
}

}  // namespace lianfang::cli
