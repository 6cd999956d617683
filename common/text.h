// Text as it arrives from outside: what may be stored, and what may not.
#ifndef LIANFANG_COMMON_TEXT_H_
#define LIANFANG_COMMON_TEXT_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace lianfang {

// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF).
bool IsValidUtf8(absl::string_view text);

// Number of code points in well-formed UTF-8; bounds on text are counted so, not in bytes.
size_t CountCodePoints(absl::string_view text);

// Whether `text` holds a control character other than tab and line breaks. NUL ends a text parameter in PostgreSQL's
// protocol, and the others have no place in a name, a note or a mail.
bool HasForbiddenControl(absl::string_view text);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TEXT_H_
