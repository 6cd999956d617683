#include "common/workbook/workbook_file.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/code_points.h"

namespace lianfang {
namespace {

constexpr size_t kLongestName = 31;

absl::Status Fault(absl::string_view what) {
  return absl::InternalError(absl::StrCat("the workbook cannot be written: ", what));
}

// `text` cut to so many UTF-16 units, which is how spreadsheet programs count.
std::string Shortened(absl::string_view text, size_t most) {
  std::string kept;
  size_t units = 0;
  ForEachCodePoint(text, [&](char32_t c) {
    units += c > 0xFFFF ? 2 : 1;
    if (units <= most) AppendCodePoint(c, kept);
  });
  return kept;
}

std::string Allowed(absl::string_view wished) {
  std::string name;
  ForEachCodePoint(wished, [&name](char32_t c) {
    const bool forbidden =
        c < 0x20 || c == '[' || c == ']' || c == ':' || c == '*' || c == '?' || c == '/' || c == '\\';
    AppendCodePoint(c < 0x20 ? U' ' : forbidden || c == '\'' ? c + 0xFEE0 : c, name);
  });
  return name.empty() ? "Sheet" : name;
}

}  // namespace

absl::StatusOr<std::string> WriteWorkbook(const std::function<void(lxw_workbook*)>& fill, WorkbookOrder order) {
  std::string path = std::filesystem::temp_directory_path() / "lianfang-workbook-XXXXXX";
  const int descriptor = mkstemp(path.data());
  if (descriptor < 0) return Fault("there is no room for a temporary file");
  close(descriptor);
  const auto remove = absl::MakeCleanup([&path] { unlink(path.c_str()); });
  lxw_workbook_options options = {};
  options.constant_memory = order == WorkbookOrder::kRowByRow ? LXW_TRUE : LXW_FALSE;
  lxw_workbook* workbook = workbook_new_opt(path.c_str(), &options);
  if (workbook == nullptr) return Fault("out of memory");
  auto free = absl::MakeCleanup([workbook] { lxw_workbook_free(workbook); });
  fill(workbook);
  std::move(free).Cancel();
  const lxw_error error = workbook_close(workbook);  // frees everything
  if (error != LXW_NO_ERROR) return Fault(lxw_strerror(error));
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string SheetName(absl::string_view wished, const std::vector<std::string>& taken) {
  const std::string allowed = Allowed(wished);
  std::string name = Shortened(allowed, kLongestName);
  const auto is_taken = [&taken](const std::string& candidate) {
    return std::any_of(taken.begin(), taken.end(),
                       [&candidate](const std::string& other) { return absl::EqualsIgnoreCase(candidate, other); });
  };
  for (int number = 2; is_taken(name); ++number) {
    const std::string suffix = absl::StrCat(" ", number);
    name = absl::StrCat(Shortened(allowed, kLongestName - suffix.size()), suffix);
  }
  return name;
}

}  // namespace lianfang
