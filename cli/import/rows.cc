#include "cli/import/rows.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/import/cell.h"
#include "cli/import/spelling.h"
#include "cli/text/characters.h"
#include "cli/text/names.h"
#include "common/code_points.h"
#include "common/text.h"

namespace lianfang::cli {
namespace {

using submission::v1::Obligation;

// No id holds a slash.
std::string Subject(absl::string_view period, absl::string_view region, absl::string_view industry) {
  return absl::StrCat(period, "/", region, "/", industry);
}

// Appends the names of unusual characters in `text` to a rule about it.
type::v1::LocalizedText WithUnusual(type::v1::LocalizedText rule, absl::string_view text) {
  const auto unusual = UnusualCharacters(FoldText(text));
  if (!unusual.has_value()) return rule;
  return Rule(absl::StrCat(rule.zh(), "；含有 ", unusual->zh()), absl::StrCat(rule.en(), "; holds ", unusual->en()));
}

type::v1::LocalizedText NoSuchObligation() {
  return Rule("方案中没有这项报送任务，或不归本部门报送",
              "the plan has no such obligation, or it is another department's");
}

type::v1::LocalizedText Absent() {
  return Rule("应报而未填：没有发生填 0，不存在填“不适用：原因”",
              "is owed and absent: 0 where there was none, `n/a: REASON` where it does not exist");
}

type::v1::LocalizedText DashForOwed() {
  return Rule("应报而只有横线或斜线，不知何意：没有发生填 0，不存在填“不适用：原因”，尚不掌握则留空",
              "is owed, and a dash may mean anything: 0 where there was none, `n/a: REASON` where it does not exist, "
              "empty where it is not known yet");
}

// What the row chooses; nothing where the word is unknown.
std::optional<Choice> ChoiceOf(absl::string_view text) {
  const std::string spelling = Spelling(text);
  if (spelling.empty()) return Choice::kAsStated;
  for (const Choice choice : kChoices) {
    if (spelling == Spelling(WordFor(choice).zh) || spelling == WordFor(choice).en) return choice;
  }
  return std::nullopt;
}

// Reads the rows of one sheet, one at a time; what is wrong with them is added to the faults.
class RowReader {
 public:
  RowReader(const Header& header, const PlanTerms& terms, const ObligationIndex& obligations,
            std::vector<Fault>& faults)
      : header_(header), terms_(terms), obligations_(obligations), faults_(faults) {}

  // Nothing where the row states nothing.
  std::optional<FilledRow> Read(const FileRow& row) {
    FilledRow filled{&row, &header_, nullptr, {}, {}, "", "", ""};
    const std::optional<Choice> choice = ChoiceOf(header_.In(row, Field::kChoice));
    if (IsBlank(row, choice) || IsSkipped(row)) return std::nullopt;
    filled.obligation = FindObligation(row);
    if (OnlyDashesWhereNothingIsAsked(row, choice, filled.obligation)) return std::nullopt;
    CheckCells(row);
    if (!choice.has_value()) AddFault(row, Field::kChoice, UnknownChoice());
    filled.note = header_.In(row, Field::kNote);
    filled.correction_reason = header_.In(row, Field::kCorrectionReason);
    filled.warning_confirmation = header_.In(row, Field::kWarningConfirmation);
    if (filled.obligation != nullptr && choice.has_value()) ReadFigures(row, *choice, filled);
    return filled;
  }

 private:
  void AddFault(const FileRow& row, std::optional<size_t> column, type::v1::LocalizedText rule) {
    faults_.push_back(header_.FaultAt(row.number, column, column ? row.Cell(*column) : "", std::move(rule)));
  }

  // At the field's column; under its usual heading where the sheet has none.
  void AddFault(const FileRow& row, Field field, type::v1::LocalizedText rule) {
    const auto column = header_.fields.find(field);
    if (column != header_.fields.end()) return AddFault(row, column->second, std::move(rule));
    Fault fault = header_.FaultAt(row.number, std::nullopt, "", std::move(rule));
    fault.column = header_.HeadingFor(field);
    faults_.push_back(std::move(fault));
  }

