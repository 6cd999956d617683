#include "linkage/normalize.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "common/code_points.h"
#include "linkage/similarity.h"

namespace lianfang::linkage {
namespace {

// NFKC with case folded, then decomposed without its accents.
std::string Folded(absl::string_view value) {
  if (IsAscii(value)) return absl::AsciiStrToLower(value);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* const nfd = icu::Normalizer2::getNFDInstance(error);
  if (U_FAILURE(error)) return std::string(value);
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(value.data(), static_cast<int32_t>(value.size())));
  const icu::UnicodeString decomposed = nfd->normalize(nfkc->normalize(text, error), error);
  if (U_FAILURE(error)) return std::string(value);
  std::string folded;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) AppendCodePoint(static_cast<char32_t>(c), folded);
  }
  return folded;
}

bool IsPart(char32_t c) {
  return c < 128 ? absl::ascii_isalnum(static_cast<unsigned char>(c)) : u_isalnum(static_cast<UChar32>(c)) != 0;
}

// Letters and digits; whatever stands between them is one space, an apostrophe nothing.
std::string Words(absl::string_view folded) {
  std::string words;
  bool space = false;
  ForEachCodePoint(folded, [&](char32_t c) {
    if (c == '\'' || c == 0x2019 || c == 0x00B7) return;
    if (!IsPart(c)) {
      space = !words.empty();
      return;
    }
    if (space) words.push_back(' ');
    space = false;
    AppendCodePoint(c, words);
  });
  return words;
}

std::string WithoutSpaces(absl::string_view text) {
  std::string packed;
  for (const char c : text) {
    if (c != ' ') packed.push_back(c);
  }
  return packed;
}

// Spaces are nothing between Chinese characters, and what separates words otherwise.
std::string Packed(std::string words) { return IsAscii(words) ? words : WithoutSpaces(words); }

bool SaysNothing(absl::string_view words) {
  static constexpr std::array<absl::string_view, 16> kNothing = {
      "",   "na",   "n a",  "nan",    "null", "none", "unknown", "unk", "missing", "not available",
      "无", "不详", "未知", "不适用", "暂无", "没有"};
  return std::find(kNothing.begin(), kNothing.end(), words) != kNothing.end();
}

std::vector<int> Numbers(absl::string_view text) {
  std::vector<int> numbers;
  for (size_t i = 0; i < text.size();) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[end]))) ++end;
    int number = 0;
    if (absl::SimpleAtoi(text.substr(i, end - i), &number)) numbers.push_back(number);
    i = end;
  }
  return numbers;
}

int MonthNamed(absl::string_view folded) {
  static constexpr std::array<absl::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                                "jul", "aug", "sep", "oct", "nov", "dec"};
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (absl::StrContains(folded, kMonths[i])) return static_cast<int>(i) + 1;
  }
  return 0;
}

std::string DigitsOf(int year, int month, int day) {
  if (year < 100) year += year > 30 ? 1900 : 2000;
  return absl::StrFormat("%04d%02d%02d", year, month, day);
}

std::string OnlyDigits(absl::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
  return digits;
}

std::string Date(absl::string_view folded, const ColumnStyle& style) {
  absl::string_view text = folded.substr(0, std::min(folded.find('t', 8), folded.size()));  // 1963-05-07T00:00:00
  if (const size_t colon = text.find(':'); colon != absl::string_view::npos && colon > 10) {
    text = text.substr(0, text.rfind(' ', colon));  // 1963-05-07 00:00:00
  }
  const std::vector<int> numbers = Numbers(text);
  if (numbers.size() == 2) {
    if (const int month = MonthNamed(folded); month > 0) {  // 7 May 1963, May 7, 1963
      return DigitsOf(numbers[1], month, numbers[0]);
    }
    return numbers[0] > 99 ? DigitsOf(numbers[0], numbers[1], 0) : OnlyDigits(text);
  }
  if (numbers.size() >= 3) {
    if (numbers[0] > 99) return DigitsOf(numbers[0], numbers[1], numbers[2]);
    const bool month_first = numbers[1] > 12 || (style.month_first && numbers[0] <= 12);
    return month_first ? DigitsOf(numbers[2], numbers[0], numbers[1]) : DigitsOf(numbers[2], numbers[1], numbers[0]);
  }
  std::string digits = OnlyDigits(text);
  if (digits.size() == 5 && numbers.size() == 1 && digits == text) {  // a spreadsheet's serial
    const absl::CivilDay day = absl::CivilDay(1899, 12, 30) + numbers[0];
    return DigitsOf(static_cast<int>(day.year()), day.month(), day.day());
  }
  return digits;
}

