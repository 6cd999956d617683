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

absl::StatusOr<QuietHours> QuietHours::Parse(absl::string_view text, absl::TimeZone zone) {
  QuietHours hours;
  if (text == "none") return hours;
  const std::vector<absl::string_view> ends = absl::StrSplit(text, '-');
  const auto begin = ends.size() == 2 ? ParseTimeOfDay(ends[0]) : std::nullopt;
  const auto end = ends.size() == 2 ? ParseTimeOfDay(ends[1]) : std::nullopt;
  if (!begin.has_value() || !end.has_value() || *begin == *end) {
    return InvalidField("quiet_hours", "must be two times of day such as 20:00-08:00, or none");
  }
  hours.zone_ = zone;
  hours.begin_ = *begin;
  hours.end_ = *end;
  return hours;
}

absl::Time QuietHours::AllowedFrom(absl::Time time) const {
  if (begin_ == end_) return time;
  const absl::CivilMinute now = absl::ToCivilMinute(time, zone_);
  const absl::CivilMinute midnight{absl::CivilDay(now)};
  const int minute = static_cast<int>(now - midnight);
  const bool quiet = begin_ < end_ ? begin_ <= minute && minute < end_ : begin_ <= minute || minute < end_;
  if (!quiet) return time;
  const absl::CivilMinute end = midnight + (minute < end_ ? end_ : end_ + kDay);
  return std::max(time, absl::FromCivil(end, zone_));
}

}  // namespace lianfang::notification
