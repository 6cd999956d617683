// Text as it arrives from outside: what may be stored, and what may not.
#ifndef LIANFANG_COMMON_TEXT_H_
#define LIANFANG_COMMON_TEXT_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF).
bool IsValidUtf8(absl::string_view text);

// Number of code points in well-formed UTF-8; bounds on text are counted so, not in bytes.
size_t CountCodePoints(absl::string_view text);

// Whether `text` holds a control character other than tab and line breaks. NUL ends a text parameter in PostgreSQL's
// protocol, and the others have no place in a name, a note or a mail.
bool HasForbiddenControl(absl::string_view text);

// OK where `text` is one non-empty line of at most `most` characters: a name, a subject, what stands in the header of a
// mail. No control character (C0, DEL, C1), no line or paragraph separator, and none of Unicode's Bidi_Control
// characters, which make a line read otherwise than it is stored. INVALID_ARGUMENT otherwise.
absl::Status CheckLine(absl::string_view text, size_t most);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TEXT_H_
