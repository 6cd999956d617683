// Whose contacts, deliveries and reminders a caller may see.
#ifndef LIANFANG_SERVICES_NOTIFICATION_VISIBILITY_H_
#define LIANFANG_SERVICES_NOTIFICATION_VISIBILITY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::notification {

// What a list is narrowed to; empty members do not narrow.
struct RowScope {
  std::string region;
  std::string department;
  std::string within;  // what the region's code begins with
};

// What the request asks for, in the caller's own region and the regions in it; for departments' people their own
// department alone. PERMISSION_DENIED when they ask for another's.
absl::StatusOr<RowScope> ScopeOf(const Identity& caller, absl::string_view region, absl::string_view department);

// Whether the row of a department of a region lies in the scope.
bool Covers(const RowScope& scope, absl::string_view region, absl::string_view department);

// What a department is reminded of matters to the caller: by whom it is owed, or whose plan it is of.
bool Concerns(const Identity& caller, const duty::v1::Duty& duty, const type::v1::Plan& plan);

// A plan's pause matters to the caller: the plan reports on the caller's region, or is acted on from there.
bool Concerns(const Identity& caller, const v1::ReminderPause& pause, const type::v1::Plan& plan);

// OK where the caller may see the delivery.
absl::Status CheckMaySee(const Identity& caller, const v1::Delivery& delivery);

// Leaves out whom an expert's notice went to, and what about, where the caller is an office of another region than the one that it is
// sent for: a panel may be sealed (ExpertPool.panel_sealed), and that office is told as little of it by its mails.
void WithholdExpert(const Identity& caller, v1::Delivery& delivery);

// PERMISSION_DENIED: the row is another department's.
absl::Status NotOwnDepartment();

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_VISIBILITY_H_
