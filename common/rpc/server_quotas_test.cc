// Fairness between callers, and what becomes of calls that nobody waits for: by the guarded server on real ports.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/testing/server_fixture.h"
#include "common/testing/raw_http2.h"

namespace lianfang {
namespace {

using testing::HasSubstr;

// Calls of GetPlan that a handler keeps until it is told to let them go, and what became of them.
class KeptCalls {
 public:
  // What a fixture's handler does with each.
  absl::StatusOr<Plan> Keep() {
    absl::MutexLock lock(&mutex_);
    ++begun_;
    mutex_.Await(absl::Condition(&released_));
    return Plan();
  }

  void Call(const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout = absl::Minutes(1)) {
    grpc::ClientContext& context = contexts_.emplace_back();
    if (timeout < absl::InfiniteDuration()) context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    stubs_.push_back(PlanService::NewStub(channel));
    stubs_.back()->async()->GetPlan(&context, &request_, &plans_.emplace_back(), [this](grpc::Status status) {
      absl::MutexLock lock(&mutex_);
      answers_.push_back(FromGrpcStatus(status));
    });
  }

  void CancelLast() { contexts_.back().TryCancel(); }

  void Release() {
    absl::MutexLock lock(&mutex_);
    released_ = true;
  }
  void AwaitBegun(int count) {
    const auto begun = [this, count]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return begun_ == count; };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&begun));
  }
  std::vector<absl::Status> AwaitAnswers(size_t count) {
    const auto there = [this, count]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return answers_.size() == count; };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&there));
    return answers_;
  }
  int begun() {
    absl::MutexLock lock(&mutex_);
    return begun_;
  }

 private:
  absl::Mutex mutex_;
  int begun_ ABSL_GUARDED_BY(mutex_) = 0;
  bool released_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<absl::Status> answers_ ABSL_GUARDED_BY(mutex_);
  GetPlanRequest request_ = [] {
    GetPlanRequest request;
    request.set_name("plans/p");
    return request;
  }();
  std::deque<grpc::ClientContext> contexts_;
  std::deque<Plan> plans_;
  std::vector<std::unique_ptr<PlanService::Stub>> stubs_;
};

class QuotaTest : public ServerTest {
 protected:
  QuotaTest() {
    options_.workers = {.threads = 4, .queue = 16};
    options_.quotas.calls_per_caller = 2;
    options_.quotas.streams = 5;
    options_.quotas.streams_per_caller = 4;
    options_.quotas.bytes_per_caller = 100'000;
    handler_ = [this](const Call&, const GetPlanRequest&) { return kept_.Keep(); };
  }
  ~QuotaTest() override { kept_.Release(); }

  static std::string ReasonOf(const absl::Status& status) {
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
    EXPECT_TRUE(RetryInfoOf(status).has_value());
    return ErrorInfoOf(status)->reason();
  }

  void AwaitOpened(int count) {
    const auto opened = [this, count] { return source_.opened == count; };
    absl::MutexLock lock(&source_.mutex);
    source_.mutex.Await(absl::Condition(&opened));
  }

  void AwaitDestroyed() {
    absl::MutexLock lock(&source_.mutex);
    source_.mutex.Await(absl::Condition(&source_.destroyed));
  }

  KeptCalls kept_;
};

TEST_F(QuotaTest, WhoHasTooManyCallsUnderWayIsRefusedAndOthersAreServed) {
  const auto emergency = ChannelAs("emergency");
  kept_.Call(emergency);
  kept_.Call(emergency);
  kept_.AwaitBegun(2);
  EXPECT_EQ(ReasonOf(GetPlanAs("emergency", Named("plans/p"))), "TOO_MANY_CALLS");
  kept_.Call(ChannelAs("office"));
  kept_.AwaitBegun(3);
  kept_.Release();
  kept_.AwaitAnswers(3);
  EXPECT_TRUE(GetPlanAs("emergency", Named("plans/p")).ok());
}

