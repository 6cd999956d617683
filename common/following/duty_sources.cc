#include "common/following/duty_sources.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/id.h"

namespace lianfang {

absl::StatusOr<std::vector<DutySource>> DutySourcesOf(const std::vector<std::string>& setting,
                                                      const std::string& submission_target) {
  if (setting.empty()) return std::vector<DutySource>{{"submission", submission_target}};
  std::vector<DutySource> sources;
  std::set<std::string> names;
  for (const std::string& text : setting) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    if (!IsResourceId(parts.first) || parts.second.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("--duty-sources: ", text, " is not NAME=TARGET"));
    }
    if (!names.insert(parts.first).second) {
      return absl::InvalidArgumentError(absl::StrCat("--duty-sources: ", parts.first, " comes twice"));
    }
    sources.push_back({parts.first, parts.second});
  }
  return sources;
}

}  // namespace lianfang
