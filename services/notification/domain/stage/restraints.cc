#include "services/notification/domain/stage/restraints.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/text.h"
#include "common/time.h"
#include "services/notification/domain/stage/item_duty.h"

namespace lianfang::notification {
namespace {

using v1::Acknowledgement;
using v1::ReminderPause;

constexpr size_t kMaxName = 500;
constexpr size_t kMaxNote = 500;
constexpr size_t kMaxReason = 2000;
constexpr absl::Duration kLongestPause = absl::Hours(24 * 92);

void CheckText(absl::string_view field, absl::string_view text, size_t max, FieldViolations& faults) {
  if (CountCodePoints(text) > max) faults.Add(field, absl::StrCat("must have at most ", max, " characters"));
  if (HasForbiddenControl(text)) faults.Add(field, "must be without control characters");
}

// Plan, department, region and reason of a pause, or of a request to end one; `path` is where they stand.
template <typename Scope>
void CheckScope(absl::string_view path, const Scope& scope, FieldViolations& faults) {
  absl::string_view plan = scope.plan();
  if (!absl::ConsumePrefix(&plan, "plans/") || !IsResourceId(plan)) {
    faults.Add(absl::StrCat(path, "plan"), "must be plans/{plan}");
  }
  if (!scope.department().empty() && !IsResourceId(scope.department())) {
    faults.Add(absl::StrCat(path, "department"), "must be a department's id");
  }
  if (!scope.region().empty() && !IsDivisionCode(scope.region())) {
    faults.Add(absl::StrCat(path, "region"), "must be a division code of six digits");
  }
  CheckText(absl::StrCat(path, "reason"), scope.reason(), kMaxReason, faults);
}

bool Concerns(const ReminderPause& pause, const Duty& duty) {
  return pause.plan() == duty.plan() && (pause.department().empty() || pause.department() == duty.department()) &&
         (pause.region().empty() || pause.region() == duty.region());
}

// `collection/id`, once or several times.
bool IsResourceName(absl::string_view name) {
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  return name.size() <= kMaxName && segments.size() % 2 == 0 && !HasForbiddenControl(name) &&
         std::none_of(segments.begin(), segments.end(), [](absl::string_view segment) { return segment.empty(); });
}

}  // namespace

Restraints::Restraints(const std::vector<Acknowledgement>& acknowledgements, std::vector<ReminderPause> pauses)
    : pauses_(std::move(pauses)) {
  for (const Acknowledgement& one : acknowledgements) acknowledgements_[one.duty()] = one;
}

bool Restraints::IsAcknowledged(const Duty& duty) const {
  const auto found = acknowledgements_.find(duty.resource());
  if (found == acknowledgements_.end()) return false;
  if (FromTimestamp(found->second.due_time()) != FromTimestamp(duty.due_time())) return false;
  return !duty.has_sent_back_time() ||
         FromTimestamp(found->second.acknowledge_time()) >= FromTimestamp(duty.sent_back_time());
}

bool Restraints::IsSilenced(const Duty& duty, const Stage& stage) const {
  if (stage.offset_days >= 0 || !IsAcknowledged(duty)) return false;
  return FromTimestamp(acknowledgements_.at(duty.resource()).acknowledge_time()) <= stage.time;
}

absl::Time Restraints::ReleasedAt(const Duty& duty, absl::Time time) const {
  for (;;) {
    const auto holding = std::find_if(pauses_.begin(), pauses_.end(), [&](const ReminderPause& pause) {
      return Concerns(pause, duty) && IsInForce(pause, time);
    });
    if (holding == pauses_.end()) return time;
    time = FromTimestamp(holding->until_time());
  }
}

bool Restraints::Pauses(const v1::Delivery& delivery, const std::vector<Duty>& duties, absl::Time time) const {
  return std::any_of(delivery.items().begin(), delivery.items().end(), [&](const v1::ReminderItem& item) {
    return item.has_stage() && std::any_of(duties.begin(), duties.end(), [&](const Duty& duty) {
             return IsOwed(duty) && IsAbout(item, duty) && ReleasedAt(duty, time) > time;
           });
  });
}

absl::Status CheckAcknowledgement(const Acknowledgement& acknowledgement) {
  FieldViolations faults;
  if (!IsResourceName(acknowledgement.duty())) {
    faults.Add("acknowledgement.duty", "must be a duty's name, such as plans/{plan}/obligations/{obligation}");
  }
  CheckText("acknowledgement.note", acknowledgement.note(), kMaxNote, faults);
  if (acknowledgement.has_due_time() || !acknowledgement.actor().empty() || acknowledgement.has_acknowledge_time()) {
    faults.Add("acknowledgement", "due_time, actor and acknowledge_time are the server's");
  }
  return faults.ToStatus();
}

absl::StatusOr<Acknowledgement> DecideAcknowledgement(const std::vector<Duty>& duties, absl::TimeZone zone,
                                                      const Acknowledgement& asked, absl::string_view actor,
                                                      absl::Time now) {
  const auto duty =
      std::find_if(duties.begin(), duties.end(), [now](const Duty& one) { return IsAwaitedAt(one, now); });
  if (duty == duties.end()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, absl::StrCat("nothing is owed for ", asked.duty()),
                           "NOT_OWED");
  }
  if (absl::ToCivilDay(now, zone) >= DueDay(*duty, zone)) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           "the due day has come: only filing ends the reminders now", "DUE_DAY_HAS_COME",
                           {{"due_day", FormatDay(DueDay(*duty, zone))}});
  }
  Acknowledgement decided = asked;
  *decided.mutable_due_time() = duty->due_time();
  decided.set_actor(std::string(actor));
  *decided.mutable_acknowledge_time() = ToTimestamp(now);
  return decided;
}

