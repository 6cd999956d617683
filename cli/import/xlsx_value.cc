#include "cli/import/xlsx_value.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/code_points.h"

namespace lianfang::cli {
namespace {

constexpr double kLastSerial = 2'958'465;  // 9999-12-31
constexpr int kPhantomDay = 60;            // 1900-02-29
constexpr int64_t kSecondsPerDay = 86'400;
constexpr size_t kEscapeLength = 7;  // of _xHHHH_

// Ids whose formats the standard lists, in its East Asian editions, too.
bool IsBuiltInDate(int id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

// The code without literal text, colours, conditions and locales.
std::string BareCode(absl::string_view code) {
  std::string bare;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = code.find('"', i + 1);
      if (i == absl::string_view::npos) break;
    } else if (c == '[') {
      const size_t end = code.find(']', i);
      if (end == absl::string_view::npos) break;
      const std::string inside = absl::AsciiStrToLower(code.substr(i + 1, end - i - 1));
      if (!inside.empty() && inside.find_first_not_of("hms") == std::string::npos) bare += inside;  // elapsed time
      i = end;
    } else {
      bare.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    }
  }
  return bare;
}

std::string DayText(int64_t serial, bool since_1904) {
  if (!since_1904 && serial == kPhantomDay) return "1900-02-29";
  const absl::CivilDay start = since_1904 ? absl::CivilDay(1904, 1, 1) : absl::CivilDay(1899, 12, 31);
  const absl::CivilDay day = start + (since_1904 || serial < kPhantomDay ? serial : serial - 1);
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string TimeText(int64_t seconds) {
  return absl::StrFormat("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

// The code unit of an escape at the start of the text; nothing where there is none.
std::optional<uint32_t> EscapedUnit(absl::string_view text) {
  if (text.size() < kEscapeLength || !absl::StartsWith(text, "_x") || text[kEscapeLength - 1] != '_') {
    return std::nullopt;
  }
  uint32_t unit = 0;
  return absl::SimpleHexAtoi(text.substr(2, 4), &unit) ? std::optional<uint32_t>(unit) : std::nullopt;
}

}  // namespace

bool IsDateFormat(int id, absl::string_view code) {
  if (IsBuiltInDate(id)) return true;
  const std::string bare = BareCode(code);
  if (absl::StrContains(bare, "general") || absl::StrContains(bare, "g/")) return false;
  return bare.find_first_of("ymdhs") != std::string::npos;
}

std::string XlsxNumber(absl::string_view value) {
  double number;
  if (!absl::SimpleAtod(value, &number) || !std::isfinite(number)) return std::string(value);
  std::string shown = absl::StrFormat("%.15g", number);
  double rounded;
  constexpr double kWholeDigits = 1e15;
  if (absl::SimpleAtod(shown, &rounded) && rounded == std::floor(rounded) && std::fabs(rounded) < kWholeDigits) {
    return absl::StrCat(static_cast<int64_t>(rounded));
  }
  return shown;
}

std::string XlsxDate(absl::string_view value, bool since_1904) {
  double serial;
  if (!absl::SimpleAtod(value, &serial) || !(serial >= 0) || serial > kLastSerial) return XlsxNumber(value);
  const auto seconds = static_cast<int64_t>(std::llround(serial * static_cast<double>(kSecondsPerDay)));
  const int64_t day = seconds / kSecondsPerDay;
  const int64_t rest = seconds % kSecondsPerDay;
  if (day == 0 && rest != 0) return TimeText(rest);
  return absl::StrCat(DayText(day, since_1904), rest == 0 ? "" : " ", rest == 0 ? "" : TimeText(rest));
}

std::string UnescapeXlsxText(absl::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const auto unit = EscapedUnit(text);
    const bool surrogate = unit.has_value() && *unit >= 0xD800 && *unit <= 0xDFFF;
    if (!unit.has_value() || surrogate) {
      plain.push_back(text.front());
      text.remove_prefix(1);
    } else {
      AppendCodePoint(static_cast<char32_t>(*unit), plain);
      text.remove_prefix(kEscapeLength);
    }
  }
  return plain;
}

std::optional<XlsxPosition> ParseXlsxReference(absl::string_view reference) {
  constexpr size_t kMostLetters = 3;
  size_t column = 0;
  size_t letters = 0;
  while (letters < reference.size() && absl::ascii_isalpha(static_cast<unsigned char>(reference[letters]))) {
    column = column * 26 +
             static_cast<size_t>(absl::ascii_toupper(static_cast<unsigned char>(reference[letters])) - 'A') + 1;
    if (++letters > kMostLetters) return std::nullopt;
  }
  int row = 0;
  if (letters == 0 || !absl::SimpleAtoi(reference.substr(letters), &row) || row < 1) return std::nullopt;
  return XlsxPosition{row - 1, column - 1};
}

}  // namespace lianfang::cli
