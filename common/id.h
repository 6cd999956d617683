// Identifiers: random ones, and the syntax of those that people write.
#ifndef LIANFANG_COMMON_ID_H_
#define LIANFANG_COMMON_ID_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang {

// A random UUID (RFC 4122, version 4), lower-case, from OpenSSL's generator. Thread-safe.
std::string NewUuid();

// Whether `text` is a UUID of any version, in lower or upper case.
bool IsUuid(absl::string_view text);

// Whether `text` is a resource id: lower-case words of letters and digits joined by single hyphens, 1 to 63 characters.
bool IsResourceId(absl::string_view text);

// `bytes` bytes of entropy as lower-case hex. Thread-safe.
std::string RandomHex(size_t bytes);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_ID_H_
