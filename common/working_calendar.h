// Which days are worked in China: weekends off, but for the days off and make-up workdays (调休) of the State Council's
// yearly notices.
//
//   auto calendar = WorkingCalendar::Parse(csv);                 // deploy/calendars/china.csv
//   calendar->IsWorkingDay(absl::CivilDay(2022, 5, 28));         // false: a Saturday
//   calendar->AtOrBefore(absl::CivilDay(2022, 5, 28));           // 2022-05-27
//
// The table is data: a new year is new lines. Where it does not reach, days go by their weekday, and IsCertain says so.
#ifndef LIANFANG_COMMON_WORKING_CALENDAR_H_
#define LIANFANG_COMMON_WORKING_CALENDAR_H_

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace lianfang {

// Immutable once parsed; thread-safe.
class WorkingCalendar {
 public:
  // Knows no notice: every day goes by its weekday, and none is certain.
  WorkingCalendar() = default;

  // Reads CSV with the header `date,status,holiday,notice_year`, where status is `off` or `work`. Takes what spreadsheet
  // programs make of such a file: a byte order mark, CRLF, quoted cells, empty cells and rows at the end, and dates such
  // as `2027/1/1`. The holiday's name is not looked at, so its encoding does not matter. INVALID_ARGUMENT naming every
  // faulty line; a day given twice is one, and so is a day that its notice cannot be about.
  static absl::StatusOr<WorkingCalendar> Parse(absl::string_view csv);

  bool IsWorkingDay(absl::CivilDay day) const;

  // The nearest working day on this side of `day`, `day` itself included.
  absl::CivilDay AtOrBefore(absl::CivilDay day) const;
  absl::CivilDay AtOrAfter(absl::CivilDay day) const;

  // Whether the table holds every notice that may change the day. The notice of a year also moves days of the December
  // before it, so December is certain only once both are known. Otherwise the day was judged by its weekday alone.
  bool IsCertain(absl::CivilDay day) const {
    return HasNoticeOf(day.year()) && (day.month() != 12 || HasNoticeOf(day.year() + 1));
  }

  // Whether the table holds the notice of that year.
  bool HasNoticeOf(absl::civil_year_t year) const { return years_.contains(year); }

 private:
  absl::Status AddLine(absl::string_view line);

  absl::flat_hash_map<absl::CivilDay, bool> exceptions_;  // whether the day is worked, against its weekday or with it
  absl::flat_hash_set<absl::civil_year_t> years_;
};

// The year whose notice the office should enter by now, if the table lacks it: from October on the next year's, which is
// published in autumn; before that the current one's. 0: nothing is missing.
absl::civil_year_t MissingNoticeYear(const WorkingCalendar& calendar, absl::CivilDay today);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_WORKING_CALENDAR_H_
