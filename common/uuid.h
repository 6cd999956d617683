// UUIDs (RFC 4122, RFC 9562) made of given bytes: those that id.h makes anew, and those that stand for a content.
//
//   ContentUuid("row 3 of …") == ContentUuid("row 3 of …")     // so a repeat is recognised as one
#ifndef LIANFANG_COMMON_UUID_H_
#define LIANFANG_COMMON_UUID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang {

// The text form of the first 16 of `bytes`, in lower case, marked as of `version` (1 to 8).
std::string FormatUuid(std::string bytes, int version);

// The UUID of version 8 that is made of the content's SHA-256: the same for the same content, everywhere and always.
std::string ContentUuid(absl::string_view content);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_UUID_H_
