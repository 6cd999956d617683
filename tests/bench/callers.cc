#include "tests/bench/callers.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"

namespace lianfang::bench {
namespace {

class Loop {
 public:
  Loop(const LoadOptions& options, const StartCall& start)
      : options_(options),
        start_call_(start),
        counted_from_(absl::Now() + options.warm_up),
        calls_left_(options.calls) {
    callers_.resize(static_cast<size_t>(options.callers));
  }

  Sample Run() {
    under_way_ = options_.callers;
    for (int caller = 0; caller < options_.callers; ++caller) Next(caller);
    {
      absl::MutexLock lock(&mutex_);
      const auto ended = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return under_way_ == 0; };
      mutex_.Await(absl::Condition(&ended));
    }
    Sample sample;
    absl::Time last = counted_from_;
    for (const Caller& caller : callers_) {
      sample.errors += caller.errors;
      sample.micros.insert(sample.micros.end(), caller.micros.begin(), caller.micros.end());
      last = std::max(last, caller.last);
    }
    std::sort(sample.micros.begin(), sample.micros.end());
    sample.elapsed = last - counted_from_;
    return sample;
  }

 private:
  // Written by the caller's own calls only, which follow one another.
  struct Caller {
    absl::Time start;
    absl::Time last = absl::InfinitePast();
    int64_t errors = 0;
    std::vector<uint32_t> micros;
  };

  bool Ended(absl::Time now) {
    if (now >= counted_from_ + options_.seconds) return true;
    if (options_.calls == 0) return false;
    absl::MutexLock lock(&mutex_);
    return calls_left_-- <= 0;
  }

  void Next(int caller) {
    Caller& state = callers_[static_cast<size_t>(caller)];
    state.start = absl::Now();
    if (Ended(state.start)) {
      absl::MutexLock lock(&mutex_);
      --under_way_;
      return;
    }
    start_call_(caller, [this, caller](bool ok) {
      Record(callers_[static_cast<size_t>(caller)], ok);
      Next(caller);
    });
  }

  void Record(Caller& caller, bool ok) {
    const absl::Time now = absl::Now();
    if (!ok) {
      ++caller.errors;
    } else if (caller.start >= counted_from_) {
      caller.micros.push_back(static_cast<uint32_t>(absl::ToInt64Microseconds(now - caller.start)));
      caller.last = now;
    }
  }

  const LoadOptions options_;
  const StartCall& start_call_;
  const absl::Time counted_from_;
  std::vector<Caller> callers_;
  absl::Mutex mutex_;
  int64_t calls_left_ ABSL_GUARDED_BY(mutex_);
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace

Sample RunCallers(const LoadOptions& options, const StartCall& start) { return Loop(options, start).Run(); }

double Percentile(const std::vector<uint32_t>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto place = static_cast<size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(place, sorted.size() - 1)];
}

std::string ToJson(const Sample& sample) {
  const double seconds = absl::ToDoubleSeconds(sample.elapsed);
  return absl::StrFormat(R"({"calls":%d,"errors":%d,"seconds":%.2f,"per_second":%.1f,"p50_ms":%.3f,"p99_ms":%.3f})",
                         sample.micros.size(), sample.errors, seconds,
                         seconds > 0 ? static_cast<double>(sample.micros.size()) / seconds : 0,
                         Percentile(sample.micros, 0.5) / 1000, Percentile(sample.micros, 0.99) / 1000);
}

}  // namespace lianfang::bench
