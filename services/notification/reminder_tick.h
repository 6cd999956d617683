// The heartbeat of reminding: derives what is to be sent and records it. Sending is DeliverySender's.
//
//   ReminderTick tick(store, calendar, clock, metrics, {.desk = desk, .sources = &sources});
//   const BackgroundLoop ticking(tick);
#ifndef LIANFANG_SERVICES_NOTIFICATION_REMINDER_TICK_H_
#define LIANFANG_SERVICES_NOTIFICATION_REMINDER_TICK_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/calendar_library.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/domain/stage/mornings.h"
#include "services/notification/store/notification_store.h"
#include "services/notification/sync/source_freshness.h"

namespace lianfang::notification {

// Called by one thread at a time; any number of processes may tick on one database.
class ReminderTick : public BackgroundTask {
 public:
  struct Options {
    AlertDesk desk;
    Mornings::Hours hours = Mornings::Hours::kMornings;
    const DutySources* sources = nullptr;       // null: what is stored, of whatever source, is taken to be current
    absl::TimeZone zone = absl::UTCTimeZone();  // in which alerts tell the time, and a morning is one
    absl::Duration interval = absl::Seconds(5);
  };

  ReminderTick(NotificationStore& store, const CalendarLibrary& calendar, const Clock& clock, Metrics& metrics,
               Options options);

  // Plans, and says how long to wait. A fault of the database is logged; the next step derives everything afresh.
  absl::Duration Step() override;

  // Records a delivery for every mail that is due now, with the confirmations that wait for the morning (confirmed.h), and on working mornings one for everybody in whose calendar stands
  // a date by which nothing is owed any more (settled.h), except to mailboxes that have failed (failed_mailboxes.h), and one
  // alert for all roles that nobody holds and the office was not told of. Duties of a source that has been silent for too
  // long are left out: what was done meanwhile is not known. A silence of 15 minutes is told to the office, once. Then
  // measures what waits to be sent.
  absl::Status Plan();

 private:
  // Since when a source is known to be silent, and whether that is told.
  struct Silence {
    absl::Time since;
    bool recorded = false;
  };

  absl::Status RecordDue(absl::Time now, absl::Time deadline);
  // In which a failed mailbox's next morning is reckoned: the plan's, or without a plan the office's.
  absl::StatusOr<absl::TimeZone> ZoneOf(const Digest& digest, const PlanMap& plans) const;
  absl::Status Record(const Digest& digest, absl::Time now, absl::Time deadline);
  absl::Status RecordSettled(const Mornings& mornings, absl::Time now, absl::Time deadline);
  absl::Status RecordUnreached(const std::vector<Unreached>& unreached, const ContactBook& contacts,
                               const PlanMap& plans, absl::Time now, absl::Time deadline);
  absl::Status RecordSilences(absl::Time now, absl::Time deadline);

  NotificationStore& store_;
  const CalendarLibrary& calendar_;
  const Clock& clock_;
  prometheus::Counter& planned_;
  prometheus::Gauge& unreached_;
  prometheus::Gauge& due_;
  prometheus::Gauge& held_;
  prometheus::Gauge& unreachable_;
  const Options options_;
  std::map<std::string, Silence> silences_;  // by source
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_REMINDER_TICK_H_
