// A closed loop of callers: each makes its next call as soon as the one before is answered.
//
//   const Sample sample = RunCallers({.callers = 64, .seconds = absl::Seconds(10)}, [&](int caller, Answered answered) {
//     StartCall(caller, [answered](bool ok) { answered(ok); });      // must not block
//   });
//   std::cout << ToJson(sample);                                     // calls, errors, calls/s, p50, p99
#ifndef LIANFANG_TESTS_BENCH_CALLERS_H_
#define LIANFANG_TESTS_BENCH_CALLERS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace lianfang::bench {

struct LoadOptions {
  int callers = 1;
  absl::Duration warm_up = absl::ZeroDuration();  // called, not counted
  absl::Duration seconds = absl::Seconds(10);
  int64_t calls = 0;  // ends after so many calls in all, warm-up included; 0: when the time is over
};

// What was seen.
struct Sample {
  int64_t errors = 0;
  absl::Duration elapsed;        // from the end of the warm-up to the last answer that counts
  std::vector<uint32_t> micros;  // of every successful call that counts, sorted
};

// Tells the loop that a call was answered; from any thread, once.
using Answered = std::function<void(bool ok)>;

// Starts one call of a caller. Never called for a caller that has a call under way.
using StartCall = std::function<void(int caller, Answered answered)>;

// Runs the loop until its end and waits for what is then under way, so that nothing is left in doubt.
Sample RunCallers(const LoadOptions& options, const StartCall& start);

// The value below which a share of the sorted values lies; 0 of none.
double Percentile(const std::vector<uint32_t>& sorted, double share);

// One line: `{"calls":…,"errors":…,"per_second":…,"p50_ms":…,"p99_ms":…}`.
std::string ToJson(const Sample& sample);

}  // namespace lianfang::bench

#endif  // LIANFANG_TESTS_BENCH_CALLERS_H_
