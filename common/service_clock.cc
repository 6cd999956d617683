#include "common/service_clock.h"

#include <utility>

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

// One connection, and no part of what operators see of the service's pools.
PgPool::Options OneOf(PgPool::Options database) {
  database.size = 1;
  database.metrics = nullptr;
  return database;
}

}  // namespace

ServiceClock::ServiceClock(Server& server, PgPool::Options database, Metrics& metrics)
    : connection_(OneOf(std::move(database))),
      guard_(
          machine_, &MonotonicTime, [this] { return ReadClock(connection_, absl::Now() + kReadTimeout); }, metrics,
          [&server](bool trusted) { server.SetAble(trusted); }, {}),
      comparing_(Compared(guard_)) {
  server.TellArrivalsBy(*this);
  server.RefuseMutationsUnless([this] { return guard_.Check(); });
}

}  // namespace lianfang
