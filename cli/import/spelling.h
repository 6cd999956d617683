// Text as people type or paste it into a spreadsheet. What it must mean is folded: spaces around it, characters that
// nobody sees, full-width letters and digits of a Chinese input method, radicals from a PDF. What may mean several
// things stays, and is named in a fault (characters.h).
//
//   Spelling("　Ａccidents ") == "accidents"
//   FoldText("⾏业\u200B") == "行业"
//   FoldNumber("１２") == "12"
#ifndef LIANFANG_CLI_IMPORT_SPELLING_H_
#define LIANFANG_CLI_IMPORT_SPELLING_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::cli {

// Without the spaces and invisible characters on either side.
absl::string_view Trimmed(absl::string_view text);

// A text as it is filed: trimmed; without invisible characters, but for joiners and variation selectors, which change
// how their neighbours look; radicals and compatibility ideographs as the characters that they stand for; every line
// break as LF, every space but the full-width one as an ASCII space.
std::string FoldText(absl::string_view text);

// A cell that should hold a number: trimmed, without invisible characters, full-width ASCII as ASCII, minus signs as
// `-`. Other digits than the ten of ASCII stay: `②` and `3²` are no numbers.
std::string FoldNumber(absl::string_view text);

// What decides whether two words are the same: Unicode's NFKC with case folded, without spaces, line breaks and
// invisible characters; dashes, middle dots and wave dashes of all kinds as one each. For comparison alone.
std::string Spelling(absl::string_view text);

// Whether the cell says that there is nothing to say: dashes alone, as a template writes them, or a slash.
bool IsNothing(absl::string_view text);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_SPELLING_H_
