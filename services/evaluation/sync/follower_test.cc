// Against a submission server in this process, which breaks its streams.
#include "services/evaluation/sync/follower.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/evaluation/store/testing/fake_evaluation_store.h"

namespace lianfang::evaluation {
namespace {

constexpr int kChanges = 7;
const absl::Time kTime = absl::FromUnixSeconds(1'653'000'000);

// Sends at most two changes on one stream, then breaks it; after the last change it stays open until the caller leaves.
class BreakingSubmission : public submission::v1::SubmissionService::Service {
 public:
  grpc::Status WatchReturns(grpc::ServerContext* context, const submission::v1::WatchReturnsRequest* request,
                            grpc::ServerWriter<submission::v1::WatchReturnsResponse>* writer) override {
    int position = 0;
    if (!request->cursor().empty() && !absl::SimpleAtoi(request->cursor(), &position)) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no cursor"};
    }
    for (int sent = 0; sent < 2; ++sent) {
      if (++position > kChanges) return StayOpen(*context);
      submission::v1::WatchReturnsResponse change;
      change.set_cursor(absl::StrCat(position));
      change.mutable_return_()->set_obligation(absl::StrCat("plans/a/obligations/x", position));
      change.mutable_return_()->mutable_latest()->set_plan_edition(1);
      *change.mutable_commit_time() = ToTimestamp(kTime);
      if (!writer->Write(change)) return grpc::Status::CANCELLED;
    }
    return {grpc::StatusCode::UNAVAILABLE, "the server goes away"};
  }

  // Until all changes have been sent and the follower came back for more.
  void AwaitDone() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&done_));
  }

 private:
  grpc::Status StayOpen(grpc::ServerContext& context) {
    {
      absl::MutexLock lock(&mutex_);
      done_ = true;
    }
    while (!context.IsCancelled()) absl::SleepFor(absl::Milliseconds(1));
    return grpc::Status::CANCELLED;
  }

  absl::Mutex mutex_;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
};

class OnePlan : public submission::v1::PlanService::Service {
 public:
  grpc::Status GetPlan(grpc::ServerContext*, const submission::v1::GetPlanRequest* request,
                       type::v1::Plan* plan) override {
    plan->set_name(request->name());
    plan->set_edition(request->edition());
    *plan->mutable_update_time() = ToTimestamp(kTime);
    return grpc::Status::OK;
  }
};

class FollowerTest : public testing::Test {
 protected:
  FollowerTest()
      : server_(grpc::ServerBuilder().RegisterService(&submission_).RegisterService(&plans_).BuildAndStart()) {}

  BreakingSubmission submission_;
  OnePlan plans_;
  std::unique_ptr<grpc::Server> server_;
  SubmissionClient client_{server_->InProcessChannel({})};
  FakeEvaluationStore store_;
  ChangeReceiver receiver_{store_, client_};
};

TEST_F(FollowerTest, ComesBackAfterEveryBreakAndMissesAndRepeatsNothing) {
  {
    Follower follower(
        "returns", [this](grpc::ClientContext& context) { return FollowReturns(store_, client_, receiver_, context); },
        {.least = absl::Milliseconds(1), .most = absl::Milliseconds(2)});
    submission_.AwaitDone();
  }  // leaving cancels the open stream; otherwise this would not end
  EXPECT_EQ(*store_.LoadCursor(Stream::kReturns, kTime), absl::StrCat(kChanges));
  EXPECT_EQ(store_.LoadPlanState("a", absl::InfiniteFuture(), kTime)->knowledge.returns.size(), kChanges);
}

TEST_F(FollowerTest, SaysHowAStreamEnded) {
  grpc::ClientContext context;
  const Followed followed = FollowReturns(store_, client_, receiver_, context);
  EXPECT_EQ(followed.changes, 2);
  EXPECT_EQ(followed.status.code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace lianfang::evaluation
