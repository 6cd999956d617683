#include "cli/text/width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lianfang::cli {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;

// Calls `visit` with every code point; malformed bytes are visited as U+FFFD.
template <typename Visit>
void ForEachCodePoint(absl::string_view text, Visit visit) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    visit(c);
  }
}

size_t WidthOf(UChar32 c) {
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const int32_t width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

void Append(UChar32 c, std::string& text) {
  uint8_t bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, c);
  text.append(reinterpret_cast<const char*>(bytes), size);
}

}  // namespace

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  ForEachCodePoint(text, [&width](UChar32 c) { width += WidthOf(c); });
  return width;
}

std::string Printable(absl::string_view text) {
  std::string printable;
  ForEachCodePoint(text, [&printable](UChar32 c) {
    if (c == '\n' || c == '\r' || c == '\t') {
      printable.push_back(' ');
    } else {
      Append(u_charType(c) == U_CONTROL_CHAR ? kReplacement : c, printable);
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
