#include "common/display_width.h"

#include <unicode/uchar.h>

#include <cstdint>

#include "common/code_points.h"

namespace lianfang {

size_t DisplayWidth(char32_t c) {
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const int32_t width = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  ForEachCodePoint(text, [&width](char32_t c) { width += DisplayWidth(c); });
  return width;
}

}  // namespace lianfang
