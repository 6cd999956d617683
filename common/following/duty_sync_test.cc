// Against a source of duties in this process, which breaks its streams.
#include "common/following/duty_sync.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/following/remote_plans.h"
#include "common/following/testing/fake_plans.h"

namespace lianfang {
namespace {

constexpr int kResources = 7;
constexpr int kPerStream = 3;

// Sends a few changes on one stream and then breaks it; a heartbeat once there is nothing more.
class BreakingSource : public duty::v1::DutyService::Service {
 public:
  grpc::Status WatchDuties(grpc::ServerContext*, const duty::v1::WatchDutiesRequest* request,
                           grpc::ServerWriter<duty::v1::WatchDutiesResponse>* writer) override {
    int position = 0;
    if (request->cursor() == "beat") return {grpc::StatusCode::UNAVAILABLE, "the server goes away"};
    if (!request->cursor().empty() && !absl::SimpleAtoi(request->cursor(), &position)) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no cursor"};
    }
    if (position == kResources) {
      duty::v1::WatchDutiesResponse heartbeat;
      heartbeat.set_cursor("beat");
      writer->Write(heartbeat);
    }
    for (int sent = 0; sent < kPerStream && position < kResources; ++sent) {
      duty::v1::WatchDutiesResponse change;
      change.set_resource(absl::StrCat("plans/a/tasks/t", position));
      for (const char* occasion : {"", "final"}) {
        duty::v1::Duty& duty = *change.add_duties();
        duty.set_resource(change.resource());
        duty.set_occasion(occasion);
        duty.set_plan("plans/a");
        duty.set_plan_edition(1);
      }
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
    plan->set_name(request->name());
    plan->set_edition(request->edition());
    return grpc::Status::OK;
  }

  std::atomic<int> asked = 0;
  std::atomic<bool> away = false;
};

class FakeDutyStore : public DutyStore {
 public:
  absl::StatusOr<std::string> LoadDutyCursor(const std::string& source, absl::Time) override { return cursors[source]; }
  absl::Status SaveDuties(const ReceivedDuties& received, const std::string& after, const std::string& cursor,
                          absl::Time deadline) override {
    if (absl::Status moved = MoveDutyCursor(received.source, after, cursor, deadline); !moved.ok()) return moved;
    changes[received.resource] = received;
    return absl::OkStatus();
  }
  absl::Status MoveDutyCursor(const std::string& source, const std::string& after, const std::string& cursor,
                              absl::Time) override {
    if (cursors[source] != after) return absl::AbortedError("received up to another change");
    cursors[source] = cursor;
    return absl::OkStatus();
  }

  std::map<std::string, std::string> cursors;
  std::map<std::string, ReceivedDuties> changes;
};

class DutySyncTest : public ::testing::Test {
 protected:
  BreakingSource source_;
  OnePlan plan_service_;
  std::unique_ptr<grpc::Server> server_ =
      grpc::ServerBuilder().RegisterService(&source_).RegisterService(&plan_service_).BuildAndStart();
  SystemClock clock_;  // deadlines cross the wire
  RemotePlans published_{server_->InProcessChannel({})};
  FakePlanStore plan_store_;
  PlanEditions plans_{published_, plan_store_, clock_};
  FakeDutyStore store_;
  DutySync sync_{"submission", server_->InProcessChannel({}), plans_, store_};
};

TEST_F(DutySyncTest, KeepsEveryDutyAndEachEditionOnce) {
  StreamFollower follower(sync_.Stream(), clock_);
  for (int received = 0; received < kResources; received += kPerStream) follower.Step();
  EXPECT_EQ(store_.cursors["submission"], absl::StrCat(kResources));
  EXPECT_EQ(store_.changes.size(), kResources);
  EXPECT_EQ(store_.changes["plans/a/tasks/t0"].duties.size(), 2);
  EXPECT_EQ(plan_store_.plans.size(), 1);
  EXPECT_EQ(plan_service_.asked, 1);
}

TEST_F(DutySyncTest, AHeartbeatMovesTheCursorAlone) {
  store_.cursors["submission"] = absl::StrCat(kResources);
  StreamFollower follower(sync_.Stream(), clock_);
  follower.Step();
  EXPECT_EQ(store_.cursors["submission"], "beat");
  EXPECT_TRUE(store_.changes.empty());
}

TEST_F(DutySyncTest, WithoutThePlanTheDutyIsNotKeptAndComesAgain) {
  plan_service_.away = true;
  StreamFollower follower(sync_.Stream(), clock_);
  follower.Step();
  EXPECT_EQ(store_.cursors["submission"], "");
  plan_service_.away = false;
  follower.Step();
  EXPECT_EQ(store_.cursors["submission"], absl::StrCat(kPerStream));
}

}  // namespace
}  // namespace lianfang