std::string Identifier(absl::string_view folded) {
  std::string id;
  ForEachCodePoint(folded, [&id](char32_t c) {
    if (IsPart(c)) AppendCodePoint(c, id);
  });
  if (id.size() == 15 && OnlyDigits(id).size() == 15) {
    int days = 0;
    std::string longer = absl::StrCat(id.substr(0, 6), "19", id.substr(6));
    if (DayNumber(absl::string_view(longer).substr(6, 8), days)) {
      static constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
      int sum = 0;
      for (size_t i = 0; i < 17; ++i) sum += (longer[i] - '0') * kWeights[i];
      longer.push_back("10x98765432"[sum % 11]);
      return longer;
    }
  }
  return id;
}

std::string Organization(std::string packed) {
  static constexpr std::array<absl::string_view, 14> kForms = {
      "有限责任公司", "股份有限公司", "有限公司", "集团", "总公司",       "分公司", "公司",
      " limited",     " ltd",         " inc",     " llc", " corporation", " corp",  " co"};
  for (bool again = true; again;) {
    again = false;
    for (const absl::string_view form : kForms) {
      if (packed.size() > form.size() + 3 && absl::EndsWith(packed, form)) {
        packed.erase(packed.size() - form.size());
        again = true;
      }
    }
  }
  return packed;
}

std::string SortedWords(absl::string_view words) {
  std::vector<absl::string_view> tokens = absl::StrSplit(words, ' ', absl::SkipEmpty());
  std::sort(tokens.begin(), tokens.end());
  return absl::StrJoin(tokens, " ");
}

std::string Category(std::string words) {
  static constexpr std::array<std::pair<absl::string_view, absl::string_view>, 6> kSexes = {
      {{"男", "m"}, {"男性", "m"}, {"male", "m"}, {"女", "f"}, {"女性", "f"}, {"female", "f"}}};
  for (const auto& [word, letter] : kSexes) {
    if (words == word) return std::string(letter);
  }
  return words;
}

}  // namespace

void ColumnStyleReader::Add(FieldKind kind, absl::string_view value) {
  if (kind != FieldKind::kBirthDate) return;
  const std::vector<int> numbers = Numbers(value);
  if (numbers.size() < 3 || numbers[0] > 31 || numbers[1] > 31) return;
  day_first_ += numbers[0] > 12 ? 1 : 0;
  month_first_ += numbers[1] > 12 ? 1 : 0;
}

std::string Normalized(FieldKind kind, absl::string_view value, const ColumnStyle& style) {
  const std::string folded = Folded(value);
  std::string words = Words(folded);
  if (SaysNothing(words)) return "";
  switch (kind) {
    case FieldKind::kBirthDate:
      return Date(absl::StripAsciiWhitespace(folded), style);
    case FieldKind::kIdentifier:
    case FieldKind::kPhone:
      return Identifier(folded);
    case FieldKind::kYear:
      return OnlyDigits(words);
    case FieldKind::kNumber:
      return WithoutSpaces(words);
    case FieldKind::kFullName:
      return IsAscii(words) ? SortedWords(words) : WithoutSpaces(words);
    case FieldKind::kOrganization:
      return Organization(Packed(std::move(words)));
    case FieldKind::kCategory:
      return Category(std::move(words));
    case FieldKind::kGivenName:
    case FieldKind::kFamilyName:
    case FieldKind::kText:
      return Packed(std::move(words));
  }
  return words;
}

absl::string_view CitizenIdBody(absl::string_view identifier) {
  static constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  if (identifier.size() != 18) return {};
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(identifier[i]))) return {};
    sum += (identifier[i] - '0') * kWeights[i];
  }
  int days = 0;
  if (identifier[17] != "10x98765432"[sum % 11] || !DayNumber(identifier.substr(6, 8), days)) return {};
  return identifier.substr(0, 17);
}

bool DayNumber(absl::string_view digits, int& days) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (digits.size() != 8 || !absl::SimpleAtoi(digits.substr(0, 4), &year) ||
      !absl::SimpleAtoi(digits.substr(4, 2), &month) || !absl::SimpleAtoi(digits.substr(6, 2), &day)) {
    return false;
  }
  const absl::CivilDay civil(year, month, day);
  if (year < 1000 || civil.month() != month || civil.day() != day) return false;
  days = static_cast<int>(civil - absl::CivilDay(1970, 1, 1));
  return true;
}

}  // namespace lianfang::linkage
