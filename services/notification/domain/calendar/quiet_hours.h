// Hours of the day, and days off, on which no mail goes out: what comes up in them waits for the next allowed hour.
//
//   const auto quiet = QuietHours::Parse("20:00-08:00,days-off", zone, [&](absl::CivilDay day) { return ...; });
//   if (quiet->AllowedFrom(now) > now) ...        // not now
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CALENDAR_QUIET_HOURS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CALENDAR_QUIET_HOURS_H_

#include <functional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace lianfang::notification {

// Immutable; thread-safe as far as `IsWorkingDay` is.
class QuietHours {
 public:
  // Asked each time, since the table of working days changes.
  using IsWorkingDay = std::function<bool(absl::CivilDay)>;

  // None: mail goes out at any time.
  QuietHours() = default;

  // `20:00-08:00`, on the clocks of `zone`, from the first time of day until before the second, over midnight where the
  // second is earlier; `days-off`, the days that are not worked, from midnight to midnight; both, joined by a comma; or
  // `none`. INVALID_ARGUMENT for anything else, also for two equal times.
  static absl::StatusOr<QuietHours> Parse(absl::string_view text, absl::TimeZone zone, IsWorkingDay is_working_day);

  // The first instant from `time` on at which mail may go out: `time` itself, or the end of the quiet hours and days.
  absl::Time AllowedFrom(absl::Time time) const;

 private:
  absl::Time EndOfQuiet(absl::Time time) const;

  absl::TimeZone zone_;
  int begin_ = 0;  // minutes since midnight; equal to the end: none
  int end_ = 0;
  IsWorkingDay is_working_day_;  // null: days off are as good as others
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CALENDAR_QUIET_HOURS_H_