  bool IsBlank(const FileRow& row, const std::optional<Choice>& choice) const {
    if (choice != Choice::kAsStated && choice != Choice::kNotYetKnown) return false;
    return absl::c_all_of(header_.figures, [&](const FigureColumn& column) {
      const absl::string_view cell = row.Cell(column.index);
      return Trimmed(cell).empty() || (choice == Choice::kNotYetKnown && IsNothing(cell));
    });
  }

  // A total, say, of a table that somebody published.
  bool IsSkipped(const FileRow& row) const {
    return absl::c_any_of(std::initializer_list<Field>{Field::kPeriod, Field::kRegion, Field::kIndustry},
                          [&](Field field) { return terms_.skipped_rows.contains(Spelling(header_.In(row, field))); });
  }

  // Rows as a template has them, not filled in. A dash for a figure that is owed states something, and nobody knows what.
  bool OnlyDashesWhereNothingIsAsked(const FileRow& row, const std::optional<Choice>& choice,
                                     const Obligation* obligation) const {
    return choice == Choice::kAsStated && obligation != nullptr &&
           absl::c_all_of(header_.figures, [&](const FigureColumn& column) {
             const absl::string_view cell = Trimmed(row.Cell(column.index));
             return cell.empty() || (IsNothing(cell) && !IsOwed(*obligation, column));
           });
  }

  static bool IsOwed(const Obligation& obligation, const FigureColumn& column) {
    return absl::c_linear_search(obligation.figures(), column.figure);
  }

  void CheckCells(const FileRow& row) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const std::string text = FoldText(row.cells[i]);
      const bool headed = i < header_.headings.size() && !header_.headings[i].empty();
      if (!headed && !text.empty()) {
        AddFault(row, i,
                 Rule(absl::StrCat("第 ", i + 1, " 列没有表头"), absl::StrCat("column ", i + 1, " has no heading")));
      } else if (const auto forbidden = ForbiddenIn(text)) {
        const type::v1::LocalizedText name = CharacterName(*forbidden);
        AddFault(row, i,
                 Rule(absl::StrCat("含有不能报送的字符：", name.zh()),
                      absl::StrCat("holds a character that may not be filed: ", name.en())));
      } else if (IsFormulaError(text) && !IsFigure(i)) {
        AddFault(row, i, Rule("公式出错，没有值", "is an error of a formula"));
      }
    }
  }

  static std::optional<char32_t> ForbiddenIn(absl::string_view text) {
    if (const auto forbidden = FirstForbiddenCodePoint(text)) return static_cast<char32_t>(*forbidden);
    std::optional<char32_t> reversing;
    ForEachCodePoint(text, [&reversing](char32_t c) {
      if (!reversing && ReversesText(c)) reversing = c;
    });
    return reversing;
  }

  bool IsFigure(size_t index) const {
    return absl::c_any_of(header_.figures, [index](const FigureColumn& column) { return column.index == index; });
  }

  const Obligation* FindObligation(const FileRow& row) {
    const std::string named = Spelling(header_.In(row, Field::kObligation));
    if (named.empty()) return FindBySubject(row);
    const auto name = NameInPlan(terms_.plan, "obligations", named);
    const Obligation* obligation = name.ok() ? obligations_.ByName(*name) : nullptr;
    if (obligation == nullptr) {
      AddFault(row, Field::kObligation, WithUnusual(NoSuchObligation(), header_.In(row, Field::kObligation)));
      return nullptr;
    }
    CheckAgrees(row, Field::kPeriod, terms_.periods, obligation->period());
    CheckAgrees(row, Field::kRegion, terms_.regions, obligation->region());
    CheckAgrees(row, Field::kIndustry, terms_.industries, obligation->industry());
    return obligation;
  }

  // A row may name its obligation and say in words what it is about; sorting one column alone makes the two disagree.
  void CheckAgrees(const FileRow& row, Field field, const Terms& terms, const std::string& id) {
    const std::string text = header_.In(row, field);
    if (!text.empty() && !absl::c_linear_search(terms.Find(text), id)) {
      AddFault(row, field,
               Rule(absl::StrCat("与本行的报送任务不符（应为 ", id, "）"),
                    absl::StrCat("contradicts the row's obligation, which is about ", id)));
    }
  }

