#include "common/clock_guard.h"

#include <gtest/gtest.h>

#include <vector>

#include "common/errors.h"
#include "common/testing/fake_clock.h"

namespace lianfang {
namespace {

// A machine beside a database: both clocks go on together, and each can be set.
class ClockGuardTest : public testing::Test {
 protected:
  void Pass(absl::Duration by) {
    uptime_ += by;
    database_ += by;
    machine_.Advance(by);
  }

  const absl::Time start_ = absl::FromUnixSeconds(1900000000);
  FakeClock machine_{start_};
  absl::Time database_ = start_;
  absl::Duration uptime_ = absl::Hours(5);
  absl::Duration answer_takes_ = absl::ZeroDuration();
  bool away_ = false;
  std::vector<bool> told_;
  Metrics metrics_;
  ClockGuard guard_{machine_,
                    [this] { return uptime_; },
                    [this]() -> absl::StatusOr<absl::Time> {
                      if (away_) return absl::UnavailableError("away");
                      const absl::Time read = database_ + answer_takes_ / 2;
                      Pass(answer_takes_);
                      return read;
                    },
                    metrics_,
                    [this](bool trusted) { told_.push_back(trusted); },
                    {}};
};

TEST_F(ClockGuardTest, NothingIsTrustedBeforeTheFirstMeasurement) {
  EXPECT_EQ(guard_.Check().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorInfoOf(guard_.Check())->reason(), "CLOCK_UNTRUSTED");
  EXPECT_EQ(guard_.Step(), absl::Seconds(10));
  EXPECT_TRUE(guard_.Check().ok()) << guard_.Check();
  EXPECT_EQ(told_, (std::vector<bool>{true}));
}

TEST_F(ClockGuardTest, AClockThatIsFortyDaysFastIsRefusedAndTheTimeIsTheDatabases) {
  machine_.Advance(absl::Hours(24 * 40));
  EXPECT_EQ(guard_.Step(), absl::Seconds(1));  // and soon again
  EXPECT_EQ(guard_.Check().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(guard_.Now(), start_);
  EXPECT_EQ(told_, (std::vector<bool>{false}));
  EXPECT_EQ(metrics_.Gauge("lianfang_clock_offset_seconds", "", {}).Value(), 40 * 86400);
  EXPECT_EQ(metrics_.Gauge("lianfang_clock_trusted", "", {}).Value(), 0);
}

TEST_F(ClockGuardTest, AClockThatIsSetBetweenMeasurementsIsFoundAtOnce) {
  guard_.Step();
  Pass(absl::Seconds(3));
  machine_.Advance(absl::Seconds(5));
  EXPECT_FALSE(guard_.Check().ok());
  EXPECT_EQ(guard_.Now(), start_ + absl::Seconds(3));
  machine_.Advance(-absl::Seconds(5));
  EXPECT_TRUE(guard_.Check().ok());
  machine_.Advance(-absl::Minutes(1));
  EXPECT_FALSE(guard_.Check().ok());
}

TEST_F(ClockGuardTest, TwoSecondsAreTheBound) {
  machine_.Advance(absl::Seconds(2));
  guard_.Step();
  EXPECT_TRUE(guard_.Check().ok());
  machine_.Advance(absl::Milliseconds(1));
  EXPECT_FALSE(guard_.Check().ok());
}

TEST_F(ClockGuardTest, WithoutTheDatabaseTheClockIsTrustedForAMinute) {
  guard_.Step();
  away_ = true;
  Pass(absl::Seconds(60));
  guard_.Step();
  EXPECT_TRUE(guard_.Check().ok());
  Pass(absl::Milliseconds(1));
  guard_.Step();
  EXPECT_FALSE(guard_.Check().ok());
  away_ = false;
  guard_.Step();
  EXPECT_TRUE(guard_.Check().ok());
  EXPECT_EQ(told_, (std::vector<bool>{true, true, false, true}));
}

TEST_F(ClockGuardTest, ASlowAnswerDoesNotCount) {
  answer_takes_ = absl::Milliseconds(500);
  guard_.Step();
  EXPECT_TRUE(guard_.Check().ok());
  EXPECT_EQ(guard_.Now(), database_);
  answer_takes_ = absl::Milliseconds(501);
  Pass(absl::Seconds(60));
  guard_.Step();
  EXPECT_FALSE(guard_.Check().ok());
}

// Counts what it is asked to do.
class CountingTask : public BackgroundTask {
 public:
  absl::Duration Step() override {
    ++steps;
    return absl::Minutes(7);
  }
  void Interrupt() override { ++interrupts; }

  int steps = 0;
  int interrupts = 0;
};

TEST_F(ClockGuardTest, ATaskTakesNoStepWhileTheClockIsNotTrusted) {
  CountingTask task;
  WhenClockTrusted careful(task, guard_);
  EXPECT_EQ(careful.Step(), absl::Seconds(1));  // before the first measurement
  EXPECT_EQ(task.steps, 0);

  guard_.Step();
  EXPECT_EQ(careful.Step(), absl::Minutes(7));
  EXPECT_EQ(task.steps, 1);

  machine_.Advance(absl::Hours(24 * 40));
  EXPECT_EQ(careful.Step(), absl::Seconds(1));
  EXPECT_EQ(task.steps, 1);

  careful.Interrupt();
  EXPECT_EQ(task.interrupts, 1);
}

}  // namespace
}  // namespace lianfang
