// Against a source of duties in this process, which breaks its streams.
#include "services/notification/sync/duty_sync.h"

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
class BreakingSource : public duty::v1::DutyService::Service {
 public:
  grpc::Status WatchDuties(grpc::ServerContext*, const duty::v1::WatchDutiesRequest* request,
                           grpc::ServerWriter<duty::v1::WatchDutiesResponse>* writer) override {
    const auto obligations = testing::May2022();
    size_t position = 0;
    if (request->cursor() == "beat") return {grpc::StatusCode::UNAVAILABLE, "the server goes away"};
    if (!request->cursor().empty() && !absl::SimpleAtoi(request->cursor(), &position)) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no cursor"};
    }
    if (position == obligations.size()) {  // nothing more: a heartbeat
      duty::v1::WatchDutiesResponse heartbeat;
      heartbeat.set_cursor("beat");
      writer->Write(heartbeat);
    }
    for (int sent = 0; sent < 3 && position < obligations.size(); ++sent) {
      duty::v1::WatchDutiesResponse change;
      change.set_resource(obligations[position].name());
      for (const Duty& duty : testing::DutiesOf(obligations[position])) *change.add_duties() = duty;
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

class DutySyncTest : public ::testing::Test {
 protected:
  BreakingSource source_;
  OnePlan plans_;
  std::unique_ptr<grpc::Server> server_ =
      grpc::ServerBuilder().RegisterService(&source_).RegisterService(&plans_).BuildAndStart();
  FakeNotificationStore store_;
  DutySync sync_{"submission", server_->InProcessChannel({}), server_->InProcessChannel({}), store_};
  SystemClock clock_;  // deadlines cross the wire
};

TEST_F(DutySyncTest, KeepsEveryDutyAndEachEditionOnce) {
  StreamFollower follower(sync_.Stream(), clock_);
  for (int streams = 0; streams < 5; ++streams) follower.Step();  // 14 resources, three a stream
  EXPECT_EQ(*store_.LoadCursor("submission", absl::InfiniteFuture()), "14");
  const auto basis = store_.LoadBasis({}, absl::InfiniteFuture());
  EXPECT_THAT(basis->duties, SizeIs(14));
  EXPECT_THAT(basis->plans, SizeIs(1));
  EXPECT_EQ(plans_.asked, 1);
}

TEST_F(DutySyncTest, AHeartbeatMovesTheCursorAlone) {
  StreamFollower follower(sync_.Stream(), clock_);
  for (int streams = 0; streams < 6; ++streams) follower.Step();
  EXPECT_EQ(*store_.LoadCursor("submission", absl::InfiniteFuture()), "beat");
  EXPECT_THAT(store_.LoadBasis({}, absl::InfiniteFuture())->duties, SizeIs(14));
}

TEST_F(DutySyncTest, WithoutThePlanTheDutyIsNotKeptAndComesAgain) {
  plans_.away = true;
  StreamFollower follower(sync_.Stream(), clock_);
  follower.Step();
  EXPECT_EQ(*store_.LoadCursor("submission", absl::InfiniteFuture()), "");
  plans_.away = false;
  follower.Step();
  EXPECT_EQ(*store_.LoadCursor("submission", absl::InfiniteFuture()), "3");
}

}  // namespace
}  // namespace lianfang::notification
