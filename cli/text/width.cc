#include "cli/text/width.h"

#include <unicode/uchar.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/code_points.h"

namespace lianfang::cli {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Whether a terminal would show what follows in another order than it is stored, so that a text reads as what it is not.
bool ReordersText(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

}  // namespace

std::string Printable(absl::string_view text) {
  std::string printable;
  ForEachCodePoint(text, [&printable](char32_t c) {
    if (c == '\n' || c == '\r' || c == '\t') {
      printable.push_back(' ');
    } else {
      const bool harmful = u_charType(static_cast<UChar32>(c)) == U_CONTROL_CHAR || ReordersText(c);
      AppendCodePoint(harmful ? kReplacement : c, printable);
    }
  });
  return printable;
}

std::string PrintableLines(absl::string_view text) {
  std::string lines;
  for (absl::string_view line : absl::StrSplit(absl::StripSuffix(text, "\n"), '\n')) {
    absl::StrAppend(&lines, Printable(absl::StripSuffix(line, "\r")), "\n");
  }
  return lines;
}

}  // namespace lianfang::cli