absl::StatusOr<ReminderPause> DecidePause(const ReminderPause& asked, absl::string_view actor, absl::Time now) {
  FieldViolations faults;
  CheckScope("pause.", asked, faults);
  if (FromTimestamp(asked.until_time()) <= now) {
    faults.Add("pause.until_time", "must be in the future; ResumeReminders ends a pause");
  }
  if (FromTimestamp(asked.until_time()) > now + kLongestPause) {
    faults.Add("pause.until_time", "must be at most 92 days ahead");
  }
  if (!asked.actor().empty() || asked.has_pause_time() || asked.has_resume_time() || !asked.resume_actor().empty() ||
      !asked.resume_reason().empty()) {
    faults.Add("pause", "actors, pause_time, resume_time and resume_reason are the server's");
  }
  if (!faults.empty()) return faults.ToStatus();
  ReminderPause decided = asked;
  decided.set_actor(std::string(actor));
  *decided.mutable_pause_time() = ToTimestamp(now);
  return decided;
}

absl::StatusOr<ReminderPause> DecideResume(const std::vector<ReminderPause>& pauses,
                                           const v1::ResumeRemindersRequest& asked, absl::string_view actor,
                                           absl::Time now) {
  FieldViolations faults;
  CheckScope("", asked, faults);
  if (!faults.empty()) return faults.ToStatus();
  const auto pause = std::find_if(pauses.begin(), pauses.end(), [&](const ReminderPause& one) {
    return IsInForce(one, now) && one.plan() == asked.plan() && one.department() == asked.department() &&
           one.region() == asked.region();
  });
  if (pause == pauses.end()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "no pause of this scope is in force", "NOT_PAUSED",
                           {{"plan", asked.plan()}});
  }
  ReminderPause ended = *pause;
  *ended.mutable_until_time() = ToTimestamp(now);
  *ended.mutable_resume_time() = ToTimestamp(now);
  ended.set_resume_actor(std::string(actor));
  ended.set_resume_reason(asked.reason());
  return ended;
}

std::string PauseKey(const ReminderPause& pause) {
  return absl::StrCat(pause.plan(), "/", pause.department(), "/", pause.region());
}

bool IsInForce(const ReminderPause& pause, absl::Time time) {
  return FromTimestamp(pause.pause_time()) <= time && time < FromTimestamp(pause.until_time());
}

}  // namespace lianfang::notification
