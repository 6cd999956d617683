#include "cli/text/csv_text.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/text/characters.h"
#include "common/code_points.h"

namespace lianfang::cli {
namespace {

bool HasSpaceAtAnEnd(absl::string_view cell) {
  std::optional<char32_t> first;
  char32_t last = 0;
  ForEachCodePoint(cell, [&](char32_t c) {
    if (!first.has_value()) first = c;
    last = c;
  });
  return first.has_value() && (IsSpace(*first) || IsInvisible(*first) || IsSpace(last) || IsInvisible(last));
}

}  // namespace

std::string HarmlessCell(absl::string_view text) {
  bool starts_formula = false;
  bool begun = false;
  ForEachCodePoint(text, [&](char32_t c) {
    if (begun) return;
    const bool is_break = c == '\t' || c == '\r' || c == '\n';
    if (!is_break && (IsSpace(c) || IsInvisible(c))) return;
    begun = true;
    const char32_t first = NarrowCharacter(c);
    starts_formula = is_break || first == '=' || first == '@' || first == '+' || IsMinus(c);
  });
  return absl::StrCat(starts_formula ? "'" : "", text);
}

void AppendCsvRow(const std::vector<std::string>& cells, std::string& text) {
  absl::string_view comma;
  for (const std::string& cell : cells) {
    const bool plain = cell.find_first_of(",\"\r\n") == std::string::npos && !HasSpaceAtAnEnd(cell);
    absl::StrAppend(&text, comma, plain ? cell : absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\""));
    comma = ",";
  }
  absl::StrAppend(&text, "\r\n");
}

}  // namespace lianfang::cli
