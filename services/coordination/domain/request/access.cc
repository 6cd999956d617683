#include "services/coordination/domain/request/access.h"

#include <algorithm>

#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"

namespace lianfang::coordination {
namespace {

bool IsDepartments(const Identity& caller) {
  return caller.role == type::v1::ROLE_LIAISON || caller.role == type::v1::ROLE_CONVENER;
}

absl::Status Denied(absl::string_view message, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, message, reason);
}

// The caller's department in the plan, where his certificate is of a region that it acts from; null elsewhere.
const type::v1::Department* OwnDepartment(const Identity& caller, const type::v1::Plan& plan) {
  const auto& departments = plan.departments();
  const auto own = std::find_if(departments.begin(), departments.end(),
                                [&](const auto& one) { return one.id() == caller.department; });
  if (own == departments.end()) return nullptr;
  if (!own->acting_region().empty()) return own->acting_region() == caller.region ? &*own : nullptr;
  const bool here = std::any_of(plan.regions().begin(), plan.regions().end(),
                                [&](const auto& region) { return region.code() == caller.region; });
  return here || caller.region == OfficeRegion(plan) ? &*own : nullptr;
}

bool CoversAll(const Identity& caller, const type::v1::Plan& plan) {
  return std::all_of(plan.regions().begin(), plan.regions().end(),
                     [&](const auto& region) { return DivisionCovers(caller.region, region.code()); });
}

}  // namespace

RowScope ScopeOf(const Identity& caller) {
  if (caller.role == type::v1::ROLE_SERVICE) return {};
  return {IsDepartments(caller) ? caller.department : "", std::string(DivisionPrefix(caller.region))};
}

absl::Status CheckMayRead(const Identity& caller, absl::string_view office_region,
                          const std::vector<std::string>& readers) {
  if (caller.role == type::v1::ROLE_SERVICE) return absl::OkStatus();
  if (absl::Status region = CheckOwnRegion(caller, office_region); !region.ok()) return region;
  if (!IsDepartments(caller) || readers.empty()) return absl::OkStatus();
  if (std::find(readers.begin(), readers.end(), caller.department) != readers.end()) return absl::OkStatus();
  return Denied("belongs to other departments", "NOT_OWN_DEPARTMENT");
}

absl::Status CheckIsOffice(const Identity& caller, const type::v1::Plan& plan) {
  const type::v1::Department* own = OwnDepartment(caller, plan);
  if (own == nullptr) return Denied("the caller's department has no part in this plan", "NOT_IN_PLAN");
  if (caller.role != type::v1::ROLE_OFFICE || own->role() != type::v1::DEPARTMENT_ROLE_LEAD) {
    return Denied("is for the office of the department that leads the plan", "NOT_PLAN_OFFICE");
  }
  if (CoversAll(caller, plan) || (own->acting_region().empty() && caller.region == OfficeRegion(plan))) {
    return absl::OkStatus();
  }
  return Denied("lies outside of the office's region", "NOT_OWN_REGION");
}

absl::Status CheckIsOf(const Identity& caller, const type::v1::Plan& plan, absl::string_view department) {
  const type::v1::Department* own = OwnDepartment(caller, plan);
  if (own == nullptr) return Denied("the caller's department has no part in this plan", "NOT_IN_PLAN");
  const bool observes = caller.role == type::v1::ROLE_OBSERVER && own->role() == type::v1::DEPARTMENT_ROLE_OBSERVER;
  if ((IsDepartments(caller) || observes) && own->id() == department) return absl::OkStatus();
  return Denied("is for the department itself", "NOT_OWN_DEPARTMENT");
}

absl::Status CheckActsFor(const Identity& caller, const type::v1::Plan& plan, absl::string_view department) {
  return caller.role == type::v1::ROLE_OFFICE ? CheckIsOffice(caller, plan) : CheckIsOf(caller, plan, department);
}

absl::Status CheckIsObserver(const Identity& caller, const type::v1::Plan& plan) {
  const type::v1::Department* own = OwnDepartment(caller, plan);
  if (own == nullptr) return Denied("the caller's department has no part in this plan", "NOT_IN_PLAN");
  if (caller.role == type::v1::ROLE_OBSERVER && own->role() == type::v1::DEPARTMENT_ROLE_OBSERVER) {
    return absl::OkStatus();
  }
  return Denied("is for the observer of the plan", "NOT_OBSERVER");
}

}  // namespace lianfang::coordination
