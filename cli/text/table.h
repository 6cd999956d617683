// Tables and sheets that stay aligned with Chinese text.
//
//   Table table({{{"任务", "OBLIGATION"}}, {{"起数", "ACCIDENTS"}, Align::kRight}});
//   table.AddRow({"煤矿", "3"});
//   out << table.Render(Language::kChinese);
//
// A cell without content is shown as `-`, so that columns can be cut by programs too. CSV for spreadsheets: CsvTables.
#ifndef LIANFANG_CLI_TEXT_TABLE_H_
#define LIANFANG_CLI_TEXT_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/text/label.h"

namespace lianfang::cli {

// While one lives, the tables and sheets of this thread are rendered as CSV: headings, then rows, no cell a formula, and
// empty cells empty. For `--output csv`, which every verb that shows a table then has.
class CsvTables {
 public:
  CsvTables();
  ~CsvTables();
  CsvTables(const CsvTables&) = delete;
  CsvTables& operator=(const CsvTables&) = delete;
};

enum class Align { kLeft, kRight };

struct Column {
  Label heading;
  Align align = Align::kLeft;
};

// Rows under headings.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell for every column; missing ones are empty.
  void AddRow(std::vector<std::string> cells);

  // The headings, then the rows, each ending in a line break and without trailing spaces.
  std::string Render(Language language) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// One thing, as lines of a label and a value.
class Sheet {
 public:
  // Left out when `value` is empty.
  void Add(Label label, std::string value);

  // One line for every value; the values start in one column.
  std::string Render(Language language) const;

 private:
  std::vector<std::pair<Label, std::string>> lines_;
};

// A line below a page that is not the last, saying how to get the next; empty on the last page, and in CSV.
std::string NextPageHint(absl::string_view next_page_token, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_TABLE_H_
