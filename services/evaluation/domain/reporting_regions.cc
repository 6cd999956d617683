#include "services/evaluation/domain/reporting_regions.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "services/evaluation/domain/plan_lookup.h"

namespace lianfang::evaluation {
namespace {

// The part of a division code that the codes below it share: 14 for 140000, 1405 for 140500, all of 140581.
absl::string_view Prefix(absl::string_view code) {
  while (code.size() >= 2 && absl::EndsWith(code, "00")) code.remove_suffix(2);
  return code;
}

}  // namespace

std::vector<std::string> ReportingRegions(const type::v1::Plan& plan, absl::string_view region) {
  if (FindRegion(plan, region) != nullptr) return {std::string(region)};
  std::vector<std::string> codes;
  for (const type::v1::Region& candidate : plan.regions()) {
    if (absl::StartsWith(candidate.code(), Prefix(region))) codes.push_back(candidate.code());
  }
  absl::c_sort(codes);
  // Ascending order puts a region before those below it.
  std::vector<std::string> highest;
  for (std::string& code : codes) {
    if (highest.empty() || !absl::StartsWith(code, Prefix(highest.back()))) highest.push_back(std::move(code));
  }
  return highest;
}

}  // namespace lianfang::evaluation
