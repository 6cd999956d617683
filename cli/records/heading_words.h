// How departments head their columns, and what their cells look like: the knowledge that guesses of a mapping rest on.
#ifndef LIANFANG_CLI_RECORDS_HEADING_WORDS_H_
#define LIANFANG_CLI_RECORDS_HEADING_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::cli {

// How sure it is, in per cent, that a column with this heading holds the field at this path; 0: nothing speaks for it. The heading is given
// as Spelling (cli/import/spelling.h) makes it.
int HeadingCertainty(absl::string_view path, absl::string_view spelled);

// Whether a cell looks like a value of the field: 1, 0, or -1 where that cannot be told.
int LooksLike(absl::string_view path, absl::string_view cell);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECORDS_HEADING_WORDS_H_
