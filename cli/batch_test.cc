// The stream against a real gRPC server in this process, whose answers the tests script.
#include "cli/batch.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/errors.h"
#include "common/rpc/status.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::BatchSubmitReturnsRequest;
using submission::v1::BatchSubmitReturnsResponse;
using submission::v1::SubmissionService;
using submission::v1::SubmitReturnRequest;
using testing::ElementsAre;
using Stream = grpc::ServerReaderWriter<BatchSubmitReturnsResponse, BatchSubmitReturnsRequest>;

BatchSubmitReturnsResponse AnswerTo(const BatchSubmitReturnsRequest& request) {
  BatchSubmitReturnsResponse response;
  response.set_request_id(request.submission().request_id());
  response.mutable_response()->mutable_return_()->set_obligation(request.submission().obligation());
  return response;
}

// Every stream is handled by the script, which is told its number from 1.
class ScriptedService : public SubmissionService::Service {
 public:
  using Script = std::function<grpc::Status(int stream_number, Stream& stream)>;

  explicit ScriptedService(Script script) : script_(std::move(script)) {}

  grpc::Status BatchSubmitReturns(grpc::ServerContext*, Stream* stream) override {
    int number;
    {
      const absl::MutexLock lock(&mutex_);
      number = ++streams_;
    }
    return script_(number, *stream);
  }

  int streams() {
    const absl::MutexLock lock(&mutex_);
    return streams_;
  }

 private:
  const Script script_;
  absl::Mutex mutex_;
  int streams_ ABSL_GUARDED_BY(mutex_) = 0;
};

class BatchTest : public testing::Test {
 protected:
  void Serve(ScriptedService::Script script) {
    service_ = std::make_unique<ScriptedService>(std::move(script));
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = SubmissionService::NewStub(server_->InProcessChannel({}));
  }

  BatchResult Submit(int count, BatchOptions options = {}) {
    std::vector<SubmitReturnRequest> requests;
    for (int i = 0; i < count; ++i) {
      requests.emplace_back();
      requests.back().set_request_id(absl::StrCat("request-", i));
      requests.back().set_obligation(absl::StrCat("obligation-", i));
    }
    options.backoff = {.least = absl::Milliseconds(1), .most = absl::Milliseconds(1)};
    return SubmitBatch(*stub_, requests, options, [this](size_t answered) { progress_.push_back(answered); });
  }

  std::unique_ptr<ScriptedService> service_;
  std::vector<size_t> progress_;

 private:
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<SubmissionService::Stub> stub_;
};

// Reads `count` items and answers each.
std::vector<std::string> Answer(Stream& stream, int count) {
  std::vector<std::string> ids;
  BatchSubmitReturnsRequest request;
  while (static_cast<int>(ids.size()) < count && stream.Read(&request)) {
    ids.push_back(request.submission().request_id());
    stream.Write(AnswerTo(request));
  }
  return ids;
}

constexpr int kAll = 1'000'000;

TEST_F(BatchTest, AnswersEveryItemInOrder) {
  Serve([](int, Stream& stream) {
    Answer(stream, kAll);
    return grpc::Status::OK;
  });
  const BatchResult result = Submit(1000);
  ASSERT_TRUE(result.status.ok()) << result.status;
  ASSERT_EQ(result.answers.size(), 1000u);
  for (size_t i = 0; i < 1000; ++i) {
    EXPECT_EQ((*result.answers[i])->return_().obligation(), absl::StrCat("obligation-", i));
  }
  EXPECT_EQ(progress_.back(), 1000u);
}

TEST_F(BatchTest, OfNothingCallsNobody) {
  Serve([](int, Stream&) { return grpc::Status::OK; });
  EXPECT_TRUE(Submit(0).status.ok());
  EXPECT_EQ(service_->streams(), 0);
}

TEST_F(BatchTest, ARefusedItemIsAnAnswer) {
  Serve([](int, Stream& stream) {
    BatchSubmitReturnsRequest request;
    while (stream.Read(&request)) {
      BatchSubmitReturnsResponse response = AnswerTo(request);
      if (response.request_id() == "request-1") {
        *response.mutable_status() = ToRpcStatus(InvalidField("note", "is too long"));
      }
      stream.Write(response);
    }
    return grpc::Status::OK;
  });
  const BatchResult result = Submit(3);
  ASSERT_TRUE(result.status.ok());
  EXPECT_TRUE((*result.answers[0]).ok());
  EXPECT_TRUE((*result.answers[2]).ok());
  const auto faults = BadRequestOf((*result.answers[1]).status());
  ASSERT_TRUE(faults.has_value()) << "the details survive";
  EXPECT_EQ(faults->field_violations(0).field(), "note");
}

