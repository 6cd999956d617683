// Whose contacts, deliveries and reminders a caller may see.
#ifndef LIANFANG_SERVICES_NOTIFICATION_VISIBILITY_H_
#define LIANFANG_SERVICES_NOTIFICATION_VISIBILITY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/notification/v1/delivery.pb.h"

namespace lianfang::notification {

// What a list is narrowed to; empty members do not narrow.
struct RowScope {
  std::string region;
  std::string department;
  std::string within;  // what the region's code begins with
};

// What the request asks for, and for departments' people their own department in their own region and the regions in
// it. PERMISSION_DENIED when they ask for another's.
absl::StatusOr<RowScope> ScopeOf(const Identity& caller, absl::string_view region, absl::string_view department);

// Whether the row of a department of a region lies in the scope.
bool Covers(const RowScope& scope, absl::string_view region, absl::string_view department);

// OK where the caller may see the delivery.
absl::Status CheckMaySee(const Identity& caller, const v1::Delivery& delivery);

// PERMISSION_DENIED: the row is another department's.
absl::Status NotOwnDepartment();

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_VISIBILITY_H_
