#include "services/fund/domain/request/access.h"

#include <algorithm>

#include "common/division.h"
#include "common/errors.h"
#include "common/four_eyes.h"
#include "common/region_power.h"

namespace lianfang::fund {
namespace {

absl::Status Denied(absl::string_view message, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, message, reason);
}

// The caller's department, where certificates of the caller's region are its people's; null otherwise.
const type::v1::Department* OwnDepartment(const Identity& caller, const type::v1::Plan& plan) {
  for (const auto& department : plan.departments()) {
    if (department.id() != caller.department) continue;
    if (!department.acting_region().empty()) return department.acting_region() == caller.region ? &department : nullptr;
    const bool reports = std::any_of(plan.regions().begin(), plan.regions().end(),
                                     [&](const auto& region) { return region.code() == caller.region; });
    return reports ? &department : nullptr;
  }
  return nullptr;
}

absl::Status NotInPlan() { return Denied("the caller's department has no part in this plan", "NOT_IN_PLAN"); }

// The power of an office ends at its own region and below.
absl::Status CheckCovers(const Identity& caller, const type::v1::Plan& plan) {
  const bool covers_all = std::all_of(plan.regions().begin(), plan.regions().end(),
                                      [&](const auto& region) { return DivisionCovers(caller.region, region.code()); });
  if (covers_all || caller.region == OfficeRegion(plan)) return absl::OkStatus();
  return Denied("lies outside of the office's region", "NOT_OWN_REGION");
}

}  // namespace

absl::Status CheckActsFor(const Identity& caller, const type::v1::Plan& plan, absl::string_view department) {
  const type::v1::Department* own = OwnDepartment(caller, plan);
  if (own == nullptr) return NotInPlan();
  if (caller.role == type::v1::ROLE_OFFICE) {
    if (own->role() == type::v1::DEPARTMENT_ROLE_LEAD) return CheckCovers(caller, plan);
    return Denied("is for the office of the department that leads the plan", "NOT_PLAN_OFFICE");
  }
  if (own->id() == department) return absl::OkStatus();
  if (department.empty()) {
    return Denied("is for the office of the department that leads the plan", "NOT_PLAN_OFFICE");
  }
  return Denied("is for the department itself or the office", "NOT_OWN_DEPARTMENT");
}

absl::Status CheckTakesPart(const Identity& caller, const type::v1::Plan& plan) {
  if (caller.role == type::v1::ROLE_OFFICE) return CheckIsOffice(caller, plan);
  return OwnDepartment(caller, plan) == nullptr ? NotInPlan() : absl::OkStatus();
}

absl::Status CheckOtherThan(const Identity& caller, const type::v1::Plan& plan, absl::string_view actor) {
  if (plan.four_eyes() == type::v1::FOUR_EYES_NOT_REQUIRED) return absl::OkStatus();
  return CheckFourEyes(actor, caller);
}

}  // namespace lianfang::fund