// The service answers nothing until as many items have come as the window holds; the next one must not come then.
TEST_F(BatchTest, KeepsWithinItsWindow) {
  constexpr int kWindow = 8;
  Serve([](int, Stream& stream) {
    BatchSubmitReturnsRequest request;
    std::vector<BatchSubmitReturnsRequest> held;
    while (stream.Read(&request)) {
      held.push_back(request);
      if (static_cast<int>(held.size()) > kWindow)
        return grpc::Status(grpc::StatusCode::OUT_OF_RANGE, "beyond the window");
      if (static_cast<int>(held.size()) < kWindow) continue;
      for (const auto& item : held) stream.Write(AnswerTo(item));
      held.clear();
    }
    return grpc::Status::OK;
  });
  EXPECT_TRUE(Submit(10 * kWindow, {.window = kWindow}).status.ok());
}

TEST_F(BatchTest, SendsAgainWhatABrokenStreamLeftUnanswered) {
  std::vector<std::string> second;
  Serve([&second](int number, Stream& stream) {
    if (number == 1) {
      Answer(stream, 3);
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "going away");
    }
    second = Answer(stream, kAll);
    return grpc::Status::OK;
  });
  const BatchResult result = Submit(6);
  ASSERT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(second, ElementsAre("request-3", "request-4", "request-5"));
  EXPECT_EQ((*result.answers[0])->return_().obligation(), "obligation-0") << "the first answers stand";
}

TEST_F(BatchTest, SendsAnAllOrNothingBatchAgainWhole) {
  std::vector<std::string> second;
  Serve([&second](int number, Stream& stream) {
    BatchSubmitReturnsRequest request;
    std::vector<BatchSubmitReturnsRequest> items;
    while (stream.Read(&request)) items.push_back(request);
    for (size_t i = 0; i < items.size(); ++i) {
      EXPECT_EQ(items[i].all_or_nothing(), i == 0);
      EXPECT_EQ(items[i].item_count(), i == 0 ? 400 : 0);
      if (number == 1 && i == 2) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "going away");
      if (number == 2) second.push_back(items[i].submission().request_id());
      stream.Write(AnswerTo(items[i]));
    }
    return grpc::Status::OK;
  });
  const BatchResult result = Submit(400, {.all_or_nothing = true});
  ASSERT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(second.size(), 400u);
  EXPECT_EQ(second.front(), "request-0");
}

TEST_F(BatchTest, SendsAgainAnItemThatTheServiceCouldNotDecide) {
  Serve([](int number, Stream& stream) {
    BatchSubmitReturnsRequest request;
    while (stream.Read(&request)) {
      BatchSubmitReturnsResponse response = AnswerTo(request);
      if (number == 1 && response.request_id() == "request-1") {
        *response.mutable_status() = ToRpcStatus(absl::UnavailableError("the database is away"));
      }
      stream.Write(response);
    }
    return grpc::Status::OK;
  });
  const BatchResult result = Submit(3);
  ASSERT_TRUE(result.status.ok()) << result.status;
  EXPECT_TRUE((*result.answers[1]).ok());
  EXPECT_EQ(service_->streams(), 2);
}

TEST_F(BatchTest, GivesUpAfterStreamsThatBringNothing) {
  Serve([](int, Stream&) { return grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"); });
  const BatchResult result = Submit(3, {.attempts = 4});
  EXPECT_TRUE(absl::IsUnavailable(result.status));
  EXPECT_EQ(service_->streams(), 4);
  EXPECT_FALSE(result.answers[0].has_value());
}

TEST_F(BatchTest, GoesOnAsLongAsEveryStreamBringsSomething) {
  Serve([](int, Stream& stream) {
    Answer(stream, 1);
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "away");
  });
  EXPECT_TRUE(Submit(10, {.attempts = 2}).status.ok());
  EXPECT_EQ(service_->streams(), 10);
}

TEST_F(BatchTest, DoesNotRepeatWhatIsRefused) {
  Serve([](int, Stream&) { return grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "not your role"); });
  EXPECT_TRUE(absl::IsPermissionDenied(Submit(3).status));
  EXPECT_EQ(service_->streams(), 1);
}

TEST_F(BatchTest, BelievesNoAnswerToWhatItDidNotSend) {
  Serve([](int, Stream& stream) {
    BatchSubmitReturnsRequest request;
    stream.Read(&request);
    BatchSubmitReturnsResponse response = AnswerTo(request);
    response.set_request_id("another");
    stream.Write(response);
    while (stream.Read(&request)) {
    }
    return grpc::Status::OK;
  });
  EXPECT_TRUE(absl::IsDataLoss(Submit(3).status));
}

// The service never answers and never ends the stream by itself.
TEST_F(BatchTest, EndsWithItsDeadline) {
  const auto ended = std::make_shared<absl::Notification>();  // the handler may outlive this test's frame
  Serve([ended](int, Stream& stream) {
    BatchSubmitReturnsRequest request;
    while (stream.Read(&request)) {
    }
    ended->WaitForNotification();
    return grpc::Status::OK;
  });
  const BatchResult result = Submit(2, {.attempts = 1, .timeout = absl::Milliseconds(50)});
  EXPECT_EQ(result.status.code(), absl::StatusCode::kDeadlineExceeded) << result.status;
  ended->Notify();
}

}  // namespace
}  // namespace lianfang::cli
