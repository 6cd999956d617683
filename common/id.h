// Identifiers: random ones, and the syntax of those that people write.
#ifndef LIANFANG_COMMON_ID_H_
#define LIANFANG_COMMON_ID_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang {

// A UUID of version 7 (RFC 9562), lower-case: the millisecond, then OpenSSL's random bits. What is made one after the
// other lies side by side in an index, where random ids would change a page of it each. Thread-safe.
std::string NewUuid();

// Whether `text` is a UUID of any version, in lower or upper case.
bool IsUuid(absl::string_view text);

// Whether `text` is a resource id: lower-case words of letters and digits joined by single hyphens, 1 to 63 characters.
bool IsResourceId(absl::string_view text);

// `bytes` bytes of entropy as lower-case hex. Thread-safe.
std::string RandomHex(size_t bytes);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_ID_H_
