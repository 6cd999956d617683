#include "services/evaluation/sync/change_receiver.h"

#include <gtest/gtest.h>

#include <string>

#include "common/following/testing/fake_plans.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/evaluation/store/testing/fake_evaluation_store.h"

namespace lianfang::evaluation {
namespace {

const absl::Time kTime = absl::FromUnixSeconds(1'653'000'000);

class ChangeReceiverTest : public testing::Test {
 protected:
  ChangeReceiverTest() { *source_.document.mutable_update_time() = ToTimestamp(kTime - absl::Hours(1)); }

  static submission::v1::WatchObligationsResponse Obligation(const std::string& cursor, int edition) {
    submission::v1::WatchObligationsResponse change;
    change.set_cursor(cursor);
    change.mutable_obligation()->set_name("plans/a/obligations/x");
    change.mutable_obligation()->set_plan_edition(edition);
    *change.mutable_commit_time() = ToTimestamp(kTime);
    return change;
  }

  static submission::v1::WatchReturnsResponse Return(const std::string& cursor, int edition) {
    submission::v1::WatchReturnsResponse change;
    change.set_cursor(cursor);
    change.mutable_return_()->set_obligation("plans/a/obligations/x");
    change.mutable_return_()->mutable_latest()->set_plan_edition(edition);
    *change.mutable_commit_time() = ToTimestamp(kTime);
    return change;
  }

  PlanState State() { return *store_.LoadPlanState("a", absl::InfiniteFuture(), kTime); }

  FakeEvaluationStore store_;
  FakePlanSource source_{"plans/a", /*newest=*/2};
  FakeClock clock_{kTime};
  PlanEditions plans_{source_, store_, clock_};
  int received_ = 0;
  ChangeReceiver receiver_{store_, plans_, [this] { ++received_; }};
};

TEST_F(ChangeReceiverTest, KeepsTheChangeItsCursorAndThePlanThatItNames) {
  ASSERT_TRUE(receiver_.Receive("", Obligation("c1", 1), kTime).ok());
  ASSERT_TRUE(receiver_.Receive("", Return("c2", 1), kTime).ok());
  const PlanState state = State();
  EXPECT_EQ(state.plan->edition(), 1);
  int obligations = 0, returns = 0;
  state.filings.ForEach([&](const Filing& filing) {
    if (filing.obligation != nullptr) ++obligations;
    if (filing.filed != nullptr) ++returns;
  });
  EXPECT_EQ(obligations, 1);
  EXPECT_EQ(returns, 1);
  EXPECT_EQ(state.returns_received_time, kTime);
  EXPECT_EQ(*store_.LoadCursor(Stream::kObligations, kTime), "c1");
  EXPECT_EQ(*store_.LoadCursor(Stream::kReturns, kTime), "c2");
}

TEST_F(ChangeReceiverTest, FetchesEachEditionOnce) {
  ASSERT_TRUE(receiver_.Receive("", Obligation("c1", 1), kTime).ok());
  ASSERT_TRUE(receiver_.Receive("c1", Obligation("c2", 1), kTime).ok());
  EXPECT_EQ(source_.asked, 1);
  ASSERT_TRUE(receiver_.Receive("c2", Obligation("c3", 2), kTime).ok());
  EXPECT_EQ(source_.asked, 2);
  EXPECT_EQ(State().plan->edition(), 2);
}

TEST_F(ChangeReceiverTest, WithoutThePlanTheChangeIsNotTakenAndComesAgain) {
  source_.away = true;
  EXPECT_EQ(receiver_.Receive("", Obligation("c1", 1), kTime).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(*store_.LoadCursor(Stream::kObligations, kTime), "");
  source_.away = false;
  EXPECT_TRUE(receiver_.Receive("", Obligation("c1", 1), kTime).ok());
}

TEST_F(ChangeReceiverTest, AReplicaThatIsBehindIsToldSo) {
  ASSERT_TRUE(receiver_.Receive("", Return("c1", 1), kTime).ok());
  ASSERT_TRUE(receiver_.Receive("c1", Return("c2", 1), kTime).ok());
  EXPECT_EQ(receiver_.Receive("", Return("c1", 1), kTime).code(), absl::StatusCode::kAborted);
}

TEST_F(ChangeReceiverTest, AHeartbeatMovesTheCursorAndNothingElse) {
  submission::v1::WatchReturnsResponse heartbeat;
  heartbeat.set_cursor("c5");
  ASSERT_TRUE(receiver_.Receive("", heartbeat, kTime).ok());
  EXPECT_EQ(*store_.LoadCursor(Stream::kReturns, kTime), "c5");
  EXPECT_TRUE(store_.LoadChanges(Stream::kReturns, 0, 10, kTime)->empty());
  EXPECT_EQ(received_, 0);
  ASSERT_TRUE(receiver_.Receive("c5", Return("c6", 1), kTime).ok());
  EXPECT_EQ(received_, 1);
}

TEST_F(ChangeReceiverTest, RefusesWhatSubmissionDoesNotSend) {
  submission::v1::WatchObligationsResponse nameless = Obligation("c1", 1);
  nameless.mutable_obligation()->clear_name();
  for (const auto& change : {nameless, Obligation("", 1), Obligation("c1", 0)}) {
    EXPECT_EQ(receiver_.Receive("", change, kTime).code(), absl::StatusCode::kInternal);
  }
}

}  // namespace
}  // namespace lianfang::evaluation
