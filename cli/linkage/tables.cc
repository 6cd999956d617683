#include "cli/linkage/tables.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/import/fault.h"
#include "cli/import/file_table.h"
#include "cli/import/spelling.h"

namespace lianfang::cli {
namespace {

// Rows above the headings, such as a title, are few.
constexpr size_t kMostTitleRows = 20;

// How many of the mapping's headings stand in the row.
size_t CountHeadings(const FileRow& row, const FieldMapping& mapping) {
  size_t count = 0;
  for (const MappedColumn& column : mapping.columns) {
    for (const std::string& heading : column.headings) {
      count += std::any_of(row.cells.begin(), row.cells.end(),
                           [&heading](const std::string& cell) { return Spelling(cell) == Spelling(heading); })
                   ? 1
                   : 0;
    }
  }
  return count;
}

size_t HeadingRow(const std::vector<FileRow>& rows, const FieldMapping* mapping) {
  size_t best = 0;
  size_t most = 0;
  for (size_t row = 0; row < std::min(rows.size(), kMostTitleRows); ++row) {
    const size_t count = CountHeadings(rows[row], mapping != nullptr ? *mapping : GuessFields(rows[row].cells));
    if (count > most) best = row, most = count;
  }
  return best;
}

std::string CellOf(const FileRow& row, const std::vector<size_t>& columns) {
  if (columns.size() == 1) return std::string(row.Cell(columns[0]));
  std::string joined;
  for (const size_t column : columns) absl::StrAppend(&joined, joined.empty() ? "" : " ", row.Cell(column));
  return joined;
}

void ReadFile(const std::vector<FileRow>& rows, size_t heading, const FieldPlaces& places, int side,
              PersonTables& tables) {
  const size_t first = heading + 1;
  std::string joined;
  tables.table.Read(rows.size() - first, side, [&](size_t row, size_t field) -> absl::string_view {
    const std::vector<size_t>& columns = places.columns[field];
    if (columns.size() == 1) return rows[first + row].Cell(columns[0]);
    joined = CellOf(rows[first + row], columns);
    return joined;
  });
  std::vector<std::string> names;
  for (size_t row = first; row < rows.size(); ++row) {
    const absl::string_view id = places.id.has_value() ? Trimmed(rows[row].Cell(*places.id)) : absl::string_view();
    names.push_back(id.empty() ? absl::StrCat(rows[row].number) : std::string(id));
  }
  tables.names.push_back(std::move(names));
}

}  // namespace

absl::StatusOr<PersonTables> ReadPersonTables(const std::vector<std::string>& files, absl::string_view fields) {
  FieldMapping mapping;
  if (!fields.empty()) {
    auto parsed = ParseFieldMapping(fields);
    if (!parsed.ok()) return parsed.status();
    mapping = *std::move(parsed);
  }
  std::vector<std::vector<FileRow>> sheets;
  std::vector<size_t> heading_rows;
  std::vector<std::vector<std::string>> headings;
  for (const std::string& file : files) {
    auto table = ReadTable(file);
    if (!table.ok()) return table.status();
    sheets.push_back(std::move(table->sheets.front().rows));
    if (sheets.back().empty()) return FileFault("第一个工作表没有内容", "the first sheet is empty");
    heading_rows.push_back(HeadingRow(sheets.back(), fields.empty() ? nullptr : &mapping));
    headings.push_back(sheets.back()[heading_rows.back()].cells);
    if (!fields.empty()) continue;
    for (const FieldMapping guess = GuessFields(headings.back()); const MappedColumn& column : guess.columns) {
      const bool known =
          std::any_of(mapping.columns.begin(), mapping.columns.end(),
                      [&column](const MappedColumn& other) { return other.headings == column.headings; });
      if (!known) mapping.columns.push_back(column);
    }
    if (mapping.ids.empty()) mapping.ids = GuessFields(headings.back()).ids;
  }
  if (mapping.columns.empty()) {
    return FileFault("从列标题看不出哪些列可以比对，请用 --fields 写明",
                     "the headings do not tell what to compare: name the columns with --fields");
  }
  auto resolved = ResolveFields(mapping, headings);
  if (!resolved.ok()) return resolved.status();
  PersonTables tables{linkage::Table(resolved->fields), {}, std::move(mapping), std::move(resolved->left_out)};
  for (size_t file = 0; file < files.size(); ++file) {
    ReadFile(sheets[file], heading_rows[file], resolved->files[file], static_cast<int>(file), tables);
    sheets[file] = {};
  }
  tables.table.Seal();
  return tables;
}

}  // namespace lianfang::cli
