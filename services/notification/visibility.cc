#include "services/notification/visibility.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "services/notification/domain/delivery/delivery_rules.h"

namespace lianfang::notification {
namespace {

bool SeesOwnRowsOnly(const Identity& caller) {
  return caller.role == type::v1::ROLE_LIAISON || caller.role == type::v1::ROLE_CONVENER;
}

}  // namespace

absl::StatusOr<RowScope> ScopeOf(const Identity& caller, absl::string_view region, absl::string_view department) {
  if (!region.empty()) {
    if (absl::Status own = CheckOwnRegion(caller, region); !own.ok()) return own;
  }
  RowScope scope{std::string(region), std::string(department), std::string(DivisionPrefix(caller.region))};
  if (!SeesOwnRowsOnly(caller)) return scope;
  if (department.empty()) scope.department = caller.department;
  if (scope.department != caller.department) return NotOwnDepartment();
  return scope;
}

bool Concerns(const Identity& caller, const duty::v1::Duty& duty, const type::v1::Plan& plan) {
  const bool owed_here = DivisionCovers(caller.region, duty.acting_region());
  if (SeesOwnRowsOnly(caller)) return owed_here && duty.department() == caller.department;
  return owed_here || CheckOwnPlan(caller, plan).ok();
}

bool Concerns(const Identity& caller, const v1::ReminderPause& pause, const type::v1::Plan& plan) {
  const auto here = [&caller](const std::string& region) {
    return !region.empty() && DivisionCovers(caller.region, region);
  };
  if (CheckOwnPlan(caller, plan).ok()) return true;
  if (!pause.region().empty()) return here(pause.region());
  return std::any_of(plan.regions().begin(), plan.regions().end(),
                     [&](const type::v1::Region& region) { return here(region.code()); }) ||
         std::any_of(plan.departments().begin(), plan.departments().end(),
                     [&](const type::v1::Department& department) { return here(department.acting_region()); });
}

bool Covers(const RowScope& scope, absl::string_view region, absl::string_view department) {
  return (scope.region.empty() || scope.region == region) && absl::StartsWith(region, scope.within) &&
         (scope.department.empty() || scope.department == department);
}

absl::Status CheckMaySee(const Identity& caller, const v1::Delivery& delivery) {
  if (caller.role == type::v1::ROLE_SERVICE) {
    if (delivery.sender() == caller.uri) return absl::OkStatus();
    return ErrorWithReason(absl::StatusCode::kPermissionDenied, "was sent by another", "NOT_OWN_NOTICE");
  }
  if (!IsWithin(delivery, DivisionPrefix(caller.region))) return CheckOwnRegion(caller, delivery.region());
  const bool own = !SeesOwnRowsOnly(caller) || delivery.department() == caller.department;
  return own ? absl::OkStatus() : NotOwnDepartment();
}

void WithholdExpert(const Identity& caller, v1::Delivery& delivery) {
  const bool is_experts = absl::EndsWith(delivery.sender(), "/service/expert") && delivery.contact().empty();
  if (caller.role != type::v1::ROLE_OFFICE || caller.region == delivery.region() || !is_experts) return;
  delivery.clear_display_name();
  delivery.clear_email();
  delivery.clear_subject();
  delivery.clear_text_body();
  delivery.clear_ways();
  for (v1::DeliveryAttempt& attempt : *delivery.mutable_attempts()) attempt.clear_text();  // servers quote the address
}

absl::Status NotOwnDepartment() {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, "belongs to another department", "NOT_OWN_DEPARTMENT");
}

}  // namespace lianfang::notification
