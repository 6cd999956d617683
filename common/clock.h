// The time of day as a dependency, so that tests own it.
//
//   explicit ReminderTick(const Clock& clock) ...;   clock.Now()
//
// Pure rules take an absl::Time instead and never see a clock.
#ifndef LIANFANG_COMMON_CLOCK_H_
#define LIANFANG_COMMON_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace lianfang {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The machine's clock.
class SystemClock : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CLOCK_H_
