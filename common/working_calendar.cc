#include "common/working_calendar.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/text.h"

namespace lianfang {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr absl::string_view kHeader = "date,status,holiday,notice_year";
constexpr size_t kCells = 4;
constexpr int kFirstWarnedMonth = 10;

// The cells of a line without the quotes and spaces around them, and without empty ones past the last column. A comma
// within quotes is not expected: no column needs one.
std::vector<absl::string_view> CellsOf(absl::string_view line) {
  std::vector<absl::string_view> cells = absl::StrSplit(line, ',');
  for (absl::string_view& cell : cells) {
    cell = absl::StripAsciiWhitespace(cell);
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') {
      cell = absl::StripAsciiWhitespace(cell.substr(1, cell.size() - 2));
    }
  }
  while (cells.size() > kCells && cells.back().empty()) cells.pop_back();
  return cells;
}

bool IsBlank(const std::vector<absl::string_view>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](absl::string_view cell) { return cell.empty(); });
}

std::optional<int> ParseNumber(absl::string_view text, size_t least_digits, size_t most_digits) {
  int number = 0;
  const bool digits = std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  if (text.size() < least_digits || text.size() > most_digits || !digits || !absl::SimpleAtoi(text, &number)) {
    return std::nullopt;
  }
  return number;
}

// `2027-01-01`, `2027-1-1` or `2027/1/1`. A day first, as in `1/1/2027`, is ambiguous and none.
std::optional<absl::CivilDay> ParseDay(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::StrContains(text, '/') ? '/' : '-');
  if (parts.size() != 3) return std::nullopt;
  const auto year = ParseNumber(parts[0], 4, 4), month = ParseNumber(parts[1], 1, 2), day = ParseNumber(parts[2], 1, 2);
  if (!year.has_value() || !month.has_value() || !day.has_value()) return std::nullopt;
  const absl::CivilDay parsed(*year, *month, *day);
  // CivilDay carries a 30 February over into March.
  if (parsed.month() != *month || parsed.day() != *day) return std::nullopt;
  return parsed;
}

// The cell as an error shows it: errors are UTF-8, cells may be anything.
std::string Shown(absl::string_view cell) {
  return IsValidUtf8(cell) ? absl::StrCat("`", cell, "`") : "a cell that is not UTF-8";
}

}  // namespace

absl::StatusOr<WorkingCalendar> WorkingCalendar::Parse(absl::string_view csv) {
  WorkingCalendar calendar;
  FieldViolations faults;
  int number = 0;
  absl::ConsumePrefix(&csv, kByteOrderMark);
  for (const absl::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    if (number == 1) {
      if (absl::StrJoin(CellsOf(line), ",") != kHeader) {
        faults.Add("line 1",
                   absl::StrCat("must be the header ", kHeader, "; save the table as CSV (UTF-8) with commas"));
      }
      continue;
    }
    if (IsBlank(CellsOf(line))) continue;
    const absl::Status added = calendar.AddLine(line);
    if (!added.ok()) faults.Add(absl::StrCat("line ", number), added.message());
  }
  if (calendar.exceptions_.empty()) faults.Add("calendar", "must hold at least one day");
  if (!faults.empty()) return faults.ToStatus();
  return calendar;
}

absl::Status WorkingCalendar::AddLine(absl::string_view line) {
  const std::vector<absl::string_view> cells = CellsOf(line);
  if (cells.size() != kCells) {
    return absl::InvalidArgumentError(absl::StrCat("must have ", kCells, " cells, has ", cells.size()));
  }
  const std::optional<absl::CivilDay> day = ParseDay(cells[0]);
  if (!day.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(Shown(cells[0]), " is no day; write 2022-05-31 or 2022/5/31"));
  }
  if (cells[1] != "off" && cells[1] != "work") {
    return absl::InvalidArgumentError(absl::StrCat("status must be `off` or `work`, was ", Shown(cells[1])));
  }
  const std::optional<int> year = ParseNumber(cells[3], 4, 4);
  if (!year.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat("notice_year must be a year, was ", Shown(cells[3])));
  }
  if (*year != day->year() && !(day->month() == 12 && *year == day->year() + 1)) {
    return absl::InvalidArgumentError(absl::StrCat("the notice of ", *year, " is not about ", cells[0]));
  }
  if (!exceptions_.emplace(*day, cells[1] == "work").second) {
    return absl::InvalidArgumentError(absl::StrCat(cells[0], " is given twice"));
  }
  years_.insert(*year);
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

absl::civil_year_t MissingNoticeYear(const WorkingCalendar& calendar, absl::CivilDay today) {
  if (!calendar.HasNoticeOf(today.year())) return today.year();
  if (today.month() < kFirstWarnedMonth || calendar.HasNoticeOf(today.year() + 1)) return 0;
  return today.year() + 1;
}

}  // namespace lianfang
