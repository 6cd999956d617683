// Which days are worked in China: weekends off, but for the days off and make-up workdays (调休) of the State Council's
// yearly notices.
//
//   auto calendar = WorkingCalendar::Parse(csv);                 // deploy/calendars/china.csv
//   calendar->IsWorkingDay(absl::CivilDay(2022, 5, 28));         // false: a Saturday
//   calendar->AtOrBefore(absl::CivilDay(2022, 5, 28));           // 2022-05-27
//
// The table is data: a new year is new lines. Where it does not reach, days go by their weekday, and IsCertain says so.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CALENDAR_WORKING_CALENDAR_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CALENDAR_WORKING_CALENDAR_H_

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace lianfang::notification {

// Immutable once parsed; thread-safe.
class WorkingCalendar {
 public:
  // Reads CSV with the header `date,status,holiday,notice_year`, where status is `off` or `work`. INVALID_ARGUMENT
  // naming every faulty line; a day given twice is one.
  static absl::StatusOr<WorkingCalendar> Parse(absl::string_view csv);

  bool IsWorkingDay(absl::CivilDay day) const;

  // The nearest working day on this side of `day`, `day` itself included.
  absl::CivilDay AtOrBefore(absl::CivilDay day) const;
  absl::CivilDay AtOrAfter(absl::CivilDay day) const;

  // Whether the table holds the notice of the day's year. Otherwise the day was judged by its weekday alone.
  bool IsCertain(absl::CivilDay day) const { return years_.contains(day.year()); }

 private:
  WorkingCalendar() = default;
  absl::Status AddLine(absl::string_view line);

  absl::flat_hash_map<absl::CivilDay, bool> exceptions_;  // whether the day is worked, against its weekday or with it
  absl::flat_hash_set<absl::civil_year_t> years_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CALENDAR_WORKING_CALENDAR_H_
