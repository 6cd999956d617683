#include "cli/commands/plan_progress_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/glossary.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

using google::protobuf::RepeatedPtrField;
using submission::v1::Obligation;
using type::v1::Plan;

// Where `id` stands in the plan's list; what is not there comes last.
template <typename Entries, typename IdOfEntry>
int PlaceOf(const Entries& entries, absl::string_view id, IdOfEntry id_of) {
  int place = 0;
  for (const auto& entry : entries) {
    if (id_of(entry) == id) return place;
    ++place;
  }
  return place;
}

constexpr auto kId = [](const auto& entry) -> const std::string& { return entry.id(); };
constexpr auto kCode = [](const auto& entry) -> const std::string& { return entry.code(); };

// Places in the plan before the ids, so that a map is in the plan's order.
using Row = std::tuple<int, int, int, std::string, std::string, std::string>;  // department, region, industry
using PeriodColumn = std::pair<int, std::string>;

Row RowOf(const Plan& plan, const Obligation& obligation) {
  return {PlaceOf(plan.departments(), obligation.department(), kId),
          PlaceOf(plan.regions(), obligation.region(), kCode),
          PlaceOf(plan.industries(), obligation.industry(), kId),
          obligation.department(),
          obligation.region(),
          obligation.industry()};
}

bool IsMet(const Obligation& obligation) {
  return obligation.state() == submission::v1::OBLIGATION_STATE_MET ||
         obligation.state() == submission::v1::OBLIGATION_STATE_MET_LATE;
}

std::string StateText(const Obligation& obligation, Language language) {
  constexpr Label kFinal = {"（终报）", " (final)"};
  return absl::StrCat(EnumText(obligation.state(), language),
                      obligation.awaited_edition() == submission::v1::RETURN_EDITION_FINAL ? kFinal.In(language) : "");
}

struct Count {
  int met = 0;
  int owed = 0;

  void Add(const Obligation& obligation) {
    if (obligation.state() == submission::v1::OBLIGATION_STATE_WAIVED) return;
    ++owed;
    if (IsMet(obligation)) ++met;
  }
  std::string Text() const { return absl::StrCat(met, "/", owed); }
};

// What stands in the table, sorted.
struct Matrix {
  std::map<Row, std::map<PeriodColumn, const Obligation*>> rows;
  std::map<PeriodColumn, Count> columns;
  std::map<Row, Count> filed;
  Count all;
  bool several_regions = false;
};

Matrix Arrange(const Plan& plan, const RepeatedPtrField<Obligation>& obligations) {
  Matrix matrix;
  std::set<std::string> regions;
  for (const Obligation& obligation : obligations) {
    const Row row = RowOf(plan, obligation);
    const PeriodColumn column = {PlaceOf(plan.periods(), obligation.period(), kId), obligation.period()};
    matrix.rows[row][column] = &obligation;
    matrix.columns[column].Add(obligation);
    matrix.filed[row].Add(obligation);
    matrix.all.Add(obligation);
    regions.insert(obligation.region());
  }
  matrix.several_regions = regions.size() > 1;
  return matrix;
}

}  // namespace

std::string ProgressText(const Plan& plan, const RepeatedPtrField<Obligation>& obligations, Language language) {
  const Glossary words(plan, language);
  const Matrix matrix = Arrange(plan, obligations);
  std::vector<Column> columns;
  columns.push_back({{"责任部门", "DEPARTMENT"}});
  if (matrix.several_regions) columns.push_back({{"地区", "REGION"}});
  columns.push_back({{"行业", "INDUSTRY"}});
  std::vector<std::string> headings;  // columns refer to them
  for (const auto& [column, count] : matrix.columns) headings.push_back(words.Period(column.second));
  for (const std::string& heading : headings) columns.push_back({{heading, heading}});
  columns.push_back({{"已报/应报", "FILED/OWED"}, Align::kRight});

  Table table(columns);
  for (const auto& [row, cells] : matrix.rows) {
    std::vector<std::string> line = {words.Department(std::get<3>(row))};
    if (matrix.several_regions) line.push_back(words.Region(std::get<4>(row)));
    line.push_back(words.Industry(std::get<5>(row)));
    for (const auto& [column, count] : matrix.columns) {
      const auto cell = cells.find(column);
      line.push_back(cell == cells.end() ? "" : StateText(*cell->second, language));
    }
    line.push_back(matrix.filed.at(row).Text());
    table.AddRow(std::move(line));
  }
  constexpr Label kTotal = {"合计（已报/应报）", "TOTAL (FILED/OWED)"};
  std::vector<std::string> total = {std::string(kTotal.In(language)), ""};
  if (matrix.several_regions) total.emplace_back();
  for (const auto& [column, count] : matrix.columns) total.push_back(count.Text());
  total.push_back(matrix.all.Text());
  table.AddRow(std::move(total));
  return table.Render(language);
}

}  // namespace lianfang::cli
