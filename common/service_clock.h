// The time that a service goes by: its database's, which all replicas share (clock_guard.h). While this machine's clock
// cannot be held against it, the process refuses mutations, calls itself not ready, and takes no step of what it does by
// itself.
//
//   ServiceClock clock(server, PoolOptions(config.process), metrics);        // before what uses it
//   DeliverySender sender(store, clock, …);
//   WhenClockTrusted careful(sender, clock.guard());
//   const BackgroundLoop sending(careful);
#ifndef LIANFANG_COMMON_SERVICE_CLOCK_H_
#define LIANFANG_COMMON_SERVICE_CLOCK_H_

#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/clock_guard.h"
#include "common/metrics.h"
#include "common/pg/pool.h"
#include "common/rpc/server.h"

namespace lianfang {

// Thread-safe. Compares the clocks once when it is made, and every 10 s from then on. Made before the server starts. Tells
// the server's calls when they arrived.
//
// It reads the database's time over a connection of its own: a pool that is exhausted, however long, says nothing about
// clocks. Behind a pooler (PgPooling::kTransaction) it waits for a session with everybody else.
class ServiceClock : public Clock {
 public:
  // `database` says where the database is. Server and metrics outlive it.
  ServiceClock(Server& server, PgPool::Options database, Metrics& metrics);

  absl::Time Now() const override { return guard_.Now(); }

  const ClockGuard& guard() const { return guard_; }
  // For deadlines: calls and statements end by this machine's clock, whatever it says.
  const Clock& machine() const { return machine_; }

 private:
  PgPool connection_;  // one, opened when it is needed
  const SystemClock machine_;
  ClockGuard guard_;
  const BackgroundLoop comparing_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_SERVICE_CLOCK_H_
