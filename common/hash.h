// SHA-256 (FIPS 180-4), by OpenSSL.
#ifndef LIANFANG_COMMON_HASH_H_
#define LIANFANG_COMMON_HASH_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang {

// 32 bytes. Thread-safe.
std::string Sha256(absl::string_view bytes);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_HASH_H_
