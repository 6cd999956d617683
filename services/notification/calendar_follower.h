// Keeps the working calendar at what its file says. A file that cannot be read never ends reminders: the last good table
// stays in force, across restarts too, and the plan office is told which line is at fault. It is also told in time when
// the table ends.
//
//   CalendarFollower follower(store, library, clock, metrics, {.path = "/etc/lianfang/china.csv", .desk = desk});
//   follower.Refresh();                              // once before the first use
//   const BackgroundLoop following(follower);
#ifndef LIANFANG_SERVICES_NOTIFICATION_CALENDAR_FOLLOWER_H_
#define LIANFANG_SERVICES_NOTIFICATION_CALENDAR_FOLLOWER_H_

#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/calendar_library.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Called by one thread at a time. Refers to what it is given.
class CalendarFollower : public BackgroundTask {
 public:
  struct Options {
    std::string path;
    AlertDesk desk;
    absl::TimeZone zone = absl::UTCTimeZone();  // on whose clocks a year ends
    absl::Duration interval = absl::Seconds(30);
  };

  CalendarFollower(NotificationStore& store, CalendarLibrary& library, const Clock& clock, Metrics& metrics,
                   Options options);

  // Refreshes, and says how long to wait. Faults are logged.
  absl::Duration Step() override;

  // Reads the file; puts a good table in force and keeps it in the store. Where the file is bad, the table stays that is
  // in force, or else the last one kept, and an alert is recorded, once for each content of the file. From October on an
  // alert of each month asks for the next year's notice as long as the table lacks it. Errors of the store: whatever was
  // not kept or recorded is tried again at the next call.
  absl::Status Refresh();

 private:
  absl::Status Keep(const std::string& csv);
  absl::Status FallBack(const std::string& csv, const absl::Status& fault);
  absl::Status WarnOfTheEnd();
  absl::Status RecordOnce(const Notice& alert);

  NotificationStore& store_;
  CalendarLibrary& library_;
  const Clock& clock_;
  prometheus::Gauge& unusable_;
  prometheus::Gauge& missing_;
  const Options options_;
  std::optional<std::string> kept_;  // the content last kept in the store
  bool has_table_ = false;           // a table is in force, from the file or from the store
  std::set<std::string> recorded_;   // names of alerts that are recorded
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CALENDAR_FOLLOWER_H_
