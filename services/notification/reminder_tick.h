// The heartbeat of reminding: derives what is to be sent and records it. Sending is DeliverySender's.
//
//   ReminderTick tick(store, calendar, clock, metrics, {.desk = desk});
//   const BackgroundLoop ticking(tick);
#ifndef LIANFANG_SERVICES_NOTIFICATION_REMINDER_TICK_H_
#define LIANFANG_SERVICES_NOTIFICATION_REMINDER_TICK_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "services/notification/domain/calendar/quiet_hours.h"
#include "services/notification/domain/calendar/working_calendar.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Called by one thread at a time; any number of processes may tick on one database.
class ReminderTick : public BackgroundTask {
 public:
  struct Options {
    AlertDesk desk;
    QuietHours quiet_hours = {};
    absl::Duration interval = absl::Seconds(5);
  };

  ReminderTick(NotificationStore& store, const WorkingCalendar& calendar, const Clock& clock, Metrics& metrics,
               Options options);

  // Plans, and says how long to wait. A fault of the database is logged; the next step derives everything afresh.
  absl::Duration Step() override;

  // Records a delivery for every mail that is due now, and an alert for every role that nobody holds; nothing in quiet
  // hours, so that what comes up in them is one mail at their end. Then measures what waits to be sent.
  absl::Status Plan();

 private:
  absl::Status RecordDue(absl::Time now, absl::Time deadline);
  absl::Status RecordAlerts(const DigestPlan& due, const PlanMap& plans, absl::Time now, absl::Time deadline);

  NotificationStore& store_;
  const WorkingCalendar& calendar_;
  const Clock& clock_;
  prometheus::Counter& planned_;
  prometheus::Gauge& unreached_;
  prometheus::Gauge& due_;
  const Options options_;
  std::set<std::string> alerted_;  // alerts that the last plan asked for and that are recorded
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_REMINDER_TICK_H_
