#include "cli/import/rows.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/import/cell.h"
#include "cli/import/spelling.h"
#include "cli/text/names.h"
#include "common/text.h"

namespace lianfang::cli {
namespace {

using submission::v1::Obligation;

// No id holds a slash.
std::string Subject(absl::string_view period, absl::string_view region, absl::string_view industry) {
  return absl::StrCat(period, "/", region, "/", industry);
}

// Reads one row at a time; what is wrong with it is added to the faults.
class RowReader {
 public:
  RowReader(const Header& header, const PlanTerms& terms, const ObligationIndex& obligations,
            std::vector<Fault>& faults)
      : header_(header), terms_(terms), obligations_(obligations), faults_(faults) {}

  // Whether any figure is stated.
  bool IsFilled(const CsvRow& row) const {
    return absl::c_any_of(header_.figures, [&row](const FigureColumn& column) {
      const absl::string_view cell = Trimmed(row.Cell(column.index));
      return !cell.empty() && cell != kNotAsked;
    });
  }

  FilledRow Read(const CsvRow& row) {
    FilledRow filled{&row, nullptr, {}, {}, "", "", ""};
    CheckCells(row);
    filled.obligation = FindObligation(row);
    if (filled.obligation != nullptr) ReadFigures(row, filled);
    filled.note = std::string(header_.In(row, Field::kNote));
    filled.correction_reason = std::string(header_.In(row, Field::kCorrectionReason));
    filled.warning_confirmation = std::string(header_.In(row, Field::kWarningConfirmation));
    return filled;
  }

 private:
  void AddFault(const CsvRow& row, absl::string_view column, absl::string_view value, type::v1::LocalizedText rule) {
    faults_.push_back({row.number, std::string(column), std::string(value), std::move(rule)});
  }

  void CheckCells(const CsvRow& row) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const bool headed = i < header_.headings.size() && !header_.headings[i].empty();
      if (!headed && !Trimmed(row.cells[i]).empty()) {
        AddFault(row, "", row.cells[i],
                 Rule(absl::StrCat("第 ", i + 1, " 列没有表头"), absl::StrCat("column ", i + 1, " has no heading")));
      } else if (HasForbiddenControl(row.cells[i])) {
        AddFault(row, headed ? header_.headings[i] : "", row.cells[i],
                 Rule("含有控制字符", "holds a control character"));
      }
    }
  }

  const Obligation* FindObligation(const CsvRow& row) {
    const absl::string_view named = header_.In(row, Field::kObligation);
    if (named.empty()) return FindBySubject(row);
    const auto name = NameInPlan(terms_.plan, "obligations", named);
    const Obligation* obligation = name.ok() ? obligations_.ByName(*name) : nullptr;
    if (obligation == nullptr) {
      AddFault(row, header_.HeadingFor(Field::kObligation), named,
               Rule("方案中没有这项报送任务，或不归本部门报送",
                    "the plan has no such obligation, or it is another department's"));
      return nullptr;
    }
    CheckAgrees(row, Field::kPeriod, terms_.periods, obligation->period());
    CheckAgrees(row, Field::kRegion, terms_.regions, obligation->region());
    CheckAgrees(row, Field::kIndustry, terms_.industries, obligation->industry());
    return obligation;
  }

  // A row may name its obligation and say in words what it is about; sorting one column alone makes the two disagree.
  void CheckAgrees(const CsvRow& row, Field field, const Terms& terms, const std::string& id) {
    const absl::string_view text = header_.In(row, field);
    if (!text.empty() && !absl::c_linear_search(terms.Find(text), id)) {
      AddFault(row, header_.HeadingFor(field), text,
               Rule(absl::StrCat("与本行的报送任务不符（应为 ", id, "）"),
                    absl::StrCat("contradicts the row's obligation, which is about ", id)));
    }
  }

  const Obligation* FindBySubject(const CsvRow& row) {
    const std::string period = FindId(row, Field::kPeriod, terms_.periods);
    const std::string region = FindId(row, Field::kRegion, terms_.regions);
    const std::string industry = FindId(row, Field::kIndustry, terms_.industries);
    if (period.empty() || region.empty() || industry.empty()) return nullptr;
    const Obligation* obligation = obligations_.About(period, region, industry);
    if (obligation == nullptr) {
      AddFault(row, "", Subject(period, region, industry),
               Rule("方案中没有这项报送任务，或不归本部门报送",
                    "the plan has no such obligation, or it is another department's"));
    }
    return obligation;
  }

