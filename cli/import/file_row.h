// The rows of a file, whatever its format.
#ifndef LIANFANG_CLI_IMPORT_FILE_ROW_H_
#define LIANFANG_CLI_IMPORT_FILE_ROW_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lianfang::cli {

struct FileRow {
  int number;                      // as a spreadsheet counts: from 1, empty rows too, and a cell's line breaks not
  std::vector<std::string> cells;  // from the first column on

  // The cell, or nothing where the row is shorter.
  absl::string_view Cell(size_t index) const {
    return index < cells.size() ? absl::string_view(cells[index]) : absl::string_view();
  }
};

// Cells merged into one, which has the text of the first; rows as above, columns from 0, both ends inclusive.
struct MergedCells {
  int first_row;
  int last_row;
  size_t first_column;
  size_t last_column;
};

// One sheet of a workbook; a CSV file is one without a name.
struct FileSheet {
  std::string name;
  std::vector<FileRow> rows;  // those with text in them, in order
  std::vector<MergedCells> merges;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_FILE_ROW_H_
