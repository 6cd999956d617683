#include "common/service_clock.h"

#include "absl/time/clock.h"
#include "common/pg/clock.h"

namespace lianfang {
namespace {

constexpr absl::Duration kReadTimeout = absl::Seconds(2);

// The guard, which has compared the clocks once.
BackgroundTask& Compared(ClockGuard& guard) {
  guard.Step();
  return guard;
}

}  // namespace

ServiceClock::ServiceClock(Server& server, PgPool& pool, Metrics& metrics)
    : guard_(
          machine_, &MonotonicTime, [&pool] { return ReadClock(pool, absl::Now() + kReadTimeout); }, metrics,
          [&server](bool trusted) { server.SetAble(trusted); }, {}),
      comparing_(Compared(guard_)) {
  server.RefuseMutationsUnless([this] { return guard_.Check(); });
}

}  // namespace lianfang
