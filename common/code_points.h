// UTF-8 read and written code point by code point, with ICU's macros.
#ifndef LIANFANG_COMMON_CODE_POINTS_H_
#define LIANFANG_COMMON_CODE_POINTS_H_

#include <unicode/utf8.h>

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang {

// Calls `visit(char32_t)` with every code point; malformed bytes are visited as U+FFFD.
template <typename Visit>
void ForEachCodePoint(absl::string_view text, Visit visit) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    visit(static_cast<char32_t>(c));
  }
}

// Appends a code point, which must not be a surrogate.
inline void AppendCodePoint(char32_t c, std::string& text) {
  uint8_t bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, c);
  text.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CODE_POINTS_H_
