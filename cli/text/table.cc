#include "cli/text/table.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/text/csv_text.h"
#include "cli/text/width.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kGap = "  ";
constexpr char kEmptyCell[] = "-";

std::string Pad(absl::string_view cell, size_t width, Align align) {
  const std::string space(width - std::min(width, DisplayWidth(cell)), ' ');
  return align == Align::kLeft ? absl::StrCat(cell, space) : absl::StrCat(space, cell);
}

thread_local int csv_tables = 0;  // CsvTables alive on this thread

void AppendHarmlessRow(std::vector<std::string> cells, std::string& text) {
  for (std::string& cell : cells) cell = HarmlessCell(cell);
  AppendCsvRow(cells, text);
}

void TrimRight(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

}  // namespace

CsvTables::CsvTables() { ++csv_tables; }
CsvTables::~CsvTables() { --csv_tables; }

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = cell.empty() && csv_tables == 0 ? kEmptyCell : Printable(cell);
  rows_.push_back(std::move(cells));
}

std::string Table::Render(Language language) const {
  std::vector<std::string> headings;
  std::vector<size_t> widths;
  for (const Column& column : columns_) {
    headings.emplace_back(column.heading.In(language));
    widths.push_back(DisplayWidth(headings.back()));
  }
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }

  std::string text;
  if (csv_tables > 0) {
    AppendCsvRow(headings, text);
    for (const auto& row : rows_) AppendHarmlessRow(row, text);
    return text;
  }
  auto append = [&](const std::vector<std::string>& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&line, i == 0 ? "" : kGap, Pad(row[i], widths[i], columns_[i].align));
    }
    TrimRight(line);
    absl::StrAppend(&text, line, "\n");
  };
  append(headings);
  for (const auto& row : rows_) append(row);
  return text;
}

void Sheet::Add(Label label, std::string value) {
  if (!value.empty()) lines_.emplace_back(label, Printable(value));
}

std::string Sheet::Render(Language language) const {
  size_t width = 0;
  for (const auto& [label, value] : lines_) width = std::max(width, DisplayWidth(label.In(language)));
  std::string text;
  for (const auto& [label, value] : lines_) {
    if (csv_tables > 0) {
      AppendHarmlessRow({std::string(label.In(language)), value}, text);
      continue;
    }
    absl::StrAppend(&text, Pad(label.In(language), width, Align::kLeft), kGap, value, "\n");
  }
  return text;
}

std::string NextPageHint(absl::string_view next_page_token, Language language) {
  if (next_page_token.empty() || csv_tables > 0) return "";
  constexpr Label kNextPage = {"下一页：", "next page: "};
  return absl::StrCat(kNextPage.In(language), "--page-token ", next_page_token, "\n");
}

}  // namespace lianfang::cli
