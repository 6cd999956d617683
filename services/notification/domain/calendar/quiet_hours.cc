#include "services/notification/domain/calendar/quiet_hours.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "common/errors.h"

namespace lianfang::notification {
namespace {

constexpr int kDay = 24 * 60;
constexpr int kMostStretches = 100;
constexpr absl::string_view kDaysOff = "days-off";

// `08:30` in minutes since midnight.
std::optional<int> ParseTimeOfDay(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  int hour = 0;
  int minute = 0;
  const bool shaped = parts.size() == 2 && parts[0].size() == 2 && parts[1].size() == 2 &&
                      absl::SimpleAtoi(parts[0], &hour) && absl::SimpleAtoi(parts[1], &minute);
  if (!shaped || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

}  // namespace

absl::StatusOr<QuietHours> QuietHours::Parse(absl::string_view text, absl::TimeZone zone, IsWorkingDay is_working_day) {
  QuietHours hours;
  if (text == "none") return hours;
  hours.zone_ = zone;
  bool has_hours = false;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    if (part == kDaysOff && hours.is_working_day_ == nullptr) {
      hours.is_working_day_ = is_working_day;
      continue;
    }
    const std::vector<absl::string_view> ends = absl::StrSplit(part, '-');
    const auto begin = ends.size() == 2 ? ParseTimeOfDay(ends[0]) : std::nullopt;
    const auto end = ends.size() == 2 ? ParseTimeOfDay(ends[1]) : std::nullopt;
    if (has_hours || !begin.has_value() || !end.has_value() || *begin == *end) {
      return InvalidField("quiet_hours",
                          "must be two times of day such as 20:00-08:00, days-off, both joined by a comma, or none");
    }
    has_hours = true;
    hours.begin_ = *begin;
    hours.end_ = *end;
  }
  return hours;
}

// `time` itself outside of them.
absl::Time QuietHours::EndOfQuiet(absl::Time time) const {
  const absl::CivilMinute now = absl::ToCivilMinute(time, zone_);
  const absl::CivilDay day(now);
  if (is_working_day_ != nullptr && !is_working_day_(day)) {
    return std::max(time, absl::FromCivil(absl::CivilMinute(day + 1), zone_));
  }
  const absl::CivilMinute midnight{day};
  const int minute = static_cast<int>(now - midnight);
  const bool quiet =
      begin_ < end_ ? begin_ <= minute && minute < end_ : begin_ > end_ && (begin_ <= minute || minute < end_);
  if (!quiet) return time;
  const absl::CivilMinute end = midnight + (minute < end_ ? end_ : end_ + kDay);
  return std::max(time, absl::FromCivil(end, zone_));
}

absl::Time QuietHours::AllowedFrom(absl::Time time) const {
  if (begin_ == end_ && is_working_day_ == nullptr) return time;
  // A table that knows no working day for so long is no table; mail goes out then.
  for (int stretches = 0; stretches < kMostStretches; ++stretches) {
    const absl::Time next = EndOfQuiet(time);
    if (next == time) break;
    time = next;
  }
  return time;
}

}  // namespace lianfang::notification
