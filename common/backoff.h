// How long to wait before trying again: twice as long after each failure, up to a limit, with jitter, so that those who
// failed together do not come back together.
//
//   Backoff backoff({.least = absl::Milliseconds(100), .most = absl::Seconds(10)});
//   backoff.Next();    // 50 to 100 ms, then 100 to 200 ms, … at last 5 to 10 s each time
//   backoff.Reset();   // it worked: the next failure starts anew
#ifndef LIANFANG_COMMON_BACKOFF_H_
#define LIANFANG_COMMON_BACKOFF_H_

#include "absl/random/random.h"
#include "absl/time/time.h"

namespace lianfang {

struct BackoffOptions {
  absl::Duration least = absl::Milliseconds(100);
  absl::Duration most = absl::Seconds(10);
};

// For one thread at a time.
class Backoff {
 public:
  explicit Backoff(const BackoffOptions& options) : options_(options), longest_(options.least) {}

  // The wait after one more failure: between half and all of what the failures in a row ask for.
  absl::Duration Next();

  void Reset() { longest_ = options_.least; }

 private:
  const BackoffOptions options_;
  absl::Duration longest_;  // of the next wait
  absl::BitGen random_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_BACKOFF_H_
