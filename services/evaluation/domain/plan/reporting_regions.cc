#include "services/evaluation/domain/plan/reporting_regions.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "common/division.h"
#include "services/evaluation/domain/plan/plan_lookup.h"

namespace lianfang::evaluation {

std::vector<std::string> ReportingRegions(const type::v1::Plan& plan, absl::string_view region) {
  if (FindRegion(plan, region) != nullptr) return {std::string(region)};
  std::vector<std::string> codes;
  for (const type::v1::Region& candidate : plan.regions()) {
    if (DivisionCovers(region, candidate.code())) codes.push_back(candidate.code());
  }
  absl::c_sort(codes);
  // Ascending order puts a region before those below it.
  std::vector<std::string> highest;
  for (std::string& code : codes) {
    if (highest.empty() || !DivisionCovers(highest.back(), code)) highest.push_back(std::move(code));
  }
  return highest;
}

}  // namespace lianfang::evaluation
