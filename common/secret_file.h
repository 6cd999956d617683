// Secrets that are mounted as files and may be replaced while a process runs: read anew wherever one is used.
#ifndef LIANFANG_COMMON_SECRET_FILE_H_
#define LIANFANG_COMMON_SECRET_FILE_H_

#include <optional>
#include <string>

namespace lianfang {

// What stands in the first line of the file now; nothing where that is empty or cannot be read. Thread-safe.
std::optional<std::string> ReadSecret(const std::string& path);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_SECRET_FILE_H_
