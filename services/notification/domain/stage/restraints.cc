#include "services/notification/domain/stage/restraints.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/text.h"
#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using v1::Acknowledgement;
using v1::ReminderPause;

constexpr size_t kMaxNote = 500;
constexpr size_t kMaxReason = 2000;
constexpr absl::Duration kLongestPause = absl::Hours(24 * 92);

void CheckText(absl::string_view field, absl::string_view text, size_t max, FieldViolations& faults) {
  if (CountCodePoints(text) > max) faults.Add(field, absl::StrCat("must have at most ", max, " characters"));
  if (HasForbiddenControl(text)) faults.Add(field, "must be without control characters");
}

bool Concerns(const ReminderPause& pause, const Obligation& obligation) {
  return pause.plan() == PlanNameOf(obligation.name()) &&
         (pause.department().empty() || pause.department() == obligation.department()) &&
         (pause.region().empty() || pause.region() == obligation.region());
}

}  // namespace

Restraints::Restraints(const std::vector<Acknowledgement>& acknowledgements, std::vector<ReminderPause> pauses)
    : pauses_(std::move(pauses)) {
  for (const Acknowledgement& one : acknowledgements) acknowledgements_[one.obligation()] = one;
}

bool Restraints::IsAcknowledged(const Obligation& obligation, const Deadline& deadline) const {
  const auto found = acknowledgements_.find(obligation.name());
  return found != acknowledgements_.end() && FromTimestamp(found->second.due_time()) == deadline.due;
}

bool Restraints::IsSilenced(const Obligation& obligation, const Stage& stage) const {
  if (stage.offset_days >= 0 || !IsAcknowledged(obligation, stage.deadline)) return false;
  return FromTimestamp(acknowledgements_.at(obligation.name()).acknowledge_time()) <= stage.time;
}

absl::Time Restraints::ReleasedAt(const Obligation& obligation, absl::Time time) const {
  for (;;) {
    const auto holding = std::find_if(pauses_.begin(), pauses_.end(), [&](const ReminderPause& pause) {
      return Concerns(pause, obligation) && IsInForce(pause, time);
    });
    if (holding == pauses_.end()) return time;
    time = FromTimestamp(holding->until_time());
  }
}

absl::Status CheckAcknowledgement(const Acknowledgement& acknowledgement) {
  FieldViolations faults;
  if (!absl::StartsWith(acknowledgement.obligation(), "plans/") ||
      !absl::StrContains(acknowledgement.obligation(), "/obligations/")) {
    faults.Add("acknowledgement.obligation", "must be plans/{plan}/obligations/{obligation}");
  }
  CheckText("acknowledgement.note", acknowledgement.note(), kMaxNote, faults);
  if (acknowledgement.has_due_time() || !acknowledgement.actor().empty() || acknowledgement.has_acknowledge_time()) {
    faults.Add("acknowledgement", "due_time, actor and acknowledge_time are the server's");
  }
  return faults.ToStatus();
}

absl::StatusOr<Acknowledgement> DecideAcknowledgement(const Obligation& obligation, absl::TimeZone zone,
                                                      const Acknowledgement& asked, absl::string_view actor,
                                                      absl::Time now) {
  const std::optional<Deadline> deadline = DeadlineAt(obligation, now);
  if (!deadline.has_value()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("nothing is owed for ", obligation.name()), "NOT_OWED");
  }
  if (absl::ToCivilDay(now, zone) >= DueDay(*deadline, zone)) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           "the due day has come: only filing ends the reminders now", "DUE_DAY_HAS_COME",
                           {{"due_day", FormatDay(DueDay(*deadline, zone))}});
  }
  Acknowledgement decided = asked;
  *decided.mutable_due_time() = ToTimestamp(deadline->due);
  decided.set_actor(std::string(actor));
  *decided.mutable_acknowledge_time() = ToTimestamp(now);
  return decided;
}

absl::StatusOr<ReminderPause> DecidePause(const ReminderPause& asked, absl::string_view actor, absl::Time now) {
  FieldViolations faults;
  absl::string_view plan = asked.plan();
  if (!absl::StartsWith(plan, "plans/") || !IsResourceId(plan.substr(6))) {
    faults.Add("pause.plan", "must be plans/{plan}");
  }
  if (!asked.department().empty() && !IsResourceId(asked.department())) {
    faults.Add("pause.department", "must be a department's id");
  }
  if (!asked.region().empty() && !IsDivisionCode(asked.region())) {
    faults.Add("pause.region", "must be a division code of six digits");
  }
  CheckText("pause.reason", asked.reason(), kMaxReason, faults);
  if (FromTimestamp(asked.until_time()) > now + kLongestPause) {
    faults.Add("pause.until_time", "must be at most 92 days ahead");
  }
  if (!asked.actor().empty() || asked.has_pause_time()) faults.Add("pause", "actor and pause_time are the server's");
  if (!faults.empty()) return faults.ToStatus();
  ReminderPause decided = asked;
  decided.set_actor(std::string(actor));
  *decided.mutable_pause_time() = ToTimestamp(now);
  return decided;
}

std::string PauseKey(const ReminderPause& pause) {
  return absl::StrCat(pause.plan(), "/", pause.department(), "/", pause.region());
}

bool IsInForce(const ReminderPause& pause, absl::Time time) {
  return FromTimestamp(pause.pause_time()) <= time && time < FromTimestamp(pause.until_time());
}

}  // namespace lianfang::notification