  const Obligation* FindBySubject(const FileRow& row) {
    const std::string period = FindId(row, Field::kPeriod, terms_.periods);
    const std::string region = FindId(row, Field::kRegion, terms_.regions);
    const std::string industry = FindId(row, Field::kIndustry, terms_.industries);
    if (period.empty() || region.empty() || industry.empty()) return nullptr;
    const Obligation* obligation = obligations_.About(period, region, industry);
    if (obligation == nullptr) {
      faults_.push_back(
          header_.FaultAt(row.number, std::nullopt, Subject(period, region, industry), NoSuchObligation()));
    }
    return obligation;
  }

  // The one id that the cell means, or the only one of the plan where nothing is said; empty with a fault otherwise.
  std::string FindId(const FileRow& row, Field field, const Terms& terms) {
    const std::string text = header_.In(row, field);
    if (text.empty() && !terms.Default().empty()) return terms.Default();
    const std::vector<std::string> ids = terms.Find(text);
    if (ids.size() == 1) return ids.front();
    AddFault(row, field,
             ids.empty() ? WithUnusual(Rule("方案中没有此项", "the plan has none so called"), text)
                         : Rule(absl::StrCat("名称不唯一，请用标识：", absl::StrJoin(ids, "、")),
                                absl::StrCat("several are called so; say which by id: ", absl::StrJoin(ids, ", "))));
    return "";
  }

  void ReadFigures(const FileRow& row, Choice choice, FilledRow& filled) {
    if (choice == Choice::kNotApplicable && filled.note.empty()) {
      AddFault(row, Field::kNote,
               Rule("填报情况为“不适用”，须在备注写明原因", "the row is not applicable; the note must say why"));
      return;
    }
    std::set<std::string> headed;
    for (const FigureColumn& column : header_.figures) {
      const absl::string_view cell = Trimmed(row.Cell(column.index));
      if (IsOwed(*filled.obligation, column)) {
        headed.insert(column.figure);
        ReadFigure(row, choice, column, filled);
      } else if (!cell.empty() && !IsNothing(cell)) {
        AddFault(row, column.index, Rule("该任务不要求报送此指标", "this obligation does not ask for the figure"));
      }
    }
    for (const std::string& figure : filled.obligation->figures()) {
      if (headed.contains(figure)) continue;
      Fault fault = header_.FaultAt(row.number, std::nullopt, "", Absent());
      fault.column = terms_.figures.Label(figure);
      faults_.push_back(std::move(fault));
    }
  }

  void ReadFigure(const FileRow& row, Choice choice, const FigureColumn& column, FilledRow& filled) {
    const absl::string_view cell = row.Cell(column.index);
    type::v1::FigureValue stated;
    const bool dash = IsNothing(cell);
    if (dash && choice != Choice::kNotApplicable) return AddFault(row, column.index, DashForOwed());
    if (!dash) {
      if (auto broken = ParseFigureCell(cell, stated)) return AddFault(row, column.index, *std::move(broken));
    }
    if (stated.value_case() != type::v1::FigureValue::VALUE_NOT_SET) {
      if (!Agrees(choice, stated)) return AddFault(row, column.index, Contradiction(choice));
    } else if (choice == Choice::kAllZero) {
      stated.set_number(0);
    } else if (choice == Choice::kNotApplicable) {
      stated.mutable_not_applicable()->set_reason(filled.note);
    } else if (choice == Choice::kNotYetKnown) {
      return;  // another figure of the row contradicts it
    } else {
      return AddFault(row, column.index, Absent());
    }
    stated.set_figure(column.figure);
    filled.figures.push_back(std::move(stated));
    filled.columns.push_back(column.index);
  }

  static bool Agrees(Choice choice, const type::v1::FigureValue& value) {
    switch (choice) {
      case Choice::kAsStated:
        return true;
      case Choice::kAllZero:
        return value.has_number() && value.number() == 0;
      case Choice::kNotApplicable:
        return value.has_not_applicable();
      case Choice::kNotYetKnown:
        return false;
    }
    return false;
  }

