#include "common/text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace lianfang {
namespace {

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// What the first byte of a sequence promises.
struct Lead {
  size_t length;   // of the whole sequence, in bytes; 0: no sequence of several bytes begins so
  uint32_t least;  // code point that a sequence of this length may hold; less is an overlong form
};

Lead ReadLead(unsigned char byte) {
  if ((byte & 0xe0) == 0xc0) return {2, 0x80};
  if ((byte & 0xf0) == 0xe0) return {3, 0x800};
  if ((byte & 0xf8) == 0xf0) return {4, 0x10000};
  return {0, 0};
}

// One sequence of bytes, read. Surrogates are read as any other code point, so that they can be named.
struct Sequence {
  uint32_t point;
  size_t length;  // in bytes; 0: the bytes are malformed
};

Sequence ReadSequence(absl::string_view text, size_t start) {
  const auto first = static_cast<unsigned char>(text[start]);
  if (first < 0x80) return {first, 1};
  const Lead lead = ReadLead(first);
  if (lead.length == 0 || start + lead.length > text.size()) return {0, 0};
  uint32_t point = first & (0x7f >> lead.length);
  for (size_t k = 1; k < lead.length; ++k) {
    if (!IsContinuation(text[start + k])) return {0, 0};
    point = (point << 6) | (static_cast<unsigned char>(text[start + k]) & 0x3f);
  }
  if (point < lead.least || point > 0x10ffff) return {0, 0};
  return {point, lead.length};
}

bool IsSurrogate(uint32_t point) { return point >= 0xd800 && point <= 0xdfff; }

bool IsForbiddenControl(uint32_t point) {
  return (point < 0x20 && point != '\t' && point != '\n' && point != '\r') || point == 0x7f;
}

bool IsNoncharacter(uint32_t point) { return (point & 0xfffe) == 0xfffe || (point >= 0xfdd0 && point <= 0xfdef); }

// A code point that breaks a line, turns its direction, or cannot be seen at all in it.
bool BreaksLine(uint32_t point) {
  const bool control = point < 0x20 || (point >= 0x7f && point <= 0x9f);
  const bool separator = point == 0x2028 || point == 0x2029;
  const bool turns = point == 0x061c || point == 0x200e || point == 0x200f || (point >= 0x202a && point <= 0x202e) ||
                     (point >= 0x2066 && point <= 0x2069);
  return control || separator || turns;
}

// Calls `visit(code point)` for each until it answers false; then, and for what is not UTF-8, false.
template <typename Visit>
bool ForEachCodePoint(absl::string_view text, const Visit& visit) {
  for (size_t i = 0; i < text.size();) {
    const Sequence sequence = ReadSequence(text, i);
    if (sequence.length == 0 || IsSurrogate(sequence.point) || !visit(sequence.point)) return false;
    i += sequence.length;
  }
  return true;
}

}  // namespace

bool IsValidUtf8(absl::string_view text) {
  return ForEachCodePoint(text, [](uint32_t) { return true; });
}

size_t CountCodePoints(absl::string_view text) {
  return text.size() - static_cast<size_t>(std::count_if(text.begin(), text.end(), IsContinuation));
}

std::optional<uint32_t> FirstForbiddenCodePoint(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const Sequence sequence = ReadSequence(text, i);
    if (sequence.length == 0) {
      ++i;
      continue;
    }
    const uint32_t point = sequence.point;
    if (IsForbiddenControl(point) || IsNoncharacter(point) || IsSurrogate(point)) return point;
    i += sequence.length;
  }
  return std::nullopt;
}

bool HasForbiddenControl(absl::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return IsForbiddenControl(static_cast<unsigned char>(c)); });
}

absl::Status CheckLine(absl::string_view text, size_t most) {
  if (text.empty()) return absl::InvalidArgumentError("must not be empty");
  if (!IsValidUtf8(text)) return absl::InvalidArgumentError("must be UTF-8");
  if (CountCodePoints(text) > most) {
    return absl::InvalidArgumentError(absl::StrCat("must have at most ", most, " characters"));
  }
  if (!ForEachCodePoint(text, [](uint32_t point) { return !BreaksLine(point); })) {
    return absl::InvalidArgumentError(
        "must be one line without control characters and without marks that turn its direction");
  }
  return absl::OkStatus();
}

}  // namespace lianfang
