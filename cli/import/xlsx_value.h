// Values of a workbook's cells as the text that their author sees: numbers as Excel shows them with its 15 digits, dates
// as `2022-07-01`.
#ifndef LIANFANG_CLI_IMPORT_XLSX_VALUE_H_
#define LIANFANG_CLI_IMPORT_XLSX_VALUE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::cli {

// Whether a number format shows dates or times: by its id where the standard defines it (Chinese editions included), else
// by its code.
bool IsDateFormat(int id, absl::string_view code);

// `12.0` is `12`, `2.9999999999999996` is `3`, `0.5` is `0.5`. The text as it is where it is no number.
std::string XlsxNumber(absl::string_view value);

// The date, the date and time, or (below 1) the time that a serial number stands for: days since 1899-12-31, with the
// 1900-02-29 that Excel believes in, or since 1904-01-01. As XlsxNumber where no calendar goes there.
std::string XlsxDate(absl::string_view value, bool since_1904);

// `_x000D_` and its kind as the characters that they stand for.
std::string UnescapeXlsxText(absl::string_view text);

// The row and column, both from 0, of a reference such as `AB12`; nothing where it is none.
struct XlsxPosition {
  int row;
  size_t column;
};
std::optional<XlsxPosition> ParseXlsxReference(absl::string_view reference);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_XLSX_VALUE_H_
