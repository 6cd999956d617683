// How wide text stands where every character takes one column or two.
#ifndef LIANFANG_COMMON_DISPLAY_WIDTH_H_
#define LIANFANG_COMMON_DISPLAY_WIDTH_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace lianfang {

// Columns that a character takes: 2 for what Unicode calls East Asian wide or full-width, 0 for combining marks and format
// characters, 1 otherwise. ICU's tables decide, not wcwidth's, which depend on the machine's locale.
size_t DisplayWidth(char32_t c);

// Columns that `text` takes.
size_t DisplayWidth(absl::string_view text);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_DISPLAY_WIDTH_H_
