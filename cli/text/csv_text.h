// CSV that spreadsheets open as it was meant.
//
//   std::string text;
//   AppendCsvRow({"报送任务", HarmlessCell(subject)}, text);
#ifndef LIANFANG_CLI_TEXT_CSV_TEXT_H_
#define LIANFANG_CLI_TEXT_CSV_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lianfang::cli {

// What a file begins with so that Excel takes it for UTF-8.
inline constexpr absl::string_view kCsvMark = "\xef\xbb\xbf";

// The text as a cell that no spreadsheet program takes for a formula: with an apostrophe before it where it begins, after
// spaces and characters that nobody sees, with `=`, `+`, `-` or `@`, full-width ones included, or with a tab or a line
// break. For text that somebody else wrote: a negative number gets the apostrophe, too.
std::string HarmlessCell(absl::string_view text);

// Appends one row, with the quotes that it needs, ended by CRLF.
void AppendCsvRow(const std::vector<std::string>& cells, std::string& text);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_CSV_TEXT_H_
