#include "services/notification/visibility.h"

#include "absl/strings/match.h"
#include "common/division.h"
#include "common/errors.h"

namespace lianfang::notification {
namespace {

bool SeesOwnRowsOnly(const Identity& caller) {
  return caller.role == type::v1::ROLE_LIAISON || caller.role == type::v1::ROLE_CONVENER;
}

}  // namespace

absl::StatusOr<RowScope> ScopeOf(const Identity& caller, absl::string_view region, absl::string_view department) {
  RowScope scope{std::string(region), std::string(department), ""};
  if (!SeesOwnRowsOnly(caller)) return scope;
  if (department.empty()) scope.department = caller.department;
  if (scope.department != caller.department) return NotOwnDepartment();
  if (!region.empty() && !DivisionCovers(caller.region, region)) return NotOwnDepartment();
  scope.within = std::string(DivisionPrefix(caller.region));
  return scope;
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
  if (!SeesOwnRowsOnly(caller)) return absl::OkStatus();
  const bool own = delivery.department() == caller.department && DivisionCovers(caller.region, delivery.region());
  return own ? absl::OkStatus() : NotOwnDepartment();
}

absl::Status NotOwnDepartment() {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, "belongs to another department", "NOT_OWN_DEPARTMENT");
}

}  // namespace lianfang::notification
