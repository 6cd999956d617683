// Text as it arrives from outside: what may be stored, and what may not.
#ifndef LIANFANG_COMMON_TEXT_H_
#define LIANFANG_COMMON_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF).
bool IsValidUtf8(absl::string_view text);

// Number of code points in well-formed UTF-8; bounds on text are counted so, not in bytes.
size_t CountCodePoints(absl::string_view text);

// The first code point of `text` that no text from outside may hold, or nullopt:
//   - controls below U+0020 other than tab and line breaks (LF, CR), and U+007F. NUL ends a text parameter in
//     PostgreSQL's protocol; none of them is a character of XML 1.0, so a workbook with one cannot be opened;
//   - noncharacters (U+FDD0 to U+FDEF, and the last two of every plane, such as U+FFFF): U+FFFE and U+FFFF are none of
//     XML's either, and Unicode keeps all of them for a program's own use;
//   - surrogates (U+D800 to U+DFFF), which well-formed UTF-8 does not hold, but bytes may spell out.
// Bytes that are no UTF-8 sequence at all are passed over; IsValidUtf8 finds those.
std::optional<uint32_t> FirstForbiddenCodePoint(absl::string_view text);

// Whether there is such a code point.
inline bool HasForbiddenCodePoint(absl::string_view text) { return FirstForbiddenCodePoint(text).has_value(); }

// Whether `text` holds a control character other than tab and line breaks.
bool HasForbiddenControl(absl::string_view text);

// OK where `text` is one non-empty line of at most `most` characters: a name, a subject, what stands in the header of a
// mail. No control character (C0, DEL, C1), no line or paragraph separator, and none of Unicode's Bidi_Control
// characters, which make a line read otherwise than it is stored. INVALID_ARGUMENT otherwise.
absl::Status CheckLine(absl::string_view text, size_t most);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TEXT_H_
