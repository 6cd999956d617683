#include "common/text.h"

#include <algorithm>
#include <cstdint>

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

}  // namespace

bool IsValidUtf8(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {  // most of what is read
      ++i;
      continue;
    }
    const Sequence sequence = ReadSequence(text, i);
    if (sequence.length == 0 || IsSurrogate(sequence.point)) return false;
    i += sequence.length;
  }
  return true;
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

}  // namespace lianfang
