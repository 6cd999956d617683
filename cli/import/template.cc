#include "cli/import/template.h"

#include <vector>

#include "cli/import/header.h"
#include "cli/text/csv_text.h"

namespace lianfang::cli {

std::string TemplateText(const TemplateWords& words, const ObligationList& obligations) {
  const auto figures = words.FiguresAskedFor(obligations);
  const auto heading = [&words](Field field) { return std::string(HeadingOf(field).In(words.language())); };
  std::vector<std::string> header;
  for (const Field field : {Field::kObligation, Field::kPeriod, Field::kRegion, Field::kIndustry}) {
    header.push_back(heading(field));
  }
  for (const auto* figure : figures) header.push_back(words.Figure(*figure));
  for (const Field field : {Field::kNote, Field::kCorrectionReason, Field::kWarningConfirmation}) {
    header.push_back(heading(field));
  }

  std::string text;
  AppendCsvRow(header, text);
  for (const auto& obligation : obligations) {
    std::vector<std::string> row = {obligation.name(), words.Period(obligation.period()),
                                    words.Region(obligation.region()), words.Industry(obligation.industry())};
    for (const auto* figure : figures) row.push_back(words.Cell(obligation, figure->id()));
    row.resize(header.size());
    AppendCsvRow(row, text);
  }
  return text;
}

}  // namespace lianfang::cli
