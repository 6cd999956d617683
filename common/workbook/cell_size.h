// How much room text takes in a sheet. Spreadsheet programs other than Excel do not grow a row for text that wraps, so
// whoever writes a workbook has to say how high its rows are.
#ifndef LIANFANG_COMMON_WORKBOOK_CELL_SIZE_H_
#define LIANFANG_COMMON_WORKBOOK_CELL_SIZE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lianfang {

// Lines that `text` wraps to in a column of this width, in digits of the default font; at least 1. Counted cautiously: a
// line may come out shorter than it could be, so that none is hidden.
int WrappedLines(absl::string_view text, double column_width);

// The height in points of a row that shows so many lines of 11-point text.
double RowHeight(int lines);

// The height of a row of wrapped texts, one for each of these columns.
double RowHeight(const std::vector<std::string>& texts, const std::vector<double>& column_widths);

// The width of a column that shows all these texts on one line each, within bounds.
double ColumnWidth(const std::vector<std::string>& texts, double least, double most);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_WORKBOOK_CELL_SIZE_H_
