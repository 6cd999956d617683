#include "tests/bench/callers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace lianfang::bench {
namespace {

// Answers every call on a thread of its own.
class Answering {
 public:
  ~Answering() {
    for (std::thread& thread : threads_) thread.join();
  }

  void Start(int caller, Answered answered, bool ok) {
    const std::lock_guard lock(mutex_);
    if (++calls_of_[static_cast<size_t>(caller)] > 1) overlapped_ = true;
    threads_.emplace_back([this, caller, answered = std::move(answered), ok] {
      {
        const std::lock_guard inner(mutex_);
        --calls_of_[static_cast<size_t>(caller)];
      }
      answered(ok);
    });
  }

  bool overlapped() const { return overlapped_; }

 private:
  std::mutex mutex_;
  std::vector<int> calls_of_ = std::vector<int>(8);
  std::vector<std::thread> threads_;
  std::atomic<bool> overlapped_{false};
};

TEST(CallersTest, MakesAsManyCallsAsAskedFor) {
  Answering answering;
  const Sample sample = RunCallers({.callers = 3, .seconds = absl::Hours(1), .calls = 100},
                                   [&](int caller, Answered answered) { answering.Start(caller, answered, true); });
  EXPECT_EQ(sample.micros.size(), 100);
  EXPECT_EQ(sample.errors, 0);
  EXPECT_FALSE(answering.overlapped());
}

TEST(CallersTest, CountsRefusalsApart) {
  Answering answering;
  std::atomic<int> calls{0};
  const Sample sample =
      RunCallers({.callers = 2, .seconds = absl::Hours(1), .calls = 10},
                 [&](int caller, Answered answered) { answering.Start(caller, answered, ++calls % 2 == 0); });
  EXPECT_EQ(sample.micros.size(), 5);
  EXPECT_EQ(sample.errors, 5);
}

TEST(CallersTest, DoesNotCountTheWarmUp) {
  const Sample sample = RunCallers({.callers = 1, .warm_up = absl::Hours(1), .seconds = absl::Hours(1), .calls = 5},
                                   [](int, Answered answered) { answered(true); });
  EXPECT_EQ(sample.micros.size(), 0);
}

TEST(CallersTest, PercentilesOfSortedValues) {
  EXPECT_EQ(Percentile({}, 0.5), 0);
  EXPECT_EQ(Percentile({7}, 0.99), 7);
  const std::vector<uint32_t> values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_EQ(Percentile(values, 0.5), 6);
  EXPECT_EQ(Percentile(values, 0.99), 10);
}

TEST(CallersTest, SaysItAsJson) {
  EXPECT_EQ(ToJson({.errors = 1, .elapsed = absl::Seconds(2), .micros = {1000, 1000, 3000, 4000}}),
            R"({"calls":4,"errors":1,"seconds":2.00,"per_second":2.0,"p50_ms":3.000,"p99_ms":4.000})");
}

}  // namespace
}  // namespace lianfang::bench
