// The time that a service goes by: its database's, which all replicas share (clock_guard.h). While this machine's clock
// cannot be held against it, the process refuses mutations, calls itself not ready, and takes no step of what it does by
// itself.
//
//   ServiceClock clock(server, pool, metrics);        // after the pool, before what uses it
//   DeliverySender sender(store, clock, …);
//   WhenClockTrusted careful(sender, clock);
//   const BackgroundLoop sending(careful);
#ifndef LIANFANG_COMMON_SERVICE_CLOCK_H_
#define LIANFANG_COMMON_SERVICE_CLOCK_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/clock_guard.h"
#include "common/metrics.h"
#include "common/pg/pool.h"
#include "common/rpc/server.h"

namespace lianfang {

// Thread-safe. Compares the clocks once when it is made, and every 10 s from then on. Made before the server starts.
class ServiceClock : public Clock {
 public:
  // All outlive it.
  ServiceClock(Server& server, PgPool& pool, Metrics& metrics);

  absl::Time Now() const override { return guard_.Now(); }

  // OK, or UNAVAILABLE with reason CLOCK_UNTRUSTED.
  absl::Status Check() const { return guard_.Check(); }

 private:
  const SystemClock machine_;
  ClockGuard guard_;
  const BackgroundLoop comparing_;
};

// A task of which no step is taken while the clock is not trusted: a record with a false time cannot be taken back.
class WhenClockTrusted : public BackgroundTask {
 public:
  // Both outlive it.
  WhenClockTrusted(BackgroundTask& task, const ServiceClock& clock) : task_(task), clock_(clock) {}

  absl::Duration Step() override { return clock_.Check().ok() ? task_.Step() : absl::Seconds(1); }
  void Interrupt() override { task_.Interrupt(); }

 private:
  BackgroundTask& task_;
  const ServiceClock& clock_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_SERVICE_CLOCK_H_
