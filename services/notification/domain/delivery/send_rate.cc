#include "services/notification/domain/delivery/send_rate.h"

#include <algorithm>

namespace lianfang::notification {

SendAllowance Refilled(SendAllowance allowance, int per_minute, absl::Time now) {
  const double most = std::max(1.0, per_minute / 10.0);
  const absl::Duration passed = std::max(now - allowance.time, absl::ZeroDuration());
  const double fresh = passed == absl::InfiniteDuration() ? most : absl::ToDoubleMinutes(passed) * per_minute;
  return {std::min(allowance.tokens + fresh, most), now};
}

int Take(SendAllowance& allowance, int wanted) {
  const int granted = std::min(wanted, static_cast<int>(allowance.tokens));
  allowance.tokens -= granted;
  return granted;
}

}  // namespace lianfang::notification
