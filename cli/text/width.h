// How wide text stands on a terminal.
#ifndef LIANFANG_CLI_TEXT_WIDTH_H_
#define LIANFANG_CLI_TEXT_WIDTH_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::cli {

// Columns that `text` takes: 2 for what Unicode calls East Asian wide or full-width, 0 for combining marks, 1
// otherwise. ICU's tables decide, not wcwidth's, which depend on the machine's locale.
size_t DisplayWidth(absl::string_view text);

// `text` on one line and without power over the terminal: line breaks and tabs become a space, other control characters
// (escape sequences in a note, say) and malformed UTF-8 become U+FFFD.
std::string Printable(absl::string_view text);

// A text of several lines, each as Printable makes it and ended by a line break.
std::string PrintableLines(absl::string_view text);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_WIDTH_H_
