#include "common/changelog/follower_metrics.h"

#include <gtest/gtest.h>

#include <string>

#include "common/testing/fake_clock.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang {
namespace {

using Change = submission::v1::WatchReturnsResponse;

class FollowerMetricsTest : public testing::Test {
 protected:
  // A stream whose stored cursor is c1-7 and whose receiver answers `answer_`.
  ResumableStream<Change> Stream() {
    return Measured(
        ResumableStream<Change>{.name = "returns",
                                .load_cursor = [](absl::Time) { return std::string("c1-7"); },
                                .open = nullptr,
                                .receive = [this](const std::string&, const Change&, absl::Time) { return answer_; }},
        metrics_, clock_);
  }

  static Change Message(const std::string& cursor) {
    Change change;
    change.set_cursor(cursor);
    return change;
  }

  static Change ChangeAt(const std::string& cursor, absl::Time commit_time) {
    Change change = Message(cursor);
    *change.mutable_commit_time() = ToTimestamp(commit_time);
    return change;
  }

  double Position() { return metrics_.Gauge("lianfang_follower_position", "", {{"stream", "returns"}}).Value(); }
  absl::Time Current() {
    const auto& gauge = metrics_.Gauge("lianfang_follower_current_timestamp_seconds", "", {{"stream", "returns"}});
    return absl::UnixEpoch() + absl::Seconds(gauge.Value());
  }

  const absl::Time start_ = absl::FromUnixSeconds(1'700'000'000);
  FakeClock clock_{start_};
  Metrics metrics_;
  absl::Status answer_;
};

TEST_F(FollowerMetricsTest, AStreamThatBringsNothingFallsBehindFromItsStart) {
  const auto stream = Stream();
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(*stream.load_cursor(clock_.Now()), "c1-7");
  EXPECT_EQ(Position(), 7) << "where the process before left off";
  EXPECT_EQ(Current(), start_);
}

TEST_F(FollowerMetricsTest, AChangeMovesTheInstantToItsCommitAndAHeartbeatToNow) {
  const auto stream = Stream();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(stream.receive("c1-7", ChangeAt("c1-8", start_ - absl::Hours(5)), clock_.Now()).ok());
  EXPECT_EQ(Position(), 8);
  EXPECT_EQ(Current(), start_ - absl::Hours(5)) << "it catches up";
  ASSERT_TRUE(stream.receive("c1-8", Message("c1-12"), clock_.Now()).ok());
  EXPECT_EQ(Position(), 12);
  EXPECT_EQ(Current(), clock_.Now());
}

TEST_F(FollowerMetricsTest, WhatWasNotReceivedMovesNothing) {
  const auto stream = Stream();
  answer_ = absl::UnavailableError("the database is away");
  EXPECT_EQ(stream.receive("c1-7", ChangeAt("c1-8", clock_.Now()), clock_.Now()), answer_);
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(stream.receive("c1-7", Message("c1-9"), clock_.Now()), answer_);
  EXPECT_EQ(Position(), 0);
  EXPECT_EQ(Current(), start_);
}

}  // namespace
}  // namespace lianfang
