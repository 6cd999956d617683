// A guarded server with certificates of the suite, whose handlers a test gives.
#ifndef LIANFANG_COMMON_RPC_TESTING_SERVER_FIXTURE_H_
#define LIANFANG_COMMON_RPC_TESTING_SERVER_FIXTURE_H_

#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/testing/environment.h"
#include "common/testing/fake_clock.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang {

using submission::v1::BatchSubmitReturnsRequest;
using submission::v1::BatchSubmitReturnsResponse;
using submission::v1::GetPlanRequest;
using submission::v1::PlanService;
using submission::v1::SubmissionService;
using submission::v1::SubmitReturnRequest;
using submission::v1::SubmitReturnResponse;
using submission::v1::VerifyLedgerRequest;
using submission::v1::VerifyLedgerResponse;
using submission::v1::WatchReturnsRequest;
using submission::v1::WatchReturnsResponse;
using type::v1::Plan;

// A feed that a test fills by hand.
class HandFeed : public Feed {
 public:
  struct Source {
    absl::Mutex mutex;
    std::deque<std::string> messages ABSL_GUARDED_BY(mutex);
    std::function<void()> wake ABSL_GUARDED_BY(mutex);
    int opened ABSL_GUARDED_BY(mutex) = 0;
    bool destroyed ABSL_GUARDED_BY(mutex) = false;

    void Push(const std::string& cursor) {
      WatchReturnsResponse response;
      response.set_cursor(cursor);
      absl::MutexLock lock(&mutex);
      messages.push_back(response.SerializeAsString());
      if (wake != nullptr) wake();
    }
  };

  explicit HandFeed(Source& source) : source_(source) {
    absl::MutexLock lock(&source_.mutex);
    ++source_.opened;
  }
  ~HandFeed() override {
    absl::MutexLock lock(&source_.mutex);
    source_.wake = nullptr;
    source_.destroyed = true;
  }
  absl::StatusOr<std::vector<std::string>> Pull() override {
    absl::MutexLock lock(&source_.mutex);
    std::vector<std::string> messages(source_.messages.begin(), source_.messages.end());
    source_.messages.clear();
    return messages;
  }
  void Subscribe(std::function<void()> wake) override {
    absl::MutexLock lock(&source_.mutex);
    source_.wake = std::move(wake);
  }

 private:
  Source& source_;
};

// Answers each item with its request id.
class Echo : public Exchange {
 public:
  void OnRequest(std::shared_ptr<const google::protobuf::Message> request, const absl::Status& checked,
                 Answer answer) override {
    BatchSubmitReturnsResponse response;
    response.set_request_id(static_cast<const BatchSubmitReturnsRequest&>(*request).submission().request_id());
    *response.mutable_status() = ToRpcStatus(checked);
    answer(response.SerializeAsString());
  }
  bool Blocks(const google::protobuf::Message&) const override { return false; }
};

// Two workers, and a queue of one.
class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    options_.tls = TestCertificate("submission");
    server_ = std::make_unique<Server>(options_, metrics_);
    plans_ = std::make_unique<ContractService>("lianfang.submission.v1.PlanService", server_->runtime());
    submissions_ = std::make_unique<ContractService>("lianfang.submission.v1.SubmissionService", server_->runtime());
    plans_->Promptly<GetPlanRequest, Plan>(
        "GetPlan",
        [this](auto call, auto request, auto reply) {
          return prompt_ != nullptr && prompt_(*call, *request, std::move(reply));
        },
        [this](auto call, auto request, auto reply) { reply(handler_(*call, *request)); });
    submissions_->ServerStream<WatchReturnsRequest, WatchReturnsResponse>(
        "WatchReturns", [this](const Call&, const WatchReturnsRequest&) -> absl::StatusOr<std::unique_ptr<Feed>> {
          return std::make_unique<HandFeed>(source_);
        });
    submissions_->Unary<SubmitReturnRequest, SubmitReturnResponse>(
        "SubmitReturn", [](const Call&, const SubmitReturnRequest&) { return SubmitReturnResponse(); });
    submissions_->Unary<VerifyLedgerRequest, VerifyLedgerResponse>(
        "VerifyLedger",
        [this](const Call& call, const VerifyLedgerRequest& request) { return verify_(call, request); });
    submissions_->Exchanging<BatchSubmitReturnsRequest, BatchSubmitReturnsResponse>(
        "BatchSubmitReturns",
        [this](std::shared_ptr<const Call>) -> absl::StatusOr<std::unique_ptr<Exchange>> { return exchange_(); });
    server_->RefuseMutationsUnless([this] {
      absl::MutexLock lock(&may_change_mutex_);
      return may_change_;
    });
    server_->TellArrivalsBy(clock_);
    ASSERT_TRUE(server_->Start({plans_.get(), submissions_.get()}).ok());
    server_->SetReady(true);
  }

  // Before the services go, which calls under way still use.
  void TearDown() override { server_->Drain(); }

  std::shared_ptr<grpc::Channel> ChannelAs(const std::string& identity) {
    auto channel = OpenChannel(absl::StrCat("dns:///localhost:", server_->port()), TestCertificate(identity));
    EXPECT_TRUE(channel.ok()) << channel.status();
    return *channel;
  }

  absl::Status GetPlanAs(const std::string& identity, const GetPlanRequest& request, Plan* plan = nullptr) {
    grpc::ClientContext context;
    Plan ignored;
    return FromGrpcStatus(
        PlanService::NewStub(ChannelAs(identity))->GetPlan(&context, request, plan == nullptr ? &ignored : plan));
  }

  static GetPlanRequest Named(const std::string& name) {
    GetPlanRequest request;
    request.set_name(name);
    return request;
  }

  // Calls a method with these bytes as its request.
  absl::Status Send(const std::string& identity, const std::string& path, const std::string& bytes) {
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer buffer(&slice, 1);
    grpc::ByteBuffer response;
    grpc::ClientContext context;
    grpc::Status status;
    absl::Notification done;
    grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(ChannelAs(identity));
    stub.UnaryCall(&context, path, grpc::StubOptions(), &buffer, &response, [&](grpc::Status ended) {
      status = std::move(ended);
      done.Notify();
    });
    done.WaitForNotification();
    return FromGrpcStatus(status);
  }

  // For a test's constructor to change.
  ServerOptions options_ = [] {
    ServerOptions options;
    options.workers = {.threads = 2, .queue = 1};
    return options;
  }();
  absl::Mutex may_change_mutex_;
  absl::Status may_change_ ABSL_GUARDED_BY(may_change_mutex_);
  Metrics metrics_;
  FakeClock clock_{absl::FromUnixSeconds(1'900'000'000)};  // the service's
  HandFeed::Source source_;
  std::function<absl::StatusOr<Plan>(const Call&, const GetPlanRequest&)> handler_ =
      [](const Call&, const GetPlanRequest&) { return Plan(); };
  std::function<bool(const Call&, const GetPlanRequest&, Reply<Plan>)> prompt_;
  std::function<absl::StatusOr<VerifyLedgerResponse>(const Call&, const VerifyLedgerRequest&)> verify_ =
      [](const Call&, const VerifyLedgerRequest&) { return VerifyLedgerResponse(); };
  std::function<std::unique_ptr<Exchange>()> exchange_ = [] { return std::make_unique<Echo>(); };
  std::unique_ptr<Server> server_;
  std::unique_ptr<ContractService> plans_;
  std::unique_ptr<ContractService> submissions_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_TESTING_SERVER_FIXTURE_H_
