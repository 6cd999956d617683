// When a duty is reminded of: its stages or the plan's, placed on working mornings.
//
//   auto policy = ReminderPolicyOf(plan);
//   for (const Stage& stage : StagesBefore(duty, *policy, calendar, now)) ...          // in order of time
//
// Reminders are derived, not queued: LatestDue compares the stages that have come with those recorded as sent.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_REMINDER_RULES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_REMINDER_RULES_H_

#include <bitset>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/working_calendar.h"
#include "duties/duty.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::notification {

using duties::DueDay;
using duties::IsAwaitedAt;
using duties::IsOwed;
using duty::v1::Duty;

// Plans by resource name, each at the newest edition received.
using PlanMap = std::map<std::string, type::v1::Plan>;

// Whether nothing is owed any more under `occasion` of a resource, of which `duties` are all: what was sent back was done
// again, too. False where there is no such duty.
bool IsSettled(const std::vector<Duty>& duties, absl::string_view occasion);

// Roles addressed; bit n is `lianfang.type.v1.Recipient` n.
using RoleSet = std::bitset<type::v1::Recipient_ARRAYSIZE>;

// What reminding needs to know of a plan.
struct ReminderPolicy {
  absl::TimeZone zone;
  std::vector<type::v1::ReminderStage> stages;  // by offset
  std::string lead_department;                  // where the office director is
  std::string lead_region;                      // the director's region; empty: the region reported on
};

// INVALID_ARGUMENT where the plan's time zone is unknown to this machine, or no department leads.
absl::StatusOr<ReminderPolicy> ReminderPolicyOf(const type::v1::Plan& plan);

// One stage, placed.
struct Stage {
  absl::Time due = absl::InfiniteFuture();  // of the duty that it reminds of
  int offset_days = 0;                      // counted on where the last stage repeats
  absl::CivilDay nominal;                   // the day that the offset names
  absl::CivilDay day;                       // the working day it fell on
  absl::Time time;                          // that day, at the stage's time of day
  RoleSet roles;                            // whom it addresses
  bool at_opening = false;  // it would lie before the duty opened, or before what was done was sent back
  bool certain = true;      // the table of working days reaches this far
};

// The stages before `end` at which the duty is awaited, in order of time: its own, or else those of the plan.
//
// A stage falls on a working day: up to the due date it rolls back to the working day before, after it forward. No
// stage lies before the duty's opening: those that would are due on the first working morning from then on. Where a
// stage is caught up by a later one, the later one stands for both and addresses both their roles.
std::vector<Stage> StagesBefore(const Duty& duty, const ReminderPolicy& policy, const WorkingCalendar& calendar,
                                absl::Time end);

// `2022-05-31/-15` (`+0` on the due date itself), followed by `/` and what tells the duty apart from others of its
// resource (duties::OccasionKey): no two stages of a resource have the same.
std::string StageKey(const Duty& duty, const Stage& stage, absl::TimeZone zone);

// The stage as answers and deliveries carry it.
v1::PlacedStage ToPlacedStage(const Duty& duty, const Stage& stage, absl::TimeZone zone);

// A stage to send, and how many before it never were. Points into the stages that LatestDue was given.
struct DueStage {
  const Stage* stage;
  int missed;
  const Stage* earliest;  // of the missed ones; `stage` where none was
};

// The latest of a duty's `stages` that addresses one of `roles`, unless it was sent. Earlier ones that were not sent are
// counted as missed, back to the last that was, or to `since`: nobody misses what came before the duty or the recipient
// was known.
std::optional<DueStage> LatestDue(absl::Span<const Stage> stages, RoleSet roles, absl::Time since,
                                  absl::FunctionRef<bool(const Stage&)> was_sent);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_REMINDER_RULES_H_
