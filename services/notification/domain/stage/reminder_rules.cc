#include "services/notification/domain/stage/reminder_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/errors.h"
#include "common/time.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using type::v1::ReminderStage;

// A return that was sent back is owed.
bool IsSentBack(const Obligation& obligation) {
  return std::any_of(obligation.send_backs().begin(), obligation.send_backs().end(),
                     [](const auto& send_back) { return !send_back.has_answer_time(); });
}

RoleSet RolesOf(const ReminderStage& stage) {
  RoleSet roles;
  for (const int role : stage.recipients()) {
    if (type::v1::Recipient_IsValid(role)) roles.set(role);
  }
  return roles;
}

absl::Time OnDay(absl::CivilDay day, const google::type::TimeOfDay& time, absl::TimeZone zone) {
  return absl::FromCivil(
      absl::CivilSecond(day.year(), day.month(), day.day(), time.hours(), time.minutes(), time.seconds()), zone);
}

// Places the stages of one deadline.
class Placer {
 public:
  Placer(const Deadline& deadline, const ReminderPolicy& policy, const WorkingCalendar& calendar)
      : policy_(policy), calendar_(calendar), deadline_(deadline), due_day_(DueDay(deadline, policy.zone)) {}

  // `stage`, its offset counted on by `days`.
  Stage Place(const ReminderStage& stage, int days) const {
    Stage placed;
    placed.deadline = deadline_;
    placed.offset_days = stage.offset_days() + days;
    placed.nominal = due_day_ + placed.offset_days;
    placed.day = placed.offset_days <= 0 ? calendar_.AtOrBefore(placed.nominal) : calendar_.AtOrAfter(placed.nominal);
    placed.time = OnDay(placed.day, stage.time(), policy_.zone);
    if (placed.time < deadline_.opening) MoveToOpening(stage, placed);
    placed.roles = RolesOf(stage);
    placed.certain = calendar_.IsCertain(placed.nominal) && calendar_.IsCertain(placed.day);
    return placed;
  }

 private:
  void MoveToOpening(const ReminderStage& stage, Stage& placed) const {
    placed.at_opening = true;
    placed.day = calendar_.AtOrAfter(absl::ToCivilDay(deadline_.opening, policy_.zone));
    placed.time = OnDay(placed.day, stage.time(), policy_.zone);
    if (placed.time >= deadline_.opening) return;
    placed.day = calendar_.AtOrAfter(placed.day + 1);
    placed.time = OnDay(placed.day, stage.time(), policy_.zone);
  }

  const ReminderPolicy& policy_;
  const WorkingCalendar& calendar_;
  const Deadline deadline_;
  const absl::CivilDay due_day_;
};

// Appends `next`, which stands for every stage before it that is not before it in time.
void AppendCatchingUp(std::vector<Stage>& stages, Stage next) {
  while (!stages.empty() && stages.back().time >= next.time) {
    next.roles |= stages.back().roles;
    stages.pop_back();
  }
  stages.push_back(std::move(next));
}

// The stages of one deadline, whether or not it is in force at them.
std::vector<Stage> StagesOf(const Deadline& deadline, const ReminderPolicy& policy, const WorkingCalendar& calendar,
                            absl::Time end) {
  const Placer placer(deadline, policy, calendar);
  std::vector<Stage> stages;
  for (const ReminderStage& stage : policy.stages) {
    int days = 0;
    for (;;) {
      Stage placed = placer.Place(stage, days);
      if (placed.time >= end) break;
      AppendCatchingUp(stages, std::move(placed));
      if (stage.repeat_days() <= 0) break;
      days += stage.repeat_days();
    }
  }
  return stages;
}

}  // namespace

