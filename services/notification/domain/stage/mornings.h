// When reminders go out: on working mornings. A stage lies on one by itself; what is late, after an outage or a pause,
// waits for the next one.
//
//   const Mornings mornings(calendar);
//   if (mornings.SendTime(stage, zone, now) == now) ...        // may go out now
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_MORNINGS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_MORNINGS_H_

#include "absl/time/time.h"
#include "common/working_calendar.h"
#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification {

// Thread-safe. Refers to the calendar.
class Mornings {
 public:
  enum class Hours {
    kMornings,
    kAny,  // late ones go out at once: for demonstrations and tests, which cannot wait for a morning
  };

  explicit Mornings(const WorkingCalendar& calendar, Hours hours = Hours::kMornings)
      : calendar_(calendar), hours_(hours) {}

  const WorkingCalendar& calendar() const { return calendar_; }

  // The first instant from `from` on at which the stage may go out: on a working day, within three hours from the
  // stage's time of day. If the due instant comes before the next such morning, the rest of the working day, until
  // 18:00, counts too: a reminder after the due date is no use. Never before the stage's own time.
  absl::Time SendTime(const Stage& stage, absl::TimeZone zone, absl::Time from) const;

  // The first nine o'clock of a working day at or after `event`. With Hours::kAny the event's own time.
  absl::Time MorningAfter(absl::Time event, absl::TimeZone zone) const;

 private:
  const WorkingCalendar& calendar_;
  const Hours hours_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_MORNINGS_H_
