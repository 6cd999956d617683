#include "services/submission/domain/request/visibility.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"

namespace lianfang::submission {

RowScope ScopeOf(const Identity& caller) {
  if (caller.role == type::v1::ROLE_SERVICE) return {};
  const bool of_one_department = caller.role == type::v1::ROLE_LIAISON || caller.role == type::v1::ROLE_CONVENER;
  return {of_one_department ? caller.department : "", std::string(DivisionPrefix(caller.region))};
}

RowKey RowKeyOf(const v1::Obligation& obligation) {
  return {obligation.department(), obligation.region(), obligation.acting_region()};
}

bool IsInScope(const RowScope& scope, const RowKey& row) {
  return (scope.department.empty() || scope.department == row.department) &&
         (absl::StartsWith(row.region, scope.division_prefix) ||
          absl::StartsWith(row.acting_region, scope.division_prefix));
}

bool IsInScope(const RowScope& scope, const v1::Obligation& obligation) {
  return IsInScope(scope, RowKeyOf(obligation));
}

absl::Status CheckVisible(const Identity& caller, const v1::Obligation& obligation) {
  if (IsInScope(ScopeOf(caller), obligation)) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                         absl::StrCat(obligation.name(), " is of the department ", obligation.department(),
                                      " and region ", obligation.region(), ", which ", caller.uri, " may not read"),
                         "NOT_VISIBLE", {{"name", obligation.name()}});
}

}  // namespace lianfang::submission
