// Against a server in this process, whose streams break. Time is the test's: steps only say how long they would wait.
#include "common/rpc/stream_follower.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/testing/fake_clock.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang {
namespace {

using submission::v1::SubmissionService;
using submission::v1::WatchReturnsRequest;
using submission::v1::WatchReturnsResponse;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kMessages = 5;
constexpr int kPerStream = 2;
const absl::Time kNow = absl::FromUnixSeconds(1'653'000'000);
constexpr BackoffOptions kBackoff = {.least = absl::Seconds(1), .most = absl::Seconds(8)};

// Sends messages 1 to kMessages, each its number as its cursor, two on one stream, and then breaks it.
class BreakingServer : public SubmissionService::Service {
 public:
  grpc::Status WatchReturns(grpc::ServerContext*, const WatchReturnsRequest* request,
                            grpc::ServerWriter<WatchReturnsResponse>* writer) override {
    asked.push_back(request->cursor());
    int last = 0;
    if (!request->cursor().empty() && !absl::SimpleAtoi(request->cursor(), &last)) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no cursor"};
    }
    for (int sent = 0; sent < kPerStream && last < kMessages; ++sent) {
      WatchReturnsResponse message;
      message.set_cursor(absl::StrCat(++last));
      writer->Write(message);
    }
    on_end();
    return {grpc::StatusCode::UNAVAILABLE, "the server goes away"};
  }

  std::vector<std::string> asked;        // the cursors
  std::function<void()> on_end = [] {};  // before a stream ends
};

class StreamFollowerTest : public testing::Test {
 protected:
  ResumableStream<WatchReturnsResponse> Stream() {
    return {.name = "numbers",
            .load_cursor =
                [this](absl::Time deadline) {
                  deadlines_.push_back(deadline);
                  return cursor_;
                },
            .open =
                [this](grpc::ClientContext& context, const std::string& cursor, auto& reader) {
                  WatchReturnsRequest request;
                  request.set_cursor(cursor);
                  stub_->async()->WatchReturns(&context, &request, reader.reactor());
                  reader.Start();
                },
            .receive = [this](const std::string& after, const WatchReturnsResponse& message,
                              absl::Time deadline) { return Receive(after, message.cursor(), deadline); }};
  }

  absl::Status Receive(const std::string& after, const std::string& cursor, absl::Time deadline) {
    deadlines_.push_back(deadline);
    clock_.Advance(receiving_takes_);
    received_.push_back(absl::StrCat(after, ">", cursor));
    if (cursor == refused_) return absl::AbortedError("not now");
    cursor_ = cursor;
    return absl::OkStatus();
  }

  // Steps until there is nothing more to receive.
  void ReceiveAll() {
    for (int received = 0; received < kMessages; received += kPerStream) follower_.Step();
  }

  BreakingServer service_;
  std::unique_ptr<grpc::Server> server_ = grpc::ServerBuilder().RegisterService(&service_).BuildAndStart();
  std::unique_ptr<SubmissionService::Stub> stub_ = SubmissionService::NewStub(server_->InProcessChannel({}));
  FakeClock clock_{kNow};
  absl::StatusOr<std::string> cursor_ = "";
  std::string refused_;  // cursor of a message that cannot be received
  absl::Duration receiving_takes_ = absl::ZeroDuration();
  std::vector<std::string> received_;  // `after>cursor`
  std::vector<absl::Time> deadlines_;
  StreamFollower follower_{Stream(), clock_, kBackoff};
};

TEST_F(StreamFollowerTest, GoesOnFromItsCursorAndMissesAndRepeatsNothing) {
  ReceiveAll();
  EXPECT_THAT(service_.asked, ElementsAre("", "2", "4"));
  EXPECT_THAT(received_, ElementsAre(">1", "1>2", "2>3", "3>4", "4>5"));
}

TEST_F(StreamFollowerTest, WhatCannotBeReceivedEndsTheStreamAndComesAgain) {
  refused_ = "2";
  follower_.Step();
  refused_ = "";
  follower_.Step();
  EXPECT_THAT(received_, ElementsAre(">1", "1>2", "1>2", "2>3"));
}

TEST_F(StreamFollowerTest, WithoutACursorNothingIsOpened) {
  cursor_ = absl::UnavailableError("the database is away");
  follower_.Step();
  EXPECT_THAT(service_.asked, IsEmpty());
  cursor_ = "3";
  follower_.Step();
  EXPECT_THAT(received_, ElementsAre("3>4", "4>5"));
}

TEST_F(StreamFollowerTest, WaitsLongerWhileStreamsBringNothing) {
  ReceiveAll();
  EXPECT_LE(follower_.Step(), 2 * kBackoff.least);  // the second wait since messages came
  for (int streams = 0; streams < 4; ++streams) follower_.Step();
  EXPECT_GE(follower_.Step(), kBackoff.most / 2);
  cursor_ = "4";  // message 5 comes once more
  EXPECT_LE(follower_.Step(), kBackoff.least);
}

TEST_F(StreamFollowerTest, AStreamThatWasQuietForLongWasHealthy) {
  ReceiveAll();
  for (int streams = 0; streams < 4; ++streams) follower_.Step();
  service_.on_end = [this] { clock_.Advance(kBackoff.most + absl::Seconds(1)); };
  EXPECT_LE(follower_.Step(), kBackoff.least);
}

TEST_F(StreamFollowerTest, EveryMessageHasTimeOfItsOwn) {
  receiving_takes_ = absl::Seconds(20);
  follower_.Step();
  const absl::Time first = kNow + absl::Seconds(30);
  EXPECT_THAT(deadlines_, ElementsAre(first, first, first + receiving_takes_));  // of a cursor and two messages
}

TEST_F(StreamFollowerTest, OnceInterruptedItOpensNoMore) {
  follower_.Interrupt();
  EXPECT_EQ(follower_.Step(), absl::InfiniteDuration());
  EXPECT_THAT(service_.asked, IsEmpty());
}

TEST_F(StreamFollowerTest, ALoopThatGoesCancelsTheOpenStream) {
  absl::Notification opened;
  absl::Notification left;
  service_.on_end = [&] {
    opened.Notify();
    left.WaitForNotification();
  };
  {
    const BackgroundLoop loop(follower_);
    opened.WaitForNotification();
  }  // the server holds the stream open: without cancelling this would not end
  left.Notify();
  server_->Shutdown();  // returns when the stream's handler has
  EXPECT_EQ(service_.asked.size(), 1);
}

}  // namespace
}  // namespace lianfang
