#include "common/workbook/cell_size.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_split.h"
#include "common/display_width.h"

namespace lianfang {
namespace {

constexpr double kLineHeight = 15;    // points, of 11-point text
constexpr double kHighestRow = 409;   // Excel's
constexpr double kMargin = 1.5;       // digits, at both sides of a cell together
constexpr double kWideChinese = 1.1;  // Chinese characters take more than two digits of the usual fonts

double WidthOf(absl::string_view line) { return static_cast<double>(DisplayWidth(line)) * kWideChinese; }

}  // namespace

int WrappedLines(absl::string_view text, double column_width) {
  const double room = std::max(1.0, column_width - kMargin);
  int lines = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    lines += std::max(1, static_cast<int>(std::ceil(WidthOf(line) / room)));
  }
  return lines;
}

double RowHeight(int lines) { return std::min(kHighestRow, kLineHeight * std::max(1, lines) + 3); }

double RowHeight(const std::vector<std::string>& texts, const std::vector<double>& column_widths) {
  int lines = 1;
  for (size_t i = 0; i < std::min(texts.size(), column_widths.size()); ++i) {
    lines = std::max(lines, WrappedLines(texts[i], column_widths[i]));
  }
  return RowHeight(lines);
}

double ColumnWidth(const std::vector<std::string>& texts, double least, double most) {
  double width = least;
  for (const std::string& text : texts) {
    for (const absl::string_view line : absl::StrSplit(text, '\n')) width = std::max(width, WidthOf(line) + kMargin);
  }
  return std::min(width, most);
}

}  // namespace lianfang
