#include "cli/import/spelling.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "cli/text/characters.h"
#include "common/code_points.h"

namespace lianfang::cli {
namespace {

constexpr char32_t kFullWidthSpace = 0x3000;

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); });
}

bool IsNotSeen(char32_t c) { return IsSpace(c) || IsInvisible(c); }

// Joiners and variation selectors.
bool ChangesItsNeighbours(char32_t c) {
  return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

bool IsLineBreak(char32_t c) { return c == '\n' || c == '\v' || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool IsMiddleDot(char32_t c) {
  return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x2219 || c == 0x22C5 || c == 0x30FB || c == 0xFF65;
}

bool IsWaveDash(char32_t c) { return c == '~' || c == 0x301C || c == 0x223C; }

}  // namespace

absl::string_view Trimmed(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (IsAscii(text)) return text;
  int32_t begin = 0;
  int32_t end = static_cast<int32_t>(text.size());
  while (begin < end) {
    int32_t next = begin;
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), next, end, c);
    if (!IsNotSeen(static_cast<char32_t>(c))) break;
    begin = next;
  }
  while (end > begin) {
    int32_t next = end;
    UChar32 c;
    U8_PREV_OR_FFFD(text.data(), begin, next, c);
    if (!IsNotSeen(static_cast<char32_t>(c))) break;
    end = next;
  }
  return text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
}

std::string FoldText(absl::string_view text) {
  const absl::string_view trimmed = Trimmed(text);
  std::string folded;
  folded.reserve(trimmed.size());
  char32_t before = 0;
  ForEachCodePoint(trimmed, [&](char32_t c) {
    const bool second_half = c == '\n' && before == '\r';
    before = c;
    if (second_half || (IsInvisible(c) && !ChangesItsNeighbours(c))) return;
    if (c == '\r' || IsLineBreak(c)) {
      folded.push_back('\n');
    } else if (IsSpace(c) && c != kFullWidthSpace && c != '\t' && c != '\f') {
      folded.push_back(' ');
    } else {
      AppendCodePoint(UnifiedCharacter(c), folded);
    }
  });
  return folded;
}

std::string FoldNumber(absl::string_view text) {
  std::string folded;
  ForEachCodePoint(Trimmed(text), [&folded](char32_t c) {
    if (!IsInvisible(c)) AppendCodePoint(IsMinus(c) ? U'-' : NarrowCharacter(c), folded);
  });
  return folded;
}

std::string Spelling(absl::string_view text) {
  const absl::string_view trimmed = Trimmed(text);
  std::string unified;
  ForEachCodePoint(trimmed, [&unified](char32_t c) {
    if (!IsNotSeen(c)) AppendCodePoint(UnifiedCharacter(c), unified);
  });
  if (!IsAscii(unified)) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(error);
    const icu::UnicodeString folded = folding->normalize(icu::UnicodeString::fromUTF8(unified), error);
    if (U_SUCCESS(error)) {
      unified.clear();
      folded.toUTF8String(unified);
    }
  }
  std::string spelling;
  ForEachCodePoint(unified, [&spelling](char32_t c) {
    if (IsNotSeen(c)) return;
    AppendCodePoint(IsDash(c) ? U'-' : IsMiddleDot(c) ? U'\u00B7' : IsWaveDash(c) ? U'~' : c, spelling);
  });
  return absl::AsciiStrToLower(spelling);
}

bool IsNothing(absl::string_view text) {
  const absl::string_view trimmed = Trimmed(text);
  if (trimmed.empty()) return false;
  if (trimmed == "/" || trimmed == "／") return true;
  bool dashes = true;
  ForEachCodePoint(trimmed, [&dashes](char32_t c) { dashes = dashes && IsDash(c); });
  return dashes;
}

}  // namespace lianfang::cli
