#include "services/evaluation/domain/request/reading_rights.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"

namespace lianfang::evaluation {

using ::lianfang::type::v1::Plan;

bool MayRead(const Identity& caller, const Plan& plan, absl::string_view region) {
  if (caller.role == type::v1::ROLE_SERVICE) return true;
  if (caller.region.empty()) return false;
  return DivisionCovers(caller.region, region) || absl::c_any_of(plan.departments(), [&](const auto& department) {
           return !department.acting_region().empty() && DivisionCovers(caller.region, department.acting_region());
         });
}

absl::Status CheckMayRead(const Identity& caller, const Plan& plan, absl::string_view region) {
  if (MayRead(caller, plan, region)) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                         absl::StrCat("region ", region, " is not read by somebody of region ", caller.region),
                         "REGION_NOT_READABLE", {{"plan", plan.name()}, {"region", std::string(region)}});
}

absl::Status CheckIsOffice(const Identity& caller, const Plan& plan) {
  const bool leads = absl::c_any_of(plan.departments(), [&](const auto& department) {
    return department.role() == type::v1::DEPARTMENT_ROLE_LEAD && department.id() == caller.department;
  });
  if (leads && caller.role == type::v1::ROLE_OFFICE && caller.region == OfficeRegion(plan)) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, "is for the plan's office", "NOT_PLAN_OFFICE");
}

}  // namespace lianfang::evaluation
