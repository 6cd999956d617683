#include "cli/import/header.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/import/spelling.h"
#include "cli/text/characters.h"
#include "cli/text/names.h"

namespace lianfang::cli {
namespace {

constexpr size_t kRowsToSearch = 50;

// The field of a heading, by the program's own words for it.
std::optional<Field> FieldOf(absl::string_view heading) {
  const std::string spelling = Spelling(heading);
  for (const Field field : kFields) {
    const Label label = HeadingOf(field);
    if (spelling == Spelling(label.zh) || spelling == label.en) return field;
  }
  return std::nullopt;
}

type::v1::LocalizedText Repeated() { return Rule("该列在表头中出现两次", "the header has this column twice"); }

// Likewise, or by a mapping's.
std::optional<Field> FieldOf(absl::string_view heading, const PlanTerms& terms) {
  const auto mapped = terms.field_headings.find(Spelling(heading));
  return FieldOf(mapped == terms.field_headings.end() ? heading : absl::string_view(mapped->second));
}

Fault HeadingFault(const Header& header, size_t index, type::v1::LocalizedText rule) {
  return header.FaultAt(header.row, index, header.headings[index], std::move(rule));
}

// A heading that the plan does not have, and the characters in it that may be why.
type::v1::LocalizedText Unknown(absl::string_view heading) {
  std::string zh = "方案中没有这一列（指标名称、标识，或模板中的列）";
  std::string en = "is no figure of the plan, by id or name, and no column of the template";
  if (const auto unusual = UnusualCharacters(FoldText(heading))) {
    absl::StrAppend(&zh, "；含有 ", unusual->zh());
    absl::StrAppend(&en, "; holds ", unusual->en());
  }
  return Rule(zh, en);
}

// Takes the column at `index`, unless it is there already.
void AddField(Header& header, Field field, size_t index, std::vector<Fault>& faults) {
  if (!header.fields.emplace(field, index).second) faults.push_back(HeadingFault(header, index, Repeated()));
}

void AddFigure(Header& header, const PlanTerms& terms, size_t index, std::vector<Fault>& faults) {
  const std::string& heading = header.headings[index];
  const std::vector<std::string> ids = terms.figures.Find(heading);
  if (ids.empty()) {
    faults.push_back(HeadingFault(header, index, Unknown(heading)));
  } else if (ids.size() > 1) {
    faults.push_back(
        HeadingFault(header, index,
                     Rule(absl::StrCat("名称不唯一，请用标识：", absl::StrJoin(ids, "、")),
                          absl::StrCat("several are called so; say which by id: ", absl::StrJoin(ids, ", ")))));
  } else {
    for (const FigureColumn& column : header.figures) {
      if (column.figure == ids.front()) {
        faults.push_back(HeadingFault(header, index, Repeated()));
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
  return (has(Field::kPeriod) || !terms.periods.Default().empty()) &&
         (has(Field::kIndustry) || !terms.industries.Default().empty()) &&
         (has(Field::kRegion) || !terms.regions.Default().empty());
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
    case Field::kChoice:
      return {"填报情况", "choice"};
    case Field::kNote:
      return {"备注", "note"};
    case Field::kCorrectionReason:
      return {"更正原因", "correction_reason"};
    case Field::kWarningConfirmation:
      return {"提示确认说明", "warning_confirmation"};
  }
  return {};
}

std::string Header::In(const FileRow& file_row, Field field) const {
  const auto column = fields.find(field);
  return column == fields.end() ? "" : FoldText(file_row.Cell(column->second));
}

std::string Header::HeadingFor(Field field) const {
  const auto column = fields.find(field);
  return column == fields.end() ? std::string(HeadingOf(field).zh) : headings[column->second];
}

Fault Header::FaultAt(int row_number, std::optional<size_t> column, absl::string_view value,
                      type::v1::LocalizedText rule) const {
  const bool headed = column.has_value() && *column < headings.size();
  return {row_number, headed ? headings[*column] : "", std::string(value), std::move(rule), column, sheet, sheet_name};
}

const FileRow* FindHeader(const std::vector<FileRow>& rows, const PlanTerms& terms) {
  for (size_t i = 0; i < std::min(rows.size(), kRowsToSearch); ++i) {
    const auto known = absl::c_count_if(rows[i].cells, [&terms](const std::string& cell) {
      return !Trimmed(cell).empty() && (FieldOf(cell, terms).has_value() || !terms.figures.Find(cell).empty());
    });
    if (known >= 2) return &rows[i];
  }
  return nullptr;
}

Header ReadHeader(const FileRow& row, const PlanTerms& terms, std::vector<Fault>& faults, size_t sheet,
                  absl::string_view sheet_name) {
  Header header;
  header.sheet = sheet;
  header.sheet_name = std::string(sheet_name);
  header.row = row.number;
  for (const std::string& cell : row.cells) header.headings.emplace_back(Trimmed(cell));
  for (size_t i = 0; i < header.headings.size(); ++i) {
    if (header.headings[i].empty() || terms.ignored_headings.contains(Spelling(header.headings[i]))) continue;
    if (const auto field = FieldOf(header.headings[i], terms)) {
      AddField(header, *field, i, faults);
    } else {
      AddFigure(header, terms, i, faults);
    }
  }
  if (!CanIdentifyRows(header, terms)) {
    faults.push_back(header.FaultAt(row.number, std::nullopt, "",
                                    Rule("缺少“报送任务”列，或“数据年度”、“地区”、“行业”各列",
                                         "lacks the column obligation, or the columns period, region and industry")));
  }
  if (header.figures.empty()) {
    faults.push_back(header.FaultAt(row.number, std::nullopt, "", Rule("没有指标列", "has no column of a figure")));
  }
  return header;
}

std::string PlanNamedIn(const std::vector<FileRow>& rows) {
  for (size_t header = 0; header < std::min(rows.size(), kRowsToSearch); ++header) {
    for (size_t i = 0; i < rows[header].cells.size(); ++i) {
      if (FieldOf(rows[header].cells[i]) != Field::kObligation) continue;
      for (size_t row = header + 1; row < rows.size(); ++row) {
        if (std::string plan = PlanOf(Spelling(rows[row].Cell(i))); !plan.empty()) return plan;
      }
      return "";
    }
  }
  return "";
}

}  // namespace lianfang::cli
