// The heartbeat of reminding: derives what is to be sent, records it, sends it.
//
//   ReminderTick tick(store, sender, calendar, clock, metrics, {.mail_domain = "lianfang.example"});
//   const BackgroundLoop ticking(tick);
#ifndef LIANFANG_SERVICES_NOTIFICATION_REMINDER_TICK_H_
#define LIANFANG_SERVICES_NOTIFICATION_REMINDER_TICK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/domain/working_calendar.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Called by one thread at a time; any number of processes may tick on one database.
class ReminderTick : public BackgroundTask {
 public:
  struct Options {
    std::string mail_domain;  // of Message-IDs
    absl::Duration interval = absl::Seconds(5);
  };

  ReminderTick(NotificationStore& store, DeliverySender& sender, const WorkingCalendar& calendar, const Clock& clock,
               Metrics& metrics, Options options);

  // Plans unless mails are waiting, sends some, and says how long to wait: not at all while mails are waiting. A fault
  // of the database is logged; the next step derives everything afresh.
  absl::Duration Step() override;

  // Records a delivery for every mail that is due now.
  absl::Status Plan();

 private:
  NotificationStore& store_;
  DeliverySender& sender_;
  const WorkingCalendar& calendar_;
  const Clock& clock_;
  prometheus::Counter& planned_;
  prometheus::Gauge& unreached_;
  const Options options_;
  bool drained_ = true;  // the last step left no mail waiting
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_REMINDER_TICK_H_
