// Characters that get into files without being seen, or that look like another: what each is, and what to call it when
// its author has to be told.
#ifndef LIANFANG_CLI_TEXT_CHARACTERS_H_
#define LIANFANG_CLI_TEXT_CHARACTERS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::cli {

// White space of every kind (U+00A0, U+3000, line breaks), and U+E5E5: what the bytes A3 A0 of GB18030, a full-width
// space, are without a better mapping.
bool IsSpace(char32_t c);

// Takes no room and changes nothing that is read: zero-width spaces, byte order marks, joiners, soft hyphens, variation
// selectors.
bool IsInvisible(char32_t c);

// Changes the order in which what follows is shown, so that `21` may be read as `12`.
bool ReversesText(char32_t c);

// The dash that a table has where there is no figure, in any form that input methods and fonts know.
bool IsDash(char32_t c);

// A minus sign where a number follows: `-` and what is called minus or hyphen; a dash may as well mean a range.
bool IsMinus(char32_t c);

// ASCII for a full-width character of U+FF01 to U+FF5E, any other character as it is.
char32_t NarrowCharacter(char32_t c);

// The character that people mean by a radical (U+2E80 to U+2FDF, as text copied from a PDF has them: `⾏` for `行`), a
// compatibility ideograph, or a private-use code of GB18030's older editions; any other character as it is.
char32_t UnifiedCharacter(char32_t c);

// `U+200B 零宽空格`, `U+200B zero width space`.
type::v1::LocalizedText CharacterName(char32_t c);

// The names of those characters of `text` that nobody types into a table on purpose, each once: invisible ones, those of
// other scripts that look like digits, letters or dashes, private-use ones. Nothing where there are none.
std::optional<type::v1::LocalizedText> UnusualCharacters(absl::string_view text);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_CHARACTERS_H_
