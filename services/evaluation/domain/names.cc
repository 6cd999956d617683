#include "services/evaluation/domain/names.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/id.h"

namespace lianfang::evaluation {
namespace {

bool IsRegionCode(absl::string_view code) {
  return code.size() == 6 && std::all_of(code.begin(), code.end(), absl::ascii_isdigit);
}

}  // namespace

absl::StatusOr<ScorecardName> ParseScorecardName(absl::string_view field, absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 6 || parts[0] != "plans" || !IsResourceId(parts[1]) || parts[2] != "regions" ||
      !IsRegionCode(parts[3]) || parts[4] != "scorecards" || !IsResourceId(parts[5])) {
    return InvalidField(
        field,
        absl::StrCat("must have the form plans/{plan}/regions/{six digits}/scorecards/{period}, was \"", name, "\""));
  }
  return ScorecardName{parts[1], parts[3], parts[5]};
}

std::string PlanIdOf(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() < 2 || parts[0] != "plans" || !IsResourceId(parts[1])) return "";
  return std::string(parts[1]);
}

}  // namespace lianfang::evaluation
