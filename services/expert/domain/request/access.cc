#include "services/expert/domain/request/access.h"

#include <algorithm>

#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"

namespace lianfang::expert {
namespace {

bool IsDepartments(const Identity& caller) {
  return caller.role == type::v1::ROLE_LIAISON || caller.role == type::v1::ROLE_CONVENER;
}

absl::Status Denied(absl::string_view message, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, message, reason);
}

const type::v1::Department* FindDepartment(const type::v1::Plan& plan, absl::string_view id) {
  for (const auto& department : plan.departments()) {
    if (department.id() == id) return &department;
  }
  return nullptr;
}

// Whether certificates of `region` are those of the department's people.
bool ActsFrom(const type::v1::Plan& plan, const type::v1::Department& department, absl::string_view region) {
  if (!department.acting_region().empty()) return department.acting_region() == region;
  return std::any_of(plan.regions().begin(), plan.regions().end(),
                     [region](const auto& reporting) { return reporting.code() == region; });
}

// An office's power ends at its own region and below. A plan of several regions whose departments act from each of them
// has one pool all the same: that is run by the office of the plan's first region.
absl::Status CheckCovers(const Identity& caller, const type::v1::Plan& plan, const type::v1::Department& lead) {
  const bool covers_all = std::all_of(plan.regions().begin(), plan.regions().end(),
                                      [&](const auto& region) { return DivisionCovers(caller.region, region.code()); });
  if (covers_all || (lead.acting_region().empty() && caller.region == OfficeRegion(plan))) return absl::OkStatus();
  return Denied("lies outside of the office's region", "NOT_OWN_REGION");
}

}  // namespace

RowScope ScopeOf(const Identity& caller) {
  return {IsDepartments(caller) ? caller.department : "", std::string(DivisionPrefix(caller.region))};
}

absl::Status CheckMayRead(const Identity& caller, const type::v1::Plan& plan) { return CheckOwnPlan(caller, plan); }

absl::Status CheckMayRead(const Identity& caller, const ExpertRecord& record, absl::Time now) {
  if (absl::Status region = CheckOwnRegion(caller, record.office_region); !region.ok()) return region;
  const v1::Expert& expert = record.expert;
  const bool member = expert.state() == v1::EXPERT_STATE_ACTIVE && record.term_end > now;
  const bool own = expert.department() == caller.department || expert.nominator().department() == caller.department;
  if (!IsDepartments(caller) || member || own) return absl::OkStatus();
  return Denied("is no member of the pool and was nominated by others", "NOT_OWN_DEPARTMENT");
}

absl::Status CheckMayRead(const Identity& caller, const EngagementRecord& record) {
  if (absl::Status region = CheckOwnRegion(caller, record.office_region); !region.ok()) return region;
  if (!IsDepartments(caller) || record.document.requesting_department() == caller.department) return absl::OkStatus();
  return Denied("was asked for by another department", "NOT_OWN_DEPARTMENT");
}

absl::Status CheckActsFor(const Identity& caller, const type::v1::Plan& plan, absl::string_view department) {
  const type::v1::Department* own = FindDepartment(plan, caller.department);
  if (own == nullptr || !ActsFrom(plan, *own, caller.region)) {
    return Denied("the caller's department has no part in this plan", "NOT_IN_PLAN");
  }
  if (caller.role == type::v1::ROLE_OFFICE) {
    if (own->role() != type::v1::DEPARTMENT_ROLE_LEAD) {
      return Denied("is for the office of the department that leads the plan", "NOT_PLAN_OFFICE");
    }
    return CheckCovers(caller, plan, *own);
  }
  if (own->id() == department) return absl::OkStatus();
  return Denied("is for the department itself or the office", "NOT_OWN_DEPARTMENT");
}

absl::Status CheckObserves(const Identity& caller, const EngagementRecord& record) {
  return CheckOwnRegion(caller, record.office_region);
}

absl::Status CheckMayConfirm(const Identity& caller, const type::v1::Plan& plan, const EngagementRecord& record) {
  if (caller.role == type::v1::ROLE_OFFICE) return CheckActsFor(caller, plan, "");
  if (caller.role == type::v1::ROLE_OBSERVER) return CheckObserves(caller, record);
  return Denied("is for the office and the observer", "NOT_A_JUDGE");
}

}  // namespace lianfang::expert
