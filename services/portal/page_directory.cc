#include "services/portal/page_directory.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace lianfang::portal {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostBytes = size_t{64} << 20;

}  // namespace

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf()))
    return absl::FailedPreconditionError(absl::StrCat(path, " cannot be read, or is empty"));
  return content.str();
}

absl::StatusOr<std::map<std::string, std::string>> ReadPage(const std::string& directory) {
  std::map<std::string, std::string> contents;
  if (directory.empty()) return contents;
  std::error_code error;
  size_t bytes = 0;
  for (fs::recursive_directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    if (!entry->is_regular_file() || entry->is_symlink()) continue;
    auto content = ReadWhole(entry->path().string());
    if (!content.ok()) return content.status();
    bytes += content->size();
    if (bytes > kMostBytes) return absl::FailedPreconditionError(absl::StrCat(directory, " has more than 64 MiB"));
    contents.emplace(entry->path().lexically_relative(directory).generic_string(), *std::move(content));
  }
  if (error) return absl::FailedPreconditionError(absl::StrCat(directory, ": ", error.message()));
  return contents;
}

}  // namespace lianfang::portal
