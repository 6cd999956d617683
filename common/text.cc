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

}  // namespace

bool IsValidUtf8(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {  // most of what is read
      ++i;
      continue;
    }
    const Lead lead = ReadLead(first);
    if (lead.length == 0 || i + lead.length > text.size()) return false;
    uint32_t point = first & (0x7f >> lead.length);
    for (size_t k = 1; k < lead.length; ++k) {
      if (!IsContinuation(text[i + k])) return false;
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3f);
    }
    if (point < lead.least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
    i += lead.length;
  }
  return true;
}

size_t CountCodePoints(absl::string_view text) {
  return text.size() - static_cast<size_t>(std::count_if(text.begin(), text.end(), IsContinuation));
}

bool HasForbiddenControl(absl::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
  });
}

}  // namespace lianfang
