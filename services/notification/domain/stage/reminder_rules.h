// When an obligation is reminded of: the plan's stages, placed on working mornings.
//
//   auto policy = ReminderPolicyOf(plan);
//   for (const Stage& stage : StagesBefore(obligation, *policy, calendar, now)) ...          // in order of time
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
#include "deadlines/deadline.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::notification {

using deadlines::Deadline;
using deadlines::DeadlineAt;
using deadlines::DeadlinesOf;
using deadlines::DueDay;
using deadlines::IsSettled;

// Plans by resource name, each at the newest edition received.
using PlanMap = std::map<std::string, type::v1::Plan>;

// `plans/x/obligations/y` → `plans/x`.
std::string PlanNameOf(absl::string_view obligation);

// From when on nothing is awaited though nothing was met, as the obligation stands: filing is locked, and no return that
// was sent back is owed. InfiniteFuture where that never comes.
absl::Time LockedFrom(const submission::v1::Obligation& obligation);

// Whether the first figures, or the final ones, are met or waived, and not sent back.
bool IsSettled(const submission::v1::Obligation& obligation, bool final_figures);

// The latest due instant of figures that are settled; InfinitePast where none are.
absl::Time SettledDue(const submission::v1::Obligation& obligation);

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
  Deadline deadline;        // what it reminds of
  int offset_days = 0;      // counted on where the plan's last stage repeats
  absl::CivilDay nominal;   // the day that the offset names
  absl::CivilDay day;       // the working day it fell on
  absl::Time time;          // that day, at the stage's time of day
  RoleSet roles;            // whom it addresses
  bool at_opening = false;  // it would lie before the obligation opened, or before the return was sent back
  bool certain = true;      // the table of working days reaches this far
};

// The stages before `end`, of every deadline while it is the one in force, in order of time.
//
// A stage falls on a working day: up to the due date it rolls back to the working day before, after it forward. No
// stage lies before the deadline's opening: those that would are due on the first working morning from then on. Where a
// stage is caught up by a later one, the later one stands for both and addresses both their roles.
std::vector<Stage> StagesBefore(const submission::v1::Obligation& obligation, const ReminderPolicy& policy,
                                const WorkingCalendar& calendar, absl::Time end);

// `2022-05-31/-15` (`+0` on the due date itself), followed by `/final` and by `/` and the instant of the send-back
// where the deadline is such: no two stages of an obligation have the same.
std::string StageKey(const Stage& stage, absl::TimeZone zone);

// The stage as answers and deliveries carry it.
v1::PlacedStage ToPlacedStage(const Stage& stage, absl::TimeZone zone);

// A stage to send, and how many before it never were. Points into the stages that LatestDue was given.
struct DueStage {
  const Stage* stage;
  int missed;
  const Stage* earliest;  // of the missed ones; `stage` where none was
};

// The latest of `stages` that addresses one of `roles`, unless it was sent. Earlier ones that were not sent are counted
// as missed, back to the last that was, or to `since`: nobody misses what came before the obligation or the recipient
// was known, nor the stages of another deadline.
std::optional<DueStage> LatestDue(absl::Span<const Stage> stages, RoleSet roles, absl::Time since,
                                  absl::FunctionRef<bool(const Stage&)> was_sent);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_REMINDER_RULES_H_
