#include "services/notification/domain/calendar/working_calendar.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"

namespace lianfang::notification {
namespace {

constexpr absl::string_view kHeader = "date,status,holiday,notice_year";

}  // namespace

absl::StatusOr<WorkingCalendar> WorkingCalendar::Parse(absl::string_view csv) {
  WorkingCalendar calendar;
  FieldViolations faults;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (number == 1) {
      if (line != kHeader) faults.Add("line 1", absl::StrCat("must be the header ", kHeader));
      continue;
    }
    if (line.empty()) continue;
    const absl::Status added = calendar.AddLine(line);
    if (!added.ok()) faults.Add(absl::StrCat("line ", number), added.message());
  }
  if (calendar.exceptions_.empty()) faults.Add("calendar", "must hold at least one day");
  if (!faults.empty()) return faults.ToStatus();
  return calendar;
}

absl::Status WorkingCalendar::AddLine(absl::string_view line) {
  const std::vector<absl::string_view> cells = absl::StrSplit(line, ',');
  if (cells.size() != 4) return absl::InvalidArgumentError(absl::StrCat("must have 4 cells, has ", cells.size()));
  absl::CivilDay day;
  if (!absl::ParseCivilTime(cells[0], &day)) {
    return absl::InvalidArgumentError(absl::StrCat("`", cells[0], "` is no day; write 2022-05-31"));
  }
  if (cells[1] != "off" && cells[1] != "work") {
    return absl::InvalidArgumentError(absl::StrCat("status must be `off` or `work`, was `", cells[1], "`"));
  }
  int year = 0;
  if (!absl::SimpleAtoi(cells[3], &year)) {
    return absl::InvalidArgumentError(absl::StrCat("notice_year must be a year, was `", cells[3], "`"));
  }
  if (!exceptions_.emplace(day, cells[1] == "work").second) {
    return absl::InvalidArgumentError(absl::StrCat(cells[0], " is given twice"));
  }
  years_.insert(year);
  return absl::OkStatus();
}

bool WorkingCalendar::IsWorkingDay(absl::CivilDay day) const {
  const auto exception = exceptions_.find(day);
  if (exception != exceptions_.end()) return exception->second;
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday;
}

absl::CivilDay WorkingCalendar::AtOrBefore(absl::CivilDay day) const {
  while (!IsWorkingDay(day)) --day;
  return day;
}

absl::CivilDay WorkingCalendar::AtOrAfter(absl::CivilDay day) const {
  while (!IsWorkingDay(day)) ++day;
  return day;
}

}  // namespace lianfang::notification
