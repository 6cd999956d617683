// Hours of the day in which no mail goes out: what comes up in them, a catch-up after an outage above all, waits for
// the next allowed hour.
//
//   const auto quiet = QuietHours::Parse("20:00-08:00", zone);
//   if (quiet->AllowedFrom(now) > now) ...        // not now
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CALENDAR_QUIET_HOURS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CALENDAR_QUIET_HOURS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lianfang::notification {

// Immutable; thread-safe.
class QuietHours {
 public:
  // None: mail goes out at any time.
  QuietHours() = default;

  // `20:00-08:00`, on the clocks of `zone`, from the first time of day until before the second, over midnight where the
  // second is earlier; or `none`. INVALID_ARGUMENT for anything else, also for two equal times.
  static absl::StatusOr<QuietHours> Parse(absl::string_view text, absl::TimeZone zone);

  // The first instant from `time` on at which mail may go out: `time` itself, or the end of the quiet hours.
  absl::Time AllowedFrom(absl::Time time) const;

 private:
  absl::TimeZone zone_;
  int begin_ = 0;  // minutes since midnight; equal to the end: none
  int end_ = 0;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CALENDAR_QUIET_HOURS_H_
