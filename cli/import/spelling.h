// Text as people type it into a spreadsheet: spaces around it, and full-width letters and digits of a Chinese input
// method.
//
//   Spelling("　Ａccidents ") == "accidents"
#ifndef LIANFANG_CLI_IMPORT_SPELLING_H_
#define LIANFANG_CLI_IMPORT_SPELLING_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::cli {

// Without the spaces on either side, ideographic (U+3000) and no-break (U+00A0) ones included.
absl::string_view Trimmed(absl::string_view text);

// Full-width ASCII (U+FF01 to U+FF5E) as ASCII: `１２，３４５` is `12,345`. The rest as it is.
std::string FoldWidth(absl::string_view text);

// What decides whether two words are the same: trimmed, folded, ASCII in lower case.
std::string Spelling(absl::string_view text);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_SPELLING_H_