// An answer that is there has given its place back.
TEST_F(QuotaTest, ACallersCallsInARowAreNeverTooMany) {
  kept_.Release();
  const auto stub = PlanService::NewStub(ChannelAs("emergency"));
  kept_.Call(ChannelAs("emergency"));  // one place of the two
  for (int i = 0; i < 200; ++i) {
    grpc::ClientContext context;
    Plan plan;
    ASSERT_TRUE(stub->GetPlan(&context, Named("plans/p"), &plan).ok()) << i;
  }
  kept_.AwaitAnswers(1);
}

TEST_F(QuotaTest, ExpensiveCallsAreOneForACallerAndTwoForAll) {
  absl::Mutex mutex;
  int begun = 0;
  bool released = false;
  verify_ = [&](const Call&, const VerifyLedgerRequest&) {
    absl::MutexLock lock(&mutex);
    ++begun;
    const auto free = [&released] { return released; };
    mutex.Await(absl::Condition(&free));
    return VerifyLedgerResponse();
  };
  VerifyLedgerRequest request;
  request.set_plan("plans/p");
  const auto verify = [&](const std::string& identity) {
    grpc::ClientContext context;
    VerifyLedgerResponse response;
    return FromGrpcStatus(SubmissionService::NewStub(ChannelAs(identity))->VerifyLedger(&context, request, &response));
  };
  const auto await = [&](int count) {
    const auto there = [&] { return begun == count; };
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&there));
  };
  std::thread office([&] { EXPECT_TRUE(verify("office").ok()); });
  await(1);
  EXPECT_EQ(ReasonOf(verify("office")), "TOO_MANY_EXPENSIVE_CALLS");
  std::thread auditor([&] { EXPECT_TRUE(verify("auditor").ok()); });
  await(2);
  EXPECT_EQ(ReasonOf(verify("observer")), "TOO_MANY_EXPENSIVE_CALLS");
  {
    absl::MutexLock lock(&mutex);
    released = true;
  }
  office.join();
  auditor.join();
  EXPECT_TRUE(verify("observer").ok());
}

// Streams of WatchReturns, until they are told to end.
class Watches {
 public:
  void Open(const std::shared_ptr<grpc::Channel>& channel) {
    readers_.push_back(SubmissionService::NewStub(channel)->WatchReturns(&contexts_.emplace_back(), {}));
  }
  // How the one opened last ended.
  absl::Status FinishLast() {
    const absl::Status status = FromGrpcStatus(readers_.back()->Finish());
    readers_.pop_back();
    contexts_.pop_back();
    return status;
  }
  void CancelLast() {
    contexts_.back().TryCancel();
    FinishLast().IgnoreError();  // CANCELLED
  }
  ~Watches() {
    while (!readers_.empty()) CancelLast();
  }

 private:
  std::deque<grpc::ClientContext> contexts_;
  std::vector<std::unique_ptr<grpc::ClientReader<WatchReturnsResponse>>> readers_;
};

TEST_F(QuotaTest, StreamsOfACallerAreBoundedAndPersonsLeaveSomeToServices) {
  Watches watches;
  for (int i = 1; i <= 4; ++i) {
    watches.Open(ChannelAs("emergency"));
    AwaitOpened(i);
  }
  watches.Open(ChannelAs("emergency"));
  const absl::Status own = watches.FinishLast();
  EXPECT_EQ(ReasonOf(own), "TOO_MANY_STREAMS");
  EXPECT_THAT(own.message(), HasSubstr("one caller may have 4"));
  watches.Open(ChannelAs("office"));
  const absl::Status of_persons = watches.FinishLast();
  EXPECT_EQ(ReasonOf(of_persons), "TOO_MANY_STREAMS");
  EXPECT_THAT(of_persons.message(), HasSubstr("all persons together may have 4"));
  {
    Watches of_services;
    of_services.Open(ChannelAs("evaluation"));
    AwaitOpened(5);
    of_services.Open(ChannelAs("evaluation"));
    EXPECT_THAT(of_services.FinishLast().message(), HasSubstr("all callers together may have 5"));
    watches.CancelLast();
    AwaitDestroyed();
    watches.Open(ChannelAs("office"));
    AwaitOpened(6);
  }
}

