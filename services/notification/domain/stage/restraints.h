// What holds reminders back: a department's word that a duty is in hand (在办), and the office's pauses.
//
//   const Restraints restraints(basis.acknowledgements, basis.pauses);
//   if (restraints.IsSilenced(duty, stage)) ...        // makes no mail of its own
//   if (restraints.ReleasedAt(duty, now) > now) ...    // nothing goes out for it now
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_RESTRAINTS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_RESTRAINTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification {

// Immutable; thread-safe.
class Restraints {
 public:
  Restraints() = default;
  Restraints(const std::vector<v1::Acknowledgement>& acknowledgements, std::vector<v1::ReminderPause> pauses);

  // Whether the department has the duty in hand. A new due instant ends its word, and so does a send-back since: what was
  // in hand then was done.
  bool IsAcknowledged(const Duty& duty) const;

  // Whether a stage makes no mail because the department had the matter in hand by then. The due day's stage and those
  // after it never do.
  bool IsSilenced(const Duty& duty, const Stage& stage) const;

  // Whether a stage that the delivery stands for is paused at `time`. Such a mail does not go out: its stages are planned
  // anew when the pause ends, and those that are not paused at once.
  bool Pauses(const v1::Delivery& delivery, const std::vector<Duty>& duties, absl::Time time) const;

  // The first instant from `time` on at which reminders of the duty are not paused.
  absl::Time ReleasedAt(const Duty& duty, absl::Time time) const;

 private:
  std::map<std::string, v1::Acknowledgement> acknowledgements_;  // by resource
  std::vector<v1::ReminderPause> pauses_;
};

// The acknowledgement of `actor` as it will be stored, of the one of the resource's `duties` that is awaited at `now`.
// FAILED_PRECONDITION where none is, or its due day has come.
absl::StatusOr<v1::Acknowledgement> DecideAcknowledgement(const std::vector<Duty>& duties, absl::TimeZone zone,
                                                          const v1::Acknowledgement& asked, absl::string_view actor,
                                                          absl::Time now);

// INVALID_ARGUMENT naming every fault by its path under `acknowledgement`.
absl::Status CheckAcknowledgement(const v1::Acknowledgement& acknowledgement);

// The pause of `actor` as it will be stored. INVALID_ARGUMENT naming every fault by its path under `pause`; an end that
// is not in the future is one, so that nobody ends a pause by a mistyped date.
absl::StatusOr<v1::ReminderPause> DecidePause(const v1::ReminderPause& asked, absl::string_view actor, absl::Time now);

// The pause in force of exactly the request's scope, ended at `now` by `actor`. `pauses` are those in force of the plan.
// INVALID_ARGUMENT naming every fault by its path; FAILED_PRECONDITION (NOT_PAUSED) where there is none.
absl::StatusOr<v1::ReminderPause> DecideResume(const std::vector<v1::ReminderPause>& pauses,
                                               const v1::ResumeRemindersRequest& asked, absl::string_view actor,
                                               absl::Time now);

// What a pause is of, `plans/x/emergency/140581`; by it pauses are ordered.
std::string PauseKey(const v1::ReminderPause& pause);

// Whether the pause is in force at `time`.
bool IsInForce(const v1::ReminderPause& pause, absl::Time time);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_RESTRAINTS_H_
