#include "cli/records/merged_cells.h"

#include <algorithm>
#include <string>

namespace lianfang::cli {

void FillMerges(FileSheet& sheet) {
  // A range may reach to the last of 16,384 columns.
  size_t width = 0;
  for (const FileRow& row : sheet.rows) width = std::max(width, row.cells.size());
  for (const MergedCells& merge : sheet.merges) {
    const size_t end = std::min(merge.last_column + 1, width);
    auto row = std::lower_bound(sheet.rows.begin(), sheet.rows.end(), merge.first_row,
                                [](const FileRow& one, int number) { return one.number < number; });
    if (row == sheet.rows.end() || row->number != merge.first_row) continue;  // nothing stands in its first cell
    const std::string text(row->Cell(merge.first_column));
    if (text.empty()) continue;
    for (; row != sheet.rows.end() && row->number <= merge.last_row; ++row) {
      if (row->cells.size() < end) row->cells.resize(end);
      for (size_t column = merge.first_column; column < end; ++column) {
        if (row->cells[column].empty()) row->cells[column] = text;
      }
    }
  }
}

}  // namespace lianfang::cli
