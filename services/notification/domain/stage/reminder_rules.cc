#include "services/notification/domain/stage/reminder_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/errors.h"
#include "common/time.h"

namespace lianfang::notification {
namespace {

using type::v1::ReminderStage;

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

void SortByOffset(std::vector<ReminderStage>& stages) {
  std::stable_sort(stages.begin(), stages.end(), [](const ReminderStage& left, const ReminderStage& right) {
    return left.offset_days() < right.offset_days();
  });
}

// The duty's own stages, or the plan's, by offset.
std::vector<ReminderStage> StatedStages(const Duty& duty, const ReminderPolicy& policy) {
  if (duty.reminder_stages().empty()) return policy.stages;
  std::vector<ReminderStage> stages = {duty.reminder_stages().begin(), duty.reminder_stages().end()};
  SortByOffset(stages);
  return stages;
}

// Places the stages of one duty.
class Placer {
 public:
  Placer(const Duty& duty, const ReminderPolicy& policy, const WorkingCalendar& calendar)
      : policy_(policy),
        calendar_(calendar),
        opening_(FromTimestamp(duty.open_time())),
        due_(FromTimestamp(duty.due_time())),
        due_day_(DueDay(duty, policy.zone)) {}

  // `stage`, its offset counted on by `days`.
  Stage Place(const ReminderStage& stage, int days) const {
    Stage placed;
    placed.due = due_;
    placed.offset_days = stage.offset_days() + days;
    placed.nominal = due_day_ + placed.offset_days;
    placed.day = placed.offset_days <= 0 ? calendar_.AtOrBefore(placed.nominal) : calendar_.AtOrAfter(placed.nominal);
    placed.time = OnDay(placed.day, stage.time(), policy_.zone);
    if (placed.time < opening_) MoveToOpening(stage, placed);
    placed.roles = RolesOf(stage);
    placed.certain = calendar_.IsCertain(placed.nominal) && calendar_.IsCertain(placed.day);
    return placed;
  }

 private:
  void MoveToOpening(const ReminderStage& stage, Stage& placed) const {
    placed.at_opening = true;
    placed.day = calendar_.AtOrAfter(absl::ToCivilDay(opening_, policy_.zone));
    placed.time = OnDay(placed.day, stage.time(), policy_.zone);
    if (placed.time >= opening_) return;
    placed.day = calendar_.AtOrAfter(placed.day + 1);
    placed.time = OnDay(placed.day, stage.time(), policy_.zone);
  }

  const ReminderPolicy& policy_;
  const WorkingCalendar& calendar_;
  const absl::Time opening_;
  const absl::Time due_;
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

// The stages of one duty, whether or not it is awaited at them.
std::vector<Stage> StagesOf(const Duty& duty, const ReminderPolicy& policy, const WorkingCalendar& calendar,
                            absl::Time end) {
  const Placer placer(duty, policy, calendar);
  std::vector<Stage> stages;
  for (const ReminderStage& stage : StatedStages(duty, policy)) {
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
  SortByOffset(policy.stages);
  for (const auto& department : plan.departments()) {
    if (department.role() != type::v1::DEPARTMENT_ROLE_LEAD) continue;
    policy.lead_department = department.id();
    policy.lead_region = department.acting_region();
  }
  if (policy.lead_department.empty()) return InvalidField("plan.departments", "one department must lead");
  return policy;
}

bool IsSettled(const std::vector<Duty>& duties, absl::string_view occasion) {
  bool found = false;
  for (const Duty& duty : duties) {
    if (absl::string_view(duty.occasion()) != occasion) continue;
    if (IsOwed(duty)) return false;
    found = true;
  }
  return found;
}

std::vector<Stage> StagesBefore(const Duty& duty, const ReminderPolicy& policy, const WorkingCalendar& calendar,
                                absl::Time end) {
  std::vector<Stage> stages = StagesOf(duty, policy, calendar, end);
  stages.erase(
      std::remove_if(stages.begin(), stages.end(), [&](const Stage& stage) { return !IsAwaitedAt(duty, stage.time); }),
      stages.end());
  return stages;
}

std::string StageKey(const Duty& duty, const Stage& stage, absl::TimeZone zone) {
  std::string key = absl::StrFormat("%s/%+d", FormatDay(DueDay(duty, zone)), stage.offset_days);
  const std::string occasion = duties::OccasionKey(duty);
  if (!occasion.empty()) absl::StrAppend(&key, "/", occasion);
  return key;
}

v1::PlacedStage ToPlacedStage(const Duty& duty, const Stage& stage, absl::TimeZone zone) {
  v1::PlacedStage placed;
  placed.set_key(StageKey(duty, stage, zone));
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
    if (latest != nullptr && stage->time < since) break;
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
