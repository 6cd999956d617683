// A change of a resource as the changelog keeps it, where followers are told what follows from the resource's row as it is when the
// change is told: the instant and the resource's name, `1767225600000000 projects/{project}`.
//
//   AppendChanges(transaction, ResourceChangesOf(rows.saved(), now), now);
#ifndef LIANFANG_COMMON_CHANGELOG_RESOURCE_CHANGE_H_
#define LIANFANG_COMMON_CHANGELOG_RESOURCE_CHANGE_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/change.h"

namespace lianfang {

// The topic of these changes.
inline constexpr char kResourceChanges[] = "resources";

struct ResourceChange {
  std::string resource;
  absl::Time time;
};

// What the saves of one transaction append: each resource once, in the order in which they were first saved.
inline std::vector<Change> ResourceChangesOf(const std::vector<std::string>& saved, absl::Time now) {
  std::vector<Change> changes;
  for (auto resource = saved.begin(); resource != saved.end(); ++resource) {
    if (std::find(saved.begin(), resource, *resource) != resource) continue;
    changes.push_back({kResourceChanges, absl::StrCat(absl::ToUnixMicros(now), " ", *resource)});
  }
  return changes;
}

// DATA_LOSS for what is no change.
inline absl::StatusOr<ResourceChange> ParseResourceChange(absl::string_view payload) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(payload, absl::MaxSplits(' ', 1));
  int64_t micros = 0;
  if (!absl::SimpleAtoi(parts.first, &micros) || parts.second.empty()) {
    return absl::DataLossError("a stored change does not parse");
  }
  return ResourceChange{std::string(parts.second), absl::FromUnixMicros(micros)};
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CHANGELOG_RESOURCE_CHANGE_H_