  static type::v1::LocalizedText Contradiction(Choice choice) {
    return Rule(absl::StrCat("与本行的填报情况“", WordFor(choice).zh, "”不符"),
                absl::StrCat("contradicts the row's choice, ", WordFor(choice).en));
  }

  static type::v1::LocalizedText UnknownChoice() {
    std::vector<absl::string_view> zh;
    std::vector<absl::string_view> en;
    for (const Choice choice : kChoices) {
      zh.push_back(WordFor(choice).zh);
      en.push_back(WordFor(choice).en);
    }
    return Rule(absl::StrCat("须为：", absl::StrJoin(zh, "、")),
                absl::StrCat("must be one of ", absl::StrJoin(en, ", ")));
  }

  const Header& header_;
  const PlanTerms& terms_;
  const ObligationIndex& obligations_;
  std::vector<Fault>& faults_;
};

using RowsByObligation = std::map<const Obligation*, std::vector<std::pair<const FileRow*, const Header*>>>;

// Rows for one obligation, where there is more than one.
void AddDuplicates(const RowsByObligation& filled, std::vector<Fault>& faults) {
  for (const auto& [obligation, rows] : filled) {
    if (rows.size() == 1) continue;
    const Header* const first = rows[0].second;
    const bool one_sheet = absl::c_all_of(rows, [first](const auto& row) { return row.second->sheet == first->sheet; });
    std::vector<std::string> places;
    for (const auto& [row, header] : rows) {
      places.push_back(one_sheet ? absl::StrCat(row->number) : absl::StrCat(header->sheet_name, "!", row->number));
    }
    for (const auto& [row, header] : rows) {
      const auto column = header->fields.find(Field::kObligation);
      Fault fault = header->FaultAt(
          row->number, column == header->fields.end() ? std::nullopt : std::optional<size_t>(column->second),
          IdOf(obligation->name()),
          Rule(absl::StrCat("同一报送任务重复：第 ", absl::StrJoin(places, "、"), " 行"),
               absl::StrCat("rows ", absl::StrJoin(places, ", "), " are for one obligation")));
      fault.column = header->HeadingFor(Field::kObligation);
      faults.push_back(std::move(fault));
    }
  }
}

}  // namespace

Label WordFor(Choice choice) {
  switch (choice) {
    case Choice::kAsStated:
      return {"据实填报", "as-stated"};
    case Choice::kAllZero:
      return {"全部为零", "all-zero"};
    case Choice::kNotApplicable:
      return {"不适用", "not-applicable"};
    case Choice::kNotYetKnown:
      return {"暂缺", "not-yet-known"};
  }
  return {};
}

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

FilledRows ReadRows(const std::vector<SheetRows>& sheets, const PlanTerms& terms, const ObligationIndex& obligations,
                    std::vector<Fault> known) {
  FilledRows result;
  result.faults = std::move(known);
  RowsByObligation filled;
  for (const SheetRows& sheet : sheets) {
    RowReader reader(*sheet.header, terms, obligations, result.faults);
    for (const FileRow& row : *sheet.rows) {
      if (row.number <= sheet.header->row) continue;
      auto read = reader.Read(row);
      if (!read.has_value()) {
        ++result.blank;
        continue;
      }
      if (read->obligation != nullptr) filled[read->obligation].emplace_back(&row, sheet.header);
      result.rows.push_back(*std::move(read));
    }
  }
  AddDuplicates(filled, result.faults);

  std::set<std::pair<size_t, int>> faulty;
  for (const Fault& fault : result.faults) faulty.emplace(fault.sheet, fault.row);
  result.rows.erase(std::remove_if(result.rows.begin(), result.rows.end(),
                                   [&](const FilledRow& row) {
                                     return faulty.contains({row.header->sheet, row.source->number});
                                   }),
                    result.rows.end());
  std::stable_sort(result.faults.begin(), result.faults.end(), ComesBefore);
  return result;
}

}  // namespace lianfang::cli
