// Against a submission server in this process, which breaks its streams.
#include "services/evaluation/sync/change_streams.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/following/remote_plans.h"
#include "common/time.h"
#include "services/evaluation/store/testing/fake_evaluation_store.h"

namespace lianfang::evaluation {
namespace {

using testing::SizeIs;

constexpr int kChanges = 7;
constexpr int kPerStream = 2;
const absl::Time kTime = absl::FromUnixSeconds(1'653'000'000);

// Has kChanges changes of each kind; sends a few on one stream, then breaks it.
class BreakingSubmission : public submission::v1::SubmissionService::Service {
 public:
  grpc::Status WatchObligations(grpc::ServerContext*, const submission::v1::WatchObligationsRequest* request,
                                grpc::ServerWriter<submission::v1::WatchObligationsResponse>* writer) override {
    return Send(request->cursor(), *writer,
                [](const std::string& name, submission::v1::WatchObligationsResponse& change) {
                  change.mutable_obligation()->set_name(name);
                  change.mutable_obligation()->set_plan_edition(1);
                });
  }

  grpc::Status WatchReturns(grpc::ServerContext*, const submission::v1::WatchReturnsRequest* request,
                            grpc::ServerWriter<submission::v1::WatchReturnsResponse>* writer) override {
    return Send(request->cursor(), *writer, [](const std::string& name, submission::v1::WatchReturnsResponse& change) {
      change.mutable_return_()->set_obligation(name);
      change.mutable_return_()->mutable_latest()->set_plan_edition(1);
    });
  }

 private:
  template <typename Change, typename Fill>
  static grpc::Status Send(const std::string& cursor, grpc::ServerWriter<Change>& writer, Fill fill) {
    int position = 0;
    if (!cursor.empty() && !absl::SimpleAtoi(cursor, &position)) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no cursor"};
    }
    for (int sent = 0; sent < kPerStream && position < kChanges; ++sent) {
      Change change;
      change.set_cursor(absl::StrCat(++position));
      fill(absl::StrCat("plans/a/obligations/x", position), change);
      *change.mutable_commit_time() = ToTimestamp(kTime);
      writer.Write(change);
    }
    return {grpc::StatusCode::UNAVAILABLE, "the server goes away"};
  }
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

class ChangeStreamsTest : public testing::Test {
 protected:
  // Follows until there is nothing more to receive.
  template <typename Change>
  void FollowAll(const ResumableStream<Change>& stream) {
    StreamFollower follower(stream, clock_);
    for (int received = 0; received < kChanges; received += kPerStream) follower.Step();
  }

  std::vector<SavedChange> Received(Stream stream) { return *store_.LoadChanges(stream, 0, kChanges + 1, kTime); }

  BreakingSubmission submission_;
  OnePlan plans_;
  std::unique_ptr<grpc::Server> server_ =
      grpc::ServerBuilder().RegisterService(&submission_).RegisterService(&plans_).BuildAndStart();
  SubmissionClient client_{server_->InProcessChannel({})};
  FakeEvaluationStore store_;
  SystemClock clock_;  // deadlines cross the wire
  RemotePlans published_{server_->InProcessChannel({})};
  PlanEditions editions_{published_, store_, clock_};
  ChangeReceiver receiver_{store_, editions_, [] {}};
};

TEST_F(ChangeStreamsTest, EveryObligationIsKeptUnderTheObligationsCursor) {
  FollowAll(ObligationStream(store_, client_, receiver_));
  EXPECT_EQ(*store_.LoadCursor(Stream::kObligations, kTime), absl::StrCat(kChanges));
  EXPECT_EQ(*store_.LoadCursor(Stream::kReturns, kTime), "");
  EXPECT_THAT(Received(Stream::kObligations), SizeIs(kChanges));
}

TEST_F(ChangeStreamsTest, EveryReturnIsKeptUnderTheReturnsCursor) {
  FollowAll(ReturnStream(store_, client_, receiver_));
  EXPECT_EQ(*store_.LoadCursor(Stream::kReturns, kTime), absl::StrCat(kChanges));
  EXPECT_EQ(*store_.LoadCursor(Stream::kObligations, kTime), "");
  EXPECT_THAT(Received(Stream::kReturns), SizeIs(kChanges));
}

}  // namespace
}  // namespace lianfang::evaluation
