// Reads the built page.
#ifndef LIANFANG_SERVICES_PORTAL_PAGE_DIRECTORY_H_
#define LIANFANG_SERVICES_PORTAL_PAGE_DIRECTORY_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace lianfang::portal {

// The contents of a directory's files by their paths below it; of no directory (""), none. FAILED_PRECONDITION where one cannot be read, or
// all of them are more than 64 MiB. Links are not followed.
absl::StatusOr<std::map<std::string, std::string>> ReadPage(const std::string& directory);

// A whole file. FAILED_PRECONDITION where it cannot be read.
absl::StatusOr<std::string> ReadWhole(const std::string& path);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_PAGE_DIRECTORY_H_
