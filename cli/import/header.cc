#include "cli/import/header.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/import/spelling.h"
#include "cli/text/names.h"

namespace lianfang::cli {
namespace {

constexpr int kHeaderRow = 1;

std::optional<Field> FieldOf(absl::string_view heading) {
  const std::string spelling = Spelling(heading);
  for (const Field field : kFields) {
    const Label label = HeadingOf(field);
    if (spelling == Spelling(label.zh) || spelling == label.en) return field;
  }
  return std::nullopt;
}

Fault HeaderFault(absl::string_view heading, type::v1::LocalizedText rule) {
  return {kHeaderRow, std::string(heading), std::string(heading), std::move(rule)};
}

type::v1::LocalizedText Repeated() { return Rule("该列在表头中出现两次", "the header has this column twice"); }

// Takes the column at `index`, unless it is there already.
void AddField(Header& header, Field field, size_t index, std::vector<Fault>& faults) {
  if (!header.fields.emplace(field, index).second) faults.push_back(HeaderFault(header.headings[index], Repeated()));
}

void AddFigure(Header& header, const PlanTerms& terms, size_t index, std::vector<Fault>& faults) {
  const std::string& heading = header.headings[index];
  const std::vector<std::string> ids = terms.figures.Find(heading);
  if (ids.empty()) {
    faults.push_back(
        HeaderFault(heading, Rule("方案中没有这一列（指标名称、标识，或模板中的列）",
                                  "is no figure of the plan, by id or name, and no column of the template")));
  } else if (ids.size() > 1) {
    faults.push_back(
        HeaderFault(heading, Rule(absl::StrCat("名称不唯一，请用标识：", absl::StrJoin(ids, "、")),
                                  absl::StrCat("several are called so; say which by id: ", absl::StrJoin(ids, ", ")))));
  } else {
    for (const FigureColumn& column : header.figures) {
      if (column.figure == ids.front()) {
        faults.push_back(HeaderFault(heading, Repeated()));
        return;
      }
    }
    header.figures.push_back({index, ids.front()});
  }
}

// Whether the columns are enough to tell which obligation a row answers.
bool CanIdentifyRows(const Header& header, const PlanTerms& terms) {
  const auto has = [&header](Field field) { return header.fields.contains(field); };
  if (has(Field::kObligation)) return true;
  return has(Field::kPeriod) && has(Field::kIndustry) && (has(Field::kRegion) || !terms.regions.Only().empty());
}

}  // namespace

Label HeadingOf(Field field) {
  switch (field) {
    case Field::kObligation:
      return {"报送任务", "obligation"};
    case Field::kPeriod:
      return {"数据年度", "period"};
    case Field::kRegion:
      return {"地区", "region"};
    case Field::kIndustry:
      return {"行业", "industry"};
    case Field::kNote:
      return {"备注", "note"};
    case Field::kCorrectionReason:
      return {"更正原因", "correction_reason"};
    case Field::kWarningConfirmation:
      return {"提示确认说明", "warning_confirmation"};
  }
  return {};
}

absl::string_view Header::In(const CsvRow& row, Field field) const {
  const auto column = fields.find(field);
  return column == fields.end() ? absl::string_view() : Trimmed(row.Cell(column->second));
}

std::string Header::HeadingFor(Field field) const {
  const auto column = fields.find(field);
  return column == fields.end() ? std::string(HeadingOf(field).zh) : headings[column->second];
}

Header ReadHeader(const CsvRow& row, const PlanTerms& terms, std::vector<Fault>& faults) {
  Header header;
  for (const std::string& cell : row.cells) header.headings.emplace_back(Trimmed(cell));
  for (size_t i = 0; i < header.headings.size(); ++i) {
    if (header.headings[i].empty()) continue;
    if (const auto field = FieldOf(header.headings[i])) {
      AddField(header, *field, i, faults);
    } else {
      AddFigure(header, terms, i, faults);
    }
  }
  if (!CanIdentifyRows(header, terms)) {
    faults.push_back(HeaderFault("", Rule("缺少“报送任务”列，或“数据年度”、“地区”、“行业”各列",
                                          "lacks the column obligation, or the columns period, region and industry")));
  }
  if (header.figures.empty()) faults.push_back(HeaderFault("", Rule("没有指标列", "has no column of a figure")));
  return header;
}

std::string PlanNamedIn(const std::vector<CsvRow>& rows) {
  if (rows.empty()) return "";
  for (size_t i = 0; i < rows.front().cells.size(); ++i) {
    if (FieldOf(rows.front().cells[i]) != Field::kObligation) continue;
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
      if (std::string plan = PlanOf(Trimmed(row->Cell(i))); !plan.empty()) return plan;
    }
  }
  return "";
}

}  // namespace lianfang::cli