  // The one id that the cell means, or the only one of the plan where nothing is said; empty with a fault otherwise.
  std::string FindId(const CsvRow& row, Field field, const Terms& terms) {
    const absl::string_view text = header_.In(row, field);
    if (text.empty() && !terms.Only().empty()) return terms.Only();
    const std::vector<std::string> ids = terms.Find(text);
    if (ids.size() == 1) return ids.front();
    AddFault(row, header_.HeadingFor(field), text,
             ids.empty() ? Rule("方案中没有此项", "the plan has none so called")
                         : Rule(absl::StrCat("名称不唯一，请用标识：", absl::StrJoin(ids, "、")),
                                absl::StrCat("several are called so; say which by id: ", absl::StrJoin(ids, ", "))));
    return "";
  }

  void ReadFigures(const CsvRow& row, FilledRow& filled) {
    std::set<std::string> stated;
    for (const FigureColumn& column : header_.figures) {
      const bool owed = absl::c_linear_search(filled.obligation->figures(), column.figure);
      const absl::string_view cell = Trimmed(row.Cell(column.index));
      if (!owed && (cell.empty() || cell == kNotAsked)) continue;
      stated.insert(column.figure);
      if (!owed) {
        AddFault(row, header_.headings[column.index], cell,
                 Rule("该任务不要求报送此指标", "this obligation does not ask for the figure"));
        continue;
      }
      ReadFigure(row, column, filled);
    }
    for (const std::string& figure : filled.obligation->figures()) {
      if (!stated.contains(figure)) AddFault(row, figure, "", Absent());
    }
  }

  void ReadFigure(const CsvRow& row, const FigureColumn& column, FilledRow& filled) {
    const absl::string_view cell = row.Cell(column.index);
    type::v1::FigureValue value;
    value.set_figure(column.figure);
    if (auto broken = ParseFigureCell(cell, value)) {
      AddFault(row, header_.headings[column.index], cell, *std::move(broken));
    } else if (value.value_case() == type::v1::FigureValue::VALUE_NOT_SET) {
      AddFault(row, header_.headings[column.index], cell, Absent());
    } else {
      filled.figures.push_back(std::move(value));
      filled.columns.push_back(column.index);
    }
  }

  static type::v1::LocalizedText Absent() {
    return Rule("应报而未填：没有发生填 0，不存在填“不适用：原因”",
                "is owed and absent: 0 where there was none, `n/a: REASON` where it does not exist");
  }

  const Header& header_;
  const PlanTerms& terms_;
  const ObligationIndex& obligations_;
  std::vector<Fault>& faults_;
};

// Rows for one obligation, where there is more than one.
void AddDuplicates(const std::map<const Obligation*, std::vector<const CsvRow*>>& filled, const Header& header,
                   std::vector<Fault>& faults) {
  for (const auto& [obligation, rows] : filled) {
    if (rows.size() == 1) continue;
    std::vector<int> numbers;
    for (const CsvRow* row : rows) numbers.push_back(row->number);
    for (const CsvRow* row : rows) {
      faults.push_back({row->number, header.HeadingFor(Field::kObligation), IdOf(obligation->name()),
                        Rule(absl::StrCat("同一报送任务重复：第 ", absl::StrJoin(numbers, "、"), " 行"),
                             absl::StrCat("rows ", absl::StrJoin(numbers, ", "), " are for one obligation"))});
    }
  }
}

}  // namespace

ObligationIndex::ObligationIndex(const ObligationList& obligations) {
  for (const Obligation& obligation : obligations) {
    by_name_.emplace(obligation.name(), &obligation);
    by_subject_.emplace(Subject(obligation.period(), obligation.region(), obligation.industry()), &obligation);
  }
}

const Obligation* ObligationIndex::ByName(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

const Obligation* ObligationIndex::About(const std::string& period, const std::string& region,
                                         const std::string& industry) const {
  const auto found = by_subject_.find(Subject(period, region, industry));
  return found == by_subject_.end() ? nullptr : found->second;
}

FilledRows ReadRows(const std::vector<CsvRow>& rows, const Header& header, const PlanTerms& terms,
                    const ObligationIndex& obligations) {
  FilledRows result;
  RowReader reader(header, terms, obligations, result.faults);
  std::map<const Obligation*, std::vector<const CsvRow*>> filled;
  for (size_t i = 1; i < rows.size(); ++i) {
    if (!reader.IsFilled(rows[i])) {
      ++result.blank;
      continue;
    }
    result.rows.push_back(reader.Read(rows[i]));
    if (result.rows.back().obligation != nullptr) filled[result.rows.back().obligation].push_back(&rows[i]);
  }
  AddDuplicates(filled, header, result.faults);

  std::set<int> faulty;
  for (const Fault& fault : result.faults) faulty.insert(fault.row);
  result.rows.erase(std::remove_if(result.rows.begin(), result.rows.end(),
                                   [&](const FilledRow& row) { return faulty.contains(row.source->number); }),
                    result.rows.end());
  std::stable_sort(result.faults.begin(), result.faults.end(),
                   [](const Fault& a, const Fault& b) { return a.row < b.row; });
  return result;
}

}  // namespace lianfang::cli
