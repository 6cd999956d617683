// Against a submission server in this process, which breaks its streams.
#include "services/notification/sync/obligation_sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/testing/fake_notification_store.h"

namespace lianfang::notification {
namespace {

using ::testing::SizeIs;

// Sends at most three changes on one stream and then breaks it.
class BreakingSubmission : public submission::v1::SubmissionService::Service {
 public:
  grpc::Status WatchObligations(grpc::ServerContext*, const submission::v1::WatchObligationsRequest* request,
                                grpc::ServerWriter<submission::v1::WatchObligationsResponse>* writer) override {
    const auto obligations = testing::May2022();
    size_t position = 0;
    if (request->cursor() == "beat") return {grpc::StatusCode::UNAVAILABLE, "the server goes away"};
    if (!request->cursor().empty() && !absl::SimpleAtoi(request->cursor(), &position)) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no cursor"};
    }
    if (position == obligations.size()) {  // nothing more: a heartbeat
      submission::v1::WatchObligationsResponse heartbeat;
      heartbeat.set_cursor("beat");
      writer->Write(heartbeat);
    }
    for (int sent = 0; sent < 3 && position < obligations.size(); ++sent) {
      submission::v1::WatchObligationsResponse change;
      *change.mutable_obligation() = obligations[position];
      change.set_cursor(absl::StrCat(++position));
      writer->Write(change);
    }
    return {grpc::StatusCode::UNAVAILABLE, "the server goes away"};
  }
};

class OnePlan : public submission::v1::PlanService::Service {
 public:
  grpc::Status GetPlan(grpc::ServerContext*, const submission::v1::GetPlanRequest* request,
                       type::v1::Plan* plan) override {
    ++asked;
    if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
    *plan = testing::GaopingPlan();
    plan->set_edition(request->edition());
    return grpc::Status::OK;
  }

  std::atomic<int> asked = 0;
  std::atomic<bool> away = false;
};

class ObligationSyncTest : public ::testing::Test {
 protected:
  BreakingSubmission submission_;
  OnePlan plans_;
  std::unique_ptr<grpc::Server> server_ =
      grpc::ServerBuilder().RegisterService(&submission_).RegisterService(&plans_).BuildAndStart();
  FakeNotificationStore store_;
  ObligationSync sync_{server_->InProcessChannel({}), store_};
  SystemClock clock_;  // deadlines cross the wire
};

TEST_F(ObligationSyncTest, KeepsEveryObligationAndEachEditionOnce) {
  StreamFollower follower(sync_.Stream(), clock_);
  for (int streams = 0; streams < 5; ++streams) follower.Step();  // 14 obligations, three a stream
  EXPECT_EQ(*store_.LoadCursor(absl::InfiniteFuture()), "14");
  const auto basis = store_.LoadBasis({}, absl::InfiniteFuture());
  EXPECT_THAT(basis->obligations, SizeIs(14));
  EXPECT_THAT(basis->plans, SizeIs(1));
  EXPECT_EQ(plans_.asked, 1);
}

TEST_F(ObligationSyncTest, AHeartbeatMovesTheCursorAlone) {
  StreamFollower follower(sync_.Stream(), clock_);
  for (int streams = 0; streams < 6; ++streams) follower.Step();
  EXPECT_EQ(*store_.LoadCursor(absl::InfiniteFuture()), "beat");
  EXPECT_THAT(store_.LoadBasis({}, absl::InfiniteFuture())->obligations, SizeIs(14));
}

TEST_F(ObligationSyncTest, WithoutThePlanTheObligationIsNotKeptAndComesAgain) {
  plans_.away = true;
  StreamFollower follower(sync_.Stream(), clock_);
  follower.Step();
  EXPECT_EQ(*store_.LoadCursor(absl::InfiniteFuture()), "");
  plans_.away = false;
  follower.Step();
  EXPECT_EQ(*store_.LoadCursor(absl::InfiniteFuture()), "3");
}

}  // namespace
}  // namespace lianfang::notification
