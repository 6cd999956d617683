#include "services/exchange/remote_returns.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "absl/synchronization/notification.h"

namespace lianfang::exchange {
namespace {

// A submission that takes a call and answers it when the test says so.
class HangingSubmission : public submission::v1::SubmissionService::Service {
 public:
  grpc::Status ListReturns(grpc::ServerContext*, const submission::v1::ListReturnsRequest*,
                           submission::v1::ListReturnsResponse*) override {
    ++calls;
    taken.Notify();
    answer.WaitForNotification();
    return grpc::Status::OK;
  }
  int calls = 0;
  absl::Notification taken;
  absl::Notification answer;
};

TEST(RemoteReturnsTest, AnInterruptEndsACallThatHangsAndRefusesTheNext) {
  HangingSubmission submission;
  grpc::ServerBuilder builder;
  builder.RegisterService(&submission);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  ASSERT_NE(server, nullptr);
  RemoteReturns returns(server->InProcessChannel(grpc::ChannelArguments()));
  absl::Status ended;
  std::thread reads([&] { ended = returns.ReadInForce("plans/p", absl::InfiniteFuture()).status(); });
  submission.taken.WaitForNotification();
  returns.Interrupt();
  reads.join();  // nobody has answered yet
  EXPECT_EQ(ended.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(returns.ReadInForce("plans/p", absl::InfiniteFuture()).status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(returns.Position("plans/p", absl::InfiniteFuture()).status().code(), absl::StatusCode::kCancelled);
  submission.answer.Notify();
  server->Shutdown();
  EXPECT_EQ(submission.calls, 1) << "what comes later is not even asked";
}

}  // namespace
}  // namespace lianfang::exchange
