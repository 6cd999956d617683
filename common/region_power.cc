#include "common/region_power.h"

#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"

namespace lianfang {

absl::Status CheckOwnRegion(const Identity& caller, absl::string_view region) {
  // Nobody's region: neither does somebody without a region cover anything, nor anybody what has no region.
  if (IsDivisionCode(caller.region) && IsDivisionCode(region) && DivisionCovers(caller.region, region)) {
    return absl::OkStatus();
  }
  return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                         absl::StrCat("region ", region, " lies outside of the caller's region ", caller.region),
                         "NOT_OWN_REGION", {{"region", std::string(region)}});
}

std::string OfficeRegion(const type::v1::Plan& plan) {
  for (const type::v1::Department& department : plan.departments()) {
    if (department.role() != type::v1::DEPARTMENT_ROLE_LEAD) continue;
    if (!department.acting_region().empty()) return department.acting_region();
    break;
  }
  return plan.regions().empty() ? "" : plan.regions(0).code();
}

absl::Status CheckOwnPlan(const Identity& caller, const type::v1::Plan& plan) {
  return CheckOwnRegion(caller, OfficeRegion(plan));
}

}  // namespace lianfang
