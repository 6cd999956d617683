// A clock that cannot run away: the time of a reference (the database), carried on by this machine's monotonic clock.
//
// Replicas judge lateness by their clocks, and a ledger never goes back in time. A replica whose clock is 40 days fast
// would make every later filing late. So a guard measures how far this machine's clock is from the reference, and the
// process refuses mutations, and calls itself not ready, while the two are too far apart or the last measurement is too
// old to be trusted.
//
//   ClockGuard guard(clock, &MonotonicTime, [&] { return ReadClock(pool, deadline); }, metrics, changed, {});
//   const BackgroundLoop comparing(guard);                      // every 10 s
//   if (absl::Status trusted = guard.Check(); !trusted.ok()) return trusted;
//   const absl::Time now = guard.Now();
#ifndef LIANFANG_COMMON_CLOCK_GUARD_H_
#define LIANFANG_COMMON_CLOCK_GUARD_H_

#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/metrics.h"

namespace lianfang {

// Time since some instant of the past, by a clock that nobody sets: CLOCK_MONOTONIC.
absl::Duration MonotonicTime();

// Thread-safe.
class ClockGuard : public Clock, public BackgroundTask {
 public:
  struct Options {
    absl::Duration interval = absl::Seconds(10);  // between measurements while the clock is trusted
    absl::Duration retry = absl::Seconds(1);      // between measurements while it is not
    absl::Duration limit = absl::Seconds(2);      // by how much the two clocks may differ
    absl::Duration answer =
        absl::Milliseconds(500);               // a slower answer does not count: half of its time may be an error
    absl::Duration stale = absl::Seconds(60);  // how old the last measurement may be
  };
  using Monotonic = std::function<absl::Duration()>;
  using Reference = std::function<absl::StatusOr<absl::Time>()>;

  // `clock` is the machine's. `changed` is called with whether the clock may be trusted, after each measurement. All
  // outlive the guard.
  ClockGuard(const Clock& clock, Monotonic monotonic, Reference reference, Metrics& metrics,
             std::function<void(bool)> changed, Options options);

  // Measures, and says when to measure again. A measurement counts from the middle of its call.
  absl::Duration Step() override;

  // OK, or UNAVAILABLE with reason CLOCK_UNTRUSTED: nothing was measured in time, or the machine's clock is off, also
  // where it was set since the last measurement.
  absl::Status Check() const;

  // The reference's time; the machine's before the first measurement.
  absl::Time Now() const override;

 private:
  struct Measured {
    absl::Time reference;
    absl::Duration at;  // monotonic
  };

  std::optional<Measured> Last() const;

  const Clock& clock_;
  const Monotonic monotonic_;
  const Reference reference_;
  const std::function<void(bool)> changed_;
  const Options options_;
  prometheus::Gauge& offset_;
  prometheus::Gauge& trusted_;
  mutable absl::Mutex mutex_;
  std::optional<Measured> last_ ABSL_GUARDED_BY(mutex_);
};

// A task of which no step is taken while the clock is not trusted: a record with a false time cannot be taken back.
class WhenClockTrusted : public BackgroundTask {
 public:
  // Both outlive it.
  WhenClockTrusted(BackgroundTask& task, const ClockGuard& guard) : task_(task), guard_(guard) {}

  absl::Duration Step() override { return guard_.Check().ok() ? task_.Step() : absl::Seconds(1); }
  void Interrupt() override { task_.Interrupt(); }

 private:
  BackgroundTask& task_;
  const ClockGuard& guard_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CLOCK_GUARD_H_