absl::StatusOr<ReminderPolicy> ReminderPolicyOf(const type::v1::Plan& plan) {
  auto zone = LoadZone(plan.time_zone());
  if (!zone.ok()) return InvalidField("plan.time_zone", zone.status().message());
  ReminderPolicy policy{.zone = *zone,
                        .stages = {plan.reminder_stages().begin(), plan.reminder_stages().end()},
                        .lead_department = "",
                        .lead_region = ""};
  std::stable_sort(
      policy.stages.begin(), policy.stages.end(),
      [](const ReminderStage& left, const ReminderStage& right) { return left.offset_days() < right.offset_days(); });
  for (const auto& department : plan.departments()) {
    if (department.role() != type::v1::DEPARTMENT_ROLE_LEAD) continue;
    policy.lead_department = department.id();
    policy.lead_region = department.acting_region();
  }
  if (policy.lead_department.empty()) return InvalidField("plan.departments", "one department must lead");
  return policy;
}

std::string PlanNameOf(absl::string_view obligation) {
  return std::string(obligation.substr(0, obligation.find("/obligations/")));
}

bool IsSettled(const Obligation& obligation, bool final_figures) {
  if (obligation.has_waive_time()) return true;
  return (final_figures ? obligation.has_final_met_time() : obligation.has_met_time()) && !IsSentBack(obligation);
}

absl::Time SettledDue(const Obligation& obligation) {
  absl::Time due = absl::InfinitePast();
  for (const Deadline& deadline : DeadlinesOf(obligation)) {
    if (IsSettled(obligation, deadline.final_figures)) due = std::max(due, deadline.due);
  }
  return due;
}

absl::Time LockedFrom(const Obligation& obligation) {
  if (!obligation.has_lock_time() || obligation.has_met_time() || IsSentBack(obligation)) return absl::InfiniteFuture();
  return FromTimestamp(obligation.lock_time());
}

std::vector<Stage> StagesBefore(const Obligation& obligation, const ReminderPolicy& policy,
                                const WorkingCalendar& calendar, absl::Time end) {
  std::vector<Stage> stages;
  for (const Deadline& deadline : DeadlinesOf(obligation)) {
    for (Stage& stage : StagesOf(deadline, policy, calendar, end)) {
      if (DeadlineAt(obligation, stage.time) == deadline) stages.push_back(std::move(stage));
    }
  }
  std::sort(stages.begin(), stages.end(), [](const Stage& left, const Stage& right) { return left.time < right.time; });
  return stages;
}

std::string StageKey(const Stage& stage, absl::TimeZone zone) {
  std::string key = absl::StrFormat("%s/%+d", FormatDay(DueDay(stage.deadline, zone)), stage.offset_days);
  if (stage.deadline.final_figures) absl::StrAppend(&key, "/final");
  if (stage.deadline.sent_back.has_value()) {
    absl::StrAppend(&key, "/",
                    absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", *stage.deadline.sent_back, absl::UTCTimeZone()));
  }
  return key;
}

v1::PlacedStage ToPlacedStage(const Stage& stage, absl::TimeZone zone) {
  v1::PlacedStage placed;
  placed.set_key(StageKey(stage, zone));
  placed.set_offset_days(stage.offset_days);
  *placed.mutable_nominal_date() = ToDate(stage.nominal);
  *placed.mutable_stage_time() = ToTimestamp(stage.time);
  for (size_t role = 0; role < stage.roles.size(); ++role) {
    if (stage.roles.test(role)) placed.add_recipients(static_cast<type::v1::Recipient>(role));
  }
  placed.set_calendar_uncertain(!stage.certain);
  return placed;
}

std::optional<DueStage> LatestDue(absl::Span<const Stage> stages, RoleSet roles, absl::Time since,
                                  absl::FunctionRef<bool(const Stage&)> was_sent) {
  const Stage* latest = nullptr;
  const Stage* earliest = nullptr;
  int missed = 0;
  for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
    if ((stage->roles & roles).none()) continue;
    if (latest != nullptr && (stage->time < since || !(stage->deadline == latest->deadline))) break;
    if (was_sent(*stage)) break;
    if (latest == nullptr) {
      latest = &*stage;
    } else {
      ++missed;
    }
    earliest = &*stage;
  }
  if (latest == nullptr) return std::nullopt;
  return DueStage{latest, missed, earliest};
}

}  // namespace lianfang::notification