// Keeps what it is asked to answer.
class Hoard : public Exchange {
 public:
  void OnRequest(std::shared_ptr<const google::protobuf::Message>, const absl::Status&, Answer answer) override {
    answers_.push_back(std::move(answer));
  }
  bool Blocks(const google::protobuf::Message&) const override { return false; }

 private:
  std::vector<Answer> answers_;
};

TEST_F(QuotaTest, WhatAStreamHasUnansweredCountsForItsCaller) {
  exchange_ = [] { return std::make_unique<Hoard>(); };
  grpc::ClientContext context;
  const auto stream = SubmissionService::NewStub(ChannelAs("emergency"))->BatchSubmitReturns(&context);
  BatchSubmitReturnsRequest item;
  item.mutable_submission()->set_note(std::string(40'000, 'n'));
  for (int i = 0; i < 3; ++i) stream->Write(item);
  BatchSubmitReturnsResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(FromGrpcStatus(stream->Finish())), "TOO_MANY_BYTES");
}

TEST_F(QuotaTest, WhatIsAnsweredIsFreeAgain) {
  grpc::ClientContext context;
  const auto stream = SubmissionService::NewStub(ChannelAs("emergency"))->BatchSubmitReturns(&context);
  BatchSubmitReturnsRequest item;
  item.mutable_submission()->set_note(std::string(40'000, 'n'));
  BatchSubmitReturnsResponse response;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(stream->Write(item));
    ASSERT_TRUE(stream->Read(&response));
  }
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ServerTest, ARunningHandlerSeesThatNobodyWaits) {
  absl::Notification begun, seen;
  handler_ = [&](const Call& call, const GetPlanRequest&) {
    EXPECT_FALSE(call.Cancelled());
    begun.Notify();
    while (!call.Cancelled()) std::this_thread::yield();
    seen.Notify();
    return Plan();
  };
  KeptCalls calls;
  calls.Call(ChannelAs("emergency"));
  begun.WaitForNotification();
  calls.CancelLast();
  seen.WaitForNotification();
  EXPECT_EQ(calls.AwaitAnswers(1).front().code(), absl::StatusCode::kCancelled);
}

// One worker, held by a call: what comes next waits.
class WaitingCallTest : public ServerTest {
 protected:
  WaitingCallTest() {
    options_.workers = {.threads = 1, .queue = 4};
    options_.default_deadline = absl::ZeroDuration();  // has passed when a call that set none leaves the queue
    handler_ = [this](const Call&, const GetPlanRequest&) { return kept_.Keep(); };
  }
  ~WaitingCallTest() override { kept_.Release(); }

  void SetUp() override {
    ServerTest::SetUp();
    channel_ = ChannelAs("emergency");
    kept_.Call(channel_);
    kept_.AwaitBegun(1);
  }

  double Waiting() {
    return metrics_.Gauge("lianfang_rpc_waiting_calls", "Calls and steps of streams that wait for a worker.", {})
        .Value();
  }
  double Handled(const std::string& code) {
    return metrics_
        .Counter("lianfang_rpc_handled_total", "Calls answered, by method and code.",
                 {{"method", "lianfang.submission.v1.PlanService.GetPlan"}, {"code", code}})
        .Value();
  }
  static std::vector<absl::StatusCode> CodesOf(const std::vector<absl::Status>& statuses) {
    std::vector<absl::StatusCode> codes;
    for (const absl::Status& status : statuses) codes.push_back(status.code());
    return codes;
  }
  static void Until(const std::function<bool()>& condition) {
    while (!condition()) std::this_thread::yield();
  }

  KeptCalls kept_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(WaitingCallTest, IsDroppedWhenItsCallerGoes) {
  kept_.Call(channel_);
  Until([this] { return Waiting() == 1; });
  kept_.CancelLast();
  Until([this] { return Handled("CANCELLED") == 1; });  // while the worker is still held
  kept_.Release();
  kept_.AwaitAnswers(2);
  Until([this] { return Waiting() == 0; });
  EXPECT_EQ(kept_.begun(), 1);
}

TEST_F(WaitingCallTest, IsDroppedWhenItsDeadlineHasPassed) {
  kept_.Call(channel_, absl::InfiniteDuration());
  Until([this] { return Waiting() == 1; });
  kept_.Release();
  EXPECT_THAT(CodesOf(kept_.AwaitAnswers(2)),
              testing::UnorderedElementsAre(absl::StatusCode::kOk, absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(kept_.begun(), 1);
}

class PingTest : public ServerTest {
 protected:
  // The frames with which so many pings in a row are answered: as many, or whatever comes up to the end of the connection.
  std::vector<RawHttp2::Frame> Ping(int count, bool to_the_end = false) {
    const auto peer = RawHttp2::Connect(server_->port(), TestCertificate("emergency"));
    for (int i = 0; i < count; ++i) peer->SendFrame(RawHttp2::kPing, 0, 0, std::string(8, 'p'));
    std::vector<RawHttp2::Frame> answers;
    while (to_the_end || static_cast<int>(answers.size()) < count) {
      auto frame = peer->Read();
      if (!frame.has_value()) break;
      if (frame->type == RawHttp2::kPing && frame->flags == RawHttp2::kAck)
        answers.push_back(*std::move(frame));
      else if (frame->type == RawHttp2::kGoAway)
        answers.push_back(*std::move(frame));
    }
    return answers;
  }
};

TEST_F(PingTest, TooManyEndTheConnection) {
  const auto answers = Ping(10, /*to_the_end=*/true);
  ASSERT_FALSE(answers.empty());
  EXPECT_EQ(answers.back().type, RawHttp2::kGoAway);
  EXPECT_EQ(answers.back().error(), RawHttp2::kEnhanceYourCalm);
  EXPECT_LE(ServerOptions().ping_interval, absl::Seconds(2)) << "grpc-js sends one in ten seconds, some in two";
}

class PatientPingTest : public PingTest {
 protected:
  PatientPingTest() { options_.ping_interval = absl::ZeroDuration(); }
};

TEST_F(PatientPingTest, WithinTheIntervalAllAreAnsweredWithoutACall) {
  const auto answers = Ping(10);
  ASSERT_EQ(answers.size(), 10u) << "the connection was ended";
  for (const auto& answer : answers) EXPECT_EQ(answer.type, RawHttp2::kPing);
}

TEST_F(ServerTest, AConnectionHasItsBounds) {
  const auto peer = RawHttp2::Connect(server_->port(), TestCertificate("emergency"));
  ASSERT_NE(peer, nullptr);
  while (!peer->setting(RawHttp2::kMaxHeaderListSize).has_value()) ASSERT_TRUE(peer->Read().has_value());
  EXPECT_EQ(peer->setting(RawHttp2::kMaxConcurrentStreams), 128u);
  EXPECT_EQ(peer->setting(RawHttp2::kMaxHeaderListSize), 16'384u);
}

TEST_F(ServerTest, NothingBelowTls12IsSpoken) {
  EXPECT_EQ(RawHttp2::Connect(server_->port(), TestCertificate("emergency"), TLS1_1_VERSION), nullptr);
  EXPECT_NE(RawHttp2::Connect(server_->port(), TestCertificate("emergency"), TLS1_2_VERSION), nullptr);
}

}  // namespace
}  // namespace lianfang
