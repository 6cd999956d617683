// Text as it stands on a terminal; how wide it is says common/display_width.h.
#ifndef LIANFANG_CLI_TEXT_WIDTH_H_
#define LIANFANG_CLI_TEXT_WIDTH_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/display_width.h"

namespace lianfang::cli {

// `text` on one line and without power over the terminal: line breaks and tabs become a space; other control characters
// (escape sequences in a note, say), those that reorder what follows (U+202A to U+202E, U+2066 to U+2069) and malformed
// UTF-8 become U+FFFD.
std::string Printable(absl::string_view text);

// A text of several lines, each as Printable makes it and ended by a line break.
std::string PrintableLines(absl::string_view text);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_WIDTH_H_
