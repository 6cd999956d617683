#include "services/notification/calendar_follower.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "common/log.h"
#include "common/working_calendar.h"
#include "services/notification/domain/notice/office_alerts.h"

namespace lianfang::notification {
namespace {

constexpr absl::Duration kStoreTime = absl::Seconds(10);

// The file's content; empty where it cannot be read.
std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace

CalendarFollower::CalendarFollower(NotificationStore& store, CalendarLibrary& library, const Clock& clock,
                                   Metrics& metrics, Options options)
    : store_(store),
      library_(library),
      clock_(clock),
      unusable_(metrics.Gauge("lianfang_calendar_unusable",
                              "1 while the file of working days cannot be read; the last good table is in force.", {})),
      missing_(metrics.Gauge("lianfang_calendar_missing_year",
                             "Year whose notice of days off the table lacks and should have by now; 0: none.", {})),
      options_(std::move(options)) {}

absl::Duration CalendarFollower::Step() {
  const absl::Status refreshed = Refresh();
  if (!refreshed.ok()) Log(LogLevel::kError, "calendar not refreshed", {{"status", refreshed.ToString()}});
  return options_.interval;
}

absl::Status CalendarFollower::Refresh() {
  const std::string csv = ReadFile(options_.path);
  auto calendar = WorkingCalendar::Parse(csv);
  unusable_.Set(calendar.ok() ? 0 : 1);
  absl::Status status;
  if (calendar.ok()) {
    library_.Put(*std::move(calendar));
    has_table_ = true;
    status = Keep(csv);
  } else {
    status = FallBack(csv, calendar.status());
  }
  status.Update(WarnOfTheEnd());
  return status;
}

absl::Status CalendarFollower::Keep(const std::string& csv) {
  if (kept_ == csv) return absl::OkStatus();
  const absl::Status saved = store_.SaveWorkingCalendar(csv, clock_.Now(), absl::Now() + kStoreTime);
  if (saved.ok()) kept_ = csv;
  return saved;
}

absl::Status CalendarFollower::FallBack(const std::string& csv, const absl::Status& fault) {
  const Notice alert = CalendarFaultAlert(options_.path, csv, fault, options_.desk, clock_.Now());
  if (recorded_.count(alert.name) == 0) {
    Log(LogLevel::kError, "the file of working days cannot be read; the last good table stays in force",
        {{"file", options_.path}, {"fault", fault.message()}});
  }
  if (!has_table_) {
    const auto last = store_.LoadWorkingCalendar(absl::Now() + kStoreTime);
    if (!last.ok()) return last.status();
    if (auto calendar = WorkingCalendar::Parse(*last); calendar.ok()) {
      library_.Put(*std::move(calendar));
      has_table_ = true;
    }
  }
  return RecordOnce(alert);
}

absl::Status CalendarFollower::WarnOfTheEnd() {
  const absl::Time now = clock_.Now();
  const absl::CivilDay today = absl::ToCivilDay(now, options_.zone);
  const auto year = MissingNoticeYear(*library_.Current(), today);
  missing_.Set(static_cast<double>(year));
  if (year == 0) return absl::OkStatus();
  return RecordOnce(CalendarEndAlert(year, absl::CivilMonth(today), options_.path, options_.desk, now));
}

absl::Status CalendarFollower::RecordOnce(const Notice& alert) {
  if (recorded_.count(alert.name) > 0) return absl::OkStatus();
  const auto recorded = store_.RecordAlert(alert, absl::Now() + kStoreTime);
  if (recorded.ok()) recorded_.insert(alert.name);
  return recorded.status();
}

}  // namespace lianfang::notification
