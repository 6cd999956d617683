#include "linkage/compare.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "linkage/similarity.h"
#include "linkage/sound.h"

namespace lianfang::linkage {
namespace {

// A lunar birthday entered as a solar one is this many days early: the first day of the lunar year falls between 21
// January and 20 February.
constexpr int kLeastLunarDays = 17;
constexpr int kMostLunarDays = 51;

// How many errors a text of this length may have and still be a typing error away.
constexpr int kMostErrors = 2;
int ErrorsIn(size_t size) { return size >= 10 ? kMostErrors : 1; }

// Jaro-Winkler from which on texts are similar.
constexpr double kLeastSimilarity = 0.84;

bool Contains(absl::string_view longer, absl::string_view shorter) {
  return shorter.size() >= 3 && longer.size() > shorter.size() && absl::StrContains(longer, shorter);
}

// Whether texts are so unlike that neither the errors allowed nor a similarity of 0.84 nor containment can be. Each symbol
// that only one has costs an edit, and is no match of Jaro's.
bool AreFarApart(const Value& a, const Value& b) {
  const int only_a = std::popcount(a.letters & ~b.letters);
  const int only_b = std::popcount(b.letters & ~a.letters);
  if (only_a == 0 || only_b == 0 || std::max(only_a, only_b) <= kMostErrors) return false;
  // Bytes are at least as many as symbols, so the bound holds for them, too.
  const double a_size = static_cast<double>(a.text.size());
  const double b_size = static_cast<double>(b.text.size());
  const double matches = std::min(a_size - only_a, b_size - only_b);
  const double jaro = (matches / a_size + matches / b_size + 1) / 3;
  const double boosted = a.text[0] == b.text[0] ? jaro + 0.4 * (1 - jaro) : jaro;
  return boosted < kLeastSimilarity;
}

Level CompareLatinNames(const Value& a, const Value& b) {
  if (AreFarApart(a, b)) return Level::kDifferent;
  const size_t shorter = std::min(a.text.size(), b.text.size());
  const double similarity = JaroWinkler(a.text, b.text);
  if (similarity >= 0.92) return Level::kClose;
  if (shorter >= 3 && EditDistance(a.text, b.text, ErrorsIn(shorter)) <= ErrorsIn(shorter)) return Level::kClose;
  if (a.sound == b.sound && a.sound != 0 && similarity >= 0.8) return Level::kClose;
  if (similarity >= kLeastSimilarity) return Level::kSimilar;
  if (Contains(a.text, b.text) || Contains(b.text, a.text)) return Level::kSimilar;
  if (shorter == 1 && a.text[0] == b.text[0]) return Level::kSimilar;  // an initial
  return Level::kDifferent;
}

int CountSyllables(absl::string_view pinyin) {
  return 1 + static_cast<int>(std::count(pinyin.begin(), pinyin.end(), ' '));
}

// How many of the characters differ, position by position; of names of unlike length, the edit distance.
Level CompareHanNames(const Value& a, const Value& b) {
  if (a.pinyin == b.pinyin) return Level::kSound;
  if (a.sound == b.sound) return Level::kClose;
  const int characters = std::max(CountSyllables(a.pinyin), CountSyllables(b.pinyin));
  const int wrong = EditDistance(a.text, b.text, 2);
  if (wrong == 1 && characters >= 3) return Level::kClose;
  const double similarity = JaroWinkler(a.pinyin, b.pinyin);
  if (wrong == 1 && similarity >= 0.85) return Level::kClose;
  if (wrong == 1 && characters == 2) return Level::kSimilar;
  return similarity >= 0.93 ? Level::kSimilar : Level::kDifferent;
}

// One name in Chinese characters, the other one in Latin letters, its given name first or last.
Level CompareHanWithLatin(const Value& han, const Value& latin) {
  const std::vector<absl::string_view> syllables = absl::StrSplit(han.pinyin, ' ', absl::SkipEmpty());
  std::string letters(latin.text);
  letters.erase(std::remove(letters.begin(), letters.end(), ' '), letters.end());
  double best = 0;
  for (size_t first = 0; first < syllables.size(); ++first) {
    std::string rotated;
    for (size_t i = 0; i < syllables.size(); ++i) absl::StrAppend(&rotated, syllables[(first + i) % syllables.size()]);
    if (rotated == letters) return Level::kSound;
    best = std::max(best, JaroWinkler(rotated, letters));
  }
  return best >= 0.94 ? Level::kClose : Level::kDifferent;
}

Level CompareNames(const Value& a, const Value& b) {
  if (a.pinyin.empty() && b.pinyin.empty()) return CompareLatinNames(a, b);
  if (b.pinyin.empty()) return CompareHanWithLatin(a, b);
  if (a.pinyin.empty()) return CompareHanWithLatin(b, a);
  return CompareHanNames(a, b);
}

Level CompareDates(const Value& a, const Value& b) {
  const absl::string_view x = a.text;
  const absl::string_view y = b.text;
  if (EditDistance(x, y, 1) <= 1) return Level::kClose;
  if (x.size() != 8 || y.size() != 8) {  // a year and a month, or a year
    const size_t shorter = std::min(x.size(), y.size());
    return shorter >= 4 && x.substr(0, shorter) == y.substr(0, shorter) ? Level::kSimilar : Level::kDifferent;
  }
  const bool year = x.substr(0, 4) == y.substr(0, 4);
  const bool month = x.substr(4, 2) == y.substr(4, 2);
  const bool day = x.substr(6) == y.substr(6);
  if (year && x.substr(4, 2) == y.substr(6) && x.substr(6) == y.substr(4, 2)) return Level::kClose;
  if (static_cast<int>(year) + static_cast<int>(month) + static_cast<int>(day) == 2) return Level::kSimilar;
  if (absl::EndsWith(x, "0000") || absl::EndsWith(y, "0000")) return year ? Level::kSimilar : Level::kDifferent;
  if (a.number != INT32_MIN && b.number != INT32_MIN) {
    const int apart = std::abs(a.number - b.number);
    if (apart >= kLeastLunarDays && apart <= kMostLunarDays) return Level::kSimilar;
  }
  return EditDistance(x, y, 2) <= 2 ? Level::kSimilar : Level::kDifferent;
}

Level CompareYears(const Value& a, const Value& b) {
  if (a.number == INT32_MIN || b.number == INT32_MIN) return Level::kDifferent;
  const int apart = std::abs(a.number - b.number);
  return apart <= 1 ? Level::kClose : apart <= 3 ? Level::kSimilar : Level::kDifferent;
}

// A single error breaks the check character of a citizen id, so two that are right and unlike belong to two people: to
// twins, often, whose ids differ in one or two digits.
Level CompareIdentifiers(const Value& a, const Value& b) {
  if (!CitizenIdBody(a.text).empty() && !CitizenIdBody(b.text).empty()) return Level::kDifferent;
  const size_t shorter = std::min(a.text.size(), b.text.size());
  if (shorter < 4) return Level::kDifferent;
  const int errors = EditDistance(a.text, b.text, 3);
  if (errors == 1) return Level::kClose;
  if (errors == 2 && shorter >= 7) return Level::kClose;
  if (errors == 3 && shorter >= 12) return Level::kSimilar;
  if (shorter >= 7 && (absl::EndsWith(a.text, b.text) || absl::EndsWith(b.text, a.text))) return Level::kClose;
  return Level::kDifferent;
}

Level CompareNumbers(const Value& a, const Value& b) {
  const size_t shorter = std::min(a.text.size(), b.text.size());
  if (std::popcount(a.letters & ~b.letters) > kMostErrors || std::popcount(b.letters & ~a.letters) > kMostErrors)
    return Level::kDifferent;
  const int errors = EditDistance(a.text, b.text, 2);
  if (shorter >= 2 && errors <= 1) return Level::kClose;
  return shorter >= 3 && errors <= 2 ? Level::kSimilar : Level::kDifferent;
}

// The next word from `text` on; empty at its end.
absl::string_view NextWord(absl::string_view& text) {
  const size_t end = std::min(text.find(' '), text.size());
  const absl::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

bool HasWord(absl::string_view text, absl::string_view wanted) {
  while (!text.empty()) {
    if (NextWord(text) == wanted) return true;
  }
  return false;
}

// Whether three fifths of the words, counted in both, are in the other one, too.
bool SharesWords(absl::string_view a, absl::string_view b) {
  const auto words = 2 + std::count(a.begin(), a.end(), ' ') + std::count(b.begin(), b.end(), ' ');
  if (words <= 2) return false;
  int shared = 0;
  for (absl::string_view rest = a; !rest.empty();) shared += HasWord(b, NextWord(rest)) ? 1 : 0;
  return shared * 2 * 5 >= 3 * words;
}

Level CompareTexts(const Value& a, const Value& b) {
  if (a.sound == b.sound && a.sound != 0) return Level::kSound;
  const bool may_share_words = (a.words & b.words) != 0;
  if (!may_share_words && AreFarApart(a, b)) return Level::kDifferent;
  const size_t shorter = std::min(a.text.size(), b.text.size());
  const double similarity = JaroWinkler(a.text, b.text);
  if (similarity >= 0.92) return Level::kClose;
  if (shorter >= 4 && EditDistance(a.text, b.text, ErrorsIn(shorter)) <= ErrorsIn(shorter)) return Level::kClose;
  if (Contains(a.text, b.text) || Contains(b.text, a.text) || similarity >= kLeastSimilarity ||
      (may_share_words && SharesWords(a.text, b.text))) {
    return Level::kSimilar;
  }
  return Level::kDifferent;
}

}  // namespace

Level Compare(FieldKind kind, const Value& a, const Value& b) {
  if (a.text.empty() || b.text.empty()) return Level::kMissing;
  if (a.text == b.text) return Level::kExact;
  switch (kind) {
    case FieldKind::kGivenName:
    case FieldKind::kFamilyName:
    case FieldKind::kFullName:
      return CompareNames(a, b);
    case FieldKind::kBirthDate:
      return CompareDates(a, b);
    case FieldKind::kYear:
      return CompareYears(a, b);
    case FieldKind::kIdentifier:
    case FieldKind::kPhone:
      return CompareIdentifiers(a, b);
    case FieldKind::kNumber:
      return CompareNumbers(a, b);
    case FieldKind::kText:
    case FieldKind::kOrganization:
      return CompareTexts(a, b);
    case FieldKind::kCategory:
      return Level::kDifferent;
  }
  return Level::kDifferent;
}

}  // namespace lianfang::linkage
