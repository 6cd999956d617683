// Waits are none or without end, so that no test waits and none depends on how fast the machine is.
#include "common/background_loop.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"

namespace lianfang {
namespace {

// Counts its steps, up to a number that a test waits for, and asks for the same wait after each.
class CountedTask : public BackgroundTask {
 public:
  CountedTask(int expected, absl::Duration wait) : expected_(expected), wait_(wait) {}

  absl::Duration Step() override {
    if (++steps_ == expected_) reached_.Notify();
    return wait_;
  }

  void AwaitExpected() { reached_.WaitForNotification(); }
  int steps() const { return steps_; }

 private:
  const int expected_;
  const absl::Duration wait_;
  std::atomic<int> steps_ = 0;
  absl::Notification reached_;
};

// One step that takes until it is interrupted.
class LongTask : public BackgroundTask {
 public:
  absl::Duration Step() override {
    ++started_;
    begun_.Notify();
    interrupted_.WaitForNotification();
    ++ended_;
    return absl::ZeroDuration();
  }
  void Interrupt() override { interrupted_.Notify(); }

  void AwaitBegun() { begun_.WaitForNotification(); }
  int started() const { return started_; }
  int ended() const { return ended_; }

 private:
  int started_ = 0;
  int ended_ = 0;
  absl::Notification begun_;
  absl::Notification interrupted_;
};

TEST(BackgroundLoopTest, TakesStepAfterStepWhereNoWaitIsAskedFor) {
  CountedTask task(1000, absl::ZeroDuration());
  const BackgroundLoop loop(task);
  task.AwaitExpected();
}

TEST(BackgroundLoopTest, WaitsAsLongAsTheStepSays) {
  CountedTask waiting(1, absl::InfiniteDuration());
  CountedTask hurrying(1000, absl::ZeroDuration());
  {
    const BackgroundLoop slow(waiting);
    waiting.AwaitExpected();
    const BackgroundLoop fast(hurrying);
    hurrying.AwaitExpected();
  }  // leaving ends the wait; otherwise this would not end
  EXPECT_EQ(waiting.steps(), 1);
}

TEST(BackgroundLoopTest, StopsOnlyAfterTheStepUnderWayAndTakesNoOther) {
  LongTask task;
  {
    const BackgroundLoop loop(task);
    task.AwaitBegun();
  }
  EXPECT_EQ(task.started(), 1);
  EXPECT_EQ(task.ended(), 1);
}

}  // namespace
}  // namespace lianfang
