// The guarded server on real ports with real certificates.
#include "common/rpc/server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <deque>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"
#include "common/rpc/testing/server_fixture.h"
#include "common/testing/environment.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"

namespace lianfang {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

TEST_F(ServerTest, TheHandlerSeesCallerTraceAndDeadline) {
  Call seen;
  Origin origin;
  handler_ = [&](const Call& call, const GetPlanRequest& request) {
    seen = call;
    origin = *WorkingFor::Current();
    Plan plan;
    plan.set_name(request.name());
    return plan;
  };
  Plan plan;
  ASSERT_TRUE(GetPlanAs("emergency", Named("plans/p"), &plan).ok());
  EXPECT_EQ(plan.name(), "plans/p");
  EXPECT_EQ(seen.caller.department, "emergency");
  EXPECT_EQ(seen.caller.region, "140581");
  EXPECT_EQ(seen.caller.role, type::v1::ROLE_LIAISON);
  EXPECT_EQ(seen.method, "lianfang.submission.v1.PlanService.GetPlan");
  EXPECT_EQ(seen.trace.trace_id.size(), 32u);
  EXPECT_EQ(origin.method, "lianfang.submission.v1.PlanService.GetPlan");
  EXPECT_EQ(origin.traceparent, seen.trace.ToHeader());
  EXPECT_LT(seen.deadline, absl::Now() + absl::Minutes(1));  // the client set none
}

// Waiting for a worker is no part of a call's way here.
TEST_F(ServerTest, TheHandlerSeesWhenTheCallArrivedByTheServicesClock) {
  const absl::Time arrived = clock_.Now();
  absl::Time seen;
  prompt_ = [this](const Call&, const GetPlanRequest&, const Reply<Plan>&) {
    clock_.Advance(absl::Seconds(3));
    return false;  // to a worker
  };
  handler_ = [&seen](const Call& call, const GetPlanRequest&) {
    seen = call.arrival_time;
    return Plan();
  };
  ASSERT_TRUE(GetPlanAs("emergency", Named("plans/p")).ok());
  EXPECT_EQ(seen, arrived);
}

// A service that calls on while it serves a call gives the next one its trace, and names the caller; a person's word
// for another is ignored.
TEST_F(ServerTest, ACallIsPassedOnWithDeadlineTraceAndOrigin) {
  Call cause, seen;
  cause.caller.uri = "spiffe://lianfang.local/region/140581/department/hrss/role/office";
  cause.trace = ContinueTrace("");
  const Origin of_cause = OriginOf(cause);
  const WorkingFor scope(of_cause);
  const absl::Time deadline = absl::Now() + absl::Seconds(7);
  handler_ = [&seen](const Call& call, const GetPlanRequest&) {
    seen = call;
    return Plan();
  };
  for (const auto& [identity, origin] :
       {std::pair<std::string, std::string>("evaluation", cause.caller.uri), {"office", ""}}) {
    grpc::ClientContext context;
    PrepareCall(context, deadline);
    Plan plan;
    ASSERT_TRUE(PlanService::NewStub(ChannelAs(identity))->GetPlan(&context, Named("plans/p"), &plan).ok());
    EXPECT_EQ(seen.on_behalf_of, origin);
    EXPECT_EQ(seen.trace.trace_id, cause.trace.trace_id);
    EXPECT_LE(seen.deadline, deadline + absl::Seconds(1));
  }
}

TEST_F(ServerTest, DetailsOfErrorsArrive) {
  handler_ = [](const Call&, const GetPlanRequest&) -> absl::StatusOr<Plan> {
    return ErrorWithReason(absl::StatusCode::kNotFound, "no such plan", "NO_SUCH_PLAN", {{"name", "plans/p"}});
  };
  const absl::Status status = GetPlanAs("emergency", Named("plans/p"));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorInfoOf(status)->reason(), "NO_SUCH_PLAN");
}

TEST_F(ServerTest, WhatAHandlerThrowsStaysInTheLog) {
  handler_ = [](const Call&, const GetPlanRequest&) -> absl::StatusOr<Plan> {
    throw std::runtime_error("secret detail");
  };
  const absl::Status status = GetPlanAs("emergency", Named("plans/p"));
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.message().find("secret"), std::string::npos);
  EXPECT_EQ(GetPlanAs("emergency", Named("plans/p")).code(), absl::StatusCode::kInternal);  // and it goes on serving
}

TEST_F(ServerTest, RolesOutsideTheContractAreDenied) {
  EXPECT_EQ(GetPlanAs("operator", Named("plans/p")).code(), absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(GetPlanAs("evaluation", Named("plans/p")).ok());
}

TEST_F(ServerTest, AMethodWithoutHandlerIsUnimplementedAfterAccess) {
  const auto list = [this](const std::string& identity) {
    grpc::ClientContext context;
    submission::v1::ListPlansResponse response;
    return PlanService::NewStub(ChannelAs(identity))->ListPlans(&context, {}, &response).error_code();
  };
  EXPECT_EQ(list("operator"), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(list("office"), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ServerTest, RequiredFieldsAreCheckedBeforeTheHandler) {
  handler_ = [](const Call&, const GetPlanRequest&) -> absl::StatusOr<Plan> {
    ADD_FAILURE() << "the handler was called";
    return Plan();
  };
  const absl::Status status = GetPlanAs("office", GetPlanRequest());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(BadRequestOf(status)->field_violations(0).field(), "name");
}

TEST_F(ServerTest, BytesThatAreNotUtf8AreNamed) {
  GetPlanRequest request = Named("plans/p?");
  std::string bytes = request.SerializeAsString();
  bytes.back() = '\xff';
  const absl::Status received = Send("emergency", "/lianfang.submission.v1.PlanService/GetPlan", bytes);
  EXPECT_EQ(received.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(BadRequestOf(received).has_value());
  EXPECT_EQ(BadRequestOf(received)->field_violations(0).field(), "name");
}

// Two workers, a queue of one: once both workers are held, one more call waits and the others are refused.
TEST_F(ServerTest, BeyondItsQueueCallsAreRefusedAtOnce) {
  absl::Mutex mutex;
  int running = 0, answered = 0, refused = 0;
  absl::Notification release;
  handler_ = [&](const Call&, const GetPlanRequest&) {
    {
      absl::MutexLock lock(&mutex);
      ++running;
    }
    release.WaitForNotification();
    return Plan();
  };
  const auto stub = PlanService::NewStub(ChannelAs("emergency"));
  const GetPlanRequest request = Named("plans/p");
  std::deque<grpc::ClientContext> contexts;
  std::deque<Plan> plans;
  const auto call = [&] {
    stub->async()->GetPlan(&contexts.emplace_back(), &request, &plans.emplace_back(), [&](grpc::Status status) {
      absl::MutexLock lock(&mutex);
      ++answered;
      if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) ++refused;
    });
  };
  const auto await = [&mutex](const auto& condition) {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&condition));
  };
  const auto one_runs = [&] { return running == 1; };
  const auto both_run = [&] { return running == 2; };
  const auto five_are_in = [&] { return answered == 5; };
  const auto all_are_in = [&] { return answered == 8; };
  call();
  await(one_runs);
  call();
  await(both_run);
  for (int i = 0; i < 6; ++i) call();
  await(five_are_in);
  EXPECT_EQ(refused, 5);
  release.Notify();
  await(all_are_in);
  EXPECT_EQ(refused, 5);
}

TEST_F(ServerTest, WhatCanBeAnsweredAtOnceIsAndTheHandlerHasTheRest) {
  handler_ = [](const Call&, const GetPlanRequest&) { return absl::UnavailableError("had to wait"); };
  prompt_ = [](const Call& call, const GetPlanRequest& request, Reply<Plan> reply) {
    if (request.name() != "plans/remembered") return false;
    Plan plan;
    plan.set_name(call.caller.department);
    reply(std::move(plan));
    return true;
  };
  Plan plan;
  ASSERT_TRUE(GetPlanAs("emergency", Named("plans/remembered"), &plan).ok());
  EXPECT_EQ(plan.name(), "emergency");
  EXPECT_EQ(GetPlanAs("emergency", Named("plans/other")).message(), "had to wait");
}

TEST_F(ServerTest, WhatIsTriedAtOnceIsGuardedToo) {
  bool tried = false;
  prompt_ = [&tried](const Call&, const GetPlanRequest&, const Reply<Plan>&) -> bool {
    tried = true;
    throw std::runtime_error("secret");
  };
  EXPECT_EQ(GetPlanAs("emergency", Named("")).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(tried);
  const absl::Status status = GetPlanAs("emergency", Named("plans/p"));
  EXPECT_TRUE(tried);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(status.message(), testing::Not(testing::HasSubstr("secret")));
}

TEST_F(ServerTest, AStreamSendsInOrderAndDrainingEndsIt) {
  source_.Push("1");
  source_.Push("2");
  grpc::ClientContext context;
  auto reader = SubmissionService::NewStub(ChannelAs("evaluation"))->WatchReturns(&context, {});
  WatchReturnsResponse response;
  for (const char* cursor : {"1", "2"}) {
    ASSERT_TRUE(reader->Read(&response));
    EXPECT_EQ(response.cursor(), cursor);
  }
  source_.Push("3");  // while the stream waits
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.cursor(), "3");
  server_->Drain();
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  absl::MutexLock lock(&source_.mutex);
  EXPECT_TRUE(source_.destroyed);
}

TEST_F(ServerTest, ACancelledStreamIsLetGo) {
  {
    grpc::ClientContext context;
    auto reader = SubmissionService::NewStub(ChannelAs("evaluation"))->WatchReturns(&context, {});
    source_.Push("1");
    WatchReturnsResponse response;
    ASSERT_TRUE(reader->Read(&response));
    context.TryCancel();
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  absl::MutexLock lock(&source_.mutex);
  source_.mutex.Await(absl::Condition(&source_.destroyed));
}

class SlowStreamTest : public ServerTest {
 protected:
  SlowStreamTest() {
    options_.slow_stream_limit = absl::ZeroDuration();
  }  // any write that is not through at the next change
};

// A watcher that does not read fills its window and is cut off; whoever pushes is never held up.
TEST_F(SlowStreamTest, AWatcherThatDoesNotReadIsCutOff) {
  grpc::ClientContext context;
  auto reader = SubmissionService::NewStub(ChannelAs("evaluation"))->WatchReturns(&context, {});
  const auto destroyed = [this] {
    absl::MutexLock lock(&source_.mutex);
    return source_.destroyed;
  };
  const std::string large(64 << 10, 'x');
  for (int i = 0; i < 4096 && !destroyed(); ++i) source_.Push(large);
  WatchReturnsResponse response;
  while (reader->Read(&response)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

// Answers each item with more than a window holds.
class LargeAnswers : public Echo {
 public:
  void OnRequest(std::shared_ptr<const google::protobuf::Message>, const absl::Status&, Answer answer) override {
    BatchSubmitReturnsResponse response;
    response.set_request_id(std::string(1 << 20, 'x'));
    answer(response.SerializeAsString());
  }
};

class SlowExchangeTest : public ServerTest {
 protected:
  SlowExchangeTest() {
    options_.slow_stream_limit = absl::Milliseconds(20);
    exchange_ = [] { return std::make_unique<LargeAnswers>(); };
  }
};

// A peer that takes no answer would keep its messages in memory for as long as it likes.
TEST_F(SlowExchangeTest, APeerThatTakesNoAnswersIsCutOff) {
  grpc::ClientContext context;
  auto stream = SubmissionService::NewStub(ChannelAs("emergency"))->BatchSubmitReturns(&context);
  while (stream->Write(BatchSubmitReturnsRequest())) {
  }
  BatchSubmitReturnsResponse response;
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

// Asks the health of a server, whatever the port.
grpc::Status AskHealth(const std::shared_ptr<grpc::Channel>& channel, const std::string& name,
                       HealthCheckResponse& response) {
  grpc::TemplatedGenericStub<HealthCheckRequest, HealthCheckResponse> stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
  HealthCheckRequest request;
  request.set_service(name);
  grpc::Status answer;
  absl::Notification answered;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response, [&](grpc::Status status) {
    answer = std::move(status);
    answered.Notify();
  });
  answered.WaitForNotification();
  return answer;
}

// The health port answers health to whoever asks in plaintext, and nothing else. The other port answers nobody in
// plaintext, and nobody without a certificate, not about health either.
TEST_F(ServerTest, HealthNeedsNoCertificateAndTheServicesDo) {
  const auto get_plan = [](const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
    Plan plan;
    return PlanService::NewStub(channel)->GetPlan(&context, Named("plans/p"), &plan).error_code();
  };
  const auto open = [](int port, std::shared_ptr<grpc::ChannelCredentials> credentials) {
    return grpc::CreateChannel(absl::StrCat("localhost:", port), std::move(credentials));
  };
  HealthCheckResponse health;
  const auto plaintext_health = open(server_->health_port(), grpc::InsecureChannelCredentials());
  EXPECT_TRUE(AskHealth(plaintext_health, "", health).ok());
  EXPECT_EQ(health.status(), HealthCheckResponse::SERVING);
  EXPECT_EQ(get_plan(plaintext_health), grpc::StatusCode::UNIMPLEMENTED);

  std::ifstream authority(TestCertificate("office").ca);
  grpc::SslCredentialsOptions no_certificate;
  no_certificate.pem_root_certs = std::string(std::istreambuf_iterator<char>(authority), {});
  for (const auto& credentials : {grpc::InsecureChannelCredentials(), grpc::SslCredentials(no_certificate)}) {
    EXPECT_EQ(get_plan(open(server_->port(), credentials)), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(AskHealth(open(server_->port(), credentials), "", health).error_code(), grpc::StatusCode::UNAVAILABLE);
  }
  EXPECT_EQ(get_plan(ChannelAs("office")), grpc::StatusCode::OK);
}

// What a server says to a question about contracts.
class ReflectionTest : public ServerTest {
 protected:
  ReflectionTest() { options_.reflection = true; }

  static grpc::StatusCode Ask(const std::shared_ptr<grpc::Channel>& channel, const std::string& version,
                              ServerReflectionResponse* response = nullptr) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
    grpc::TemplatedGenericStub<ServerReflectionRequest, ServerReflectionResponse> stub(channel);
    ServerReflectionRequest question;
    question.set_file_containing_symbol("grpc.health.v1.Health");
    ServerReflectionResponse ignored;
    absl::Notification answered;
    grpc::StatusCode code = grpc::StatusCode::OK;
    stub.UnaryCall(&context, absl::StrCat("/grpc.reflection.", version, ".ServerReflection/ServerReflectionInfo"), {},
                   &question, response == nullptr ? &ignored : response, [&](const grpc::Status& status) {
                     code = status.error_code();
                     answered.Notify();
                   });
    answered.WaitForNotification();
    return code;
  }

  std::shared_ptr<grpc::Channel> PlaintextChannel(int port) {
    return grpc::CreateChannel(absl::StrCat("localhost:", port), grpc::InsecureChannelCredentials());
  }
};

class WithoutReflectionTest : public ReflectionTest {
 protected:
  WithoutReflectionTest() { options_.reflection = ServerOptions().reflection; }
};

TEST_F(ReflectionTest, IsForThoseWithACertificate) {
  for (const std::string version : {"v1", "v1alpha"}) {
    ServerReflectionResponse response;
    EXPECT_EQ(Ask(ChannelAs("office"), version, &response), grpc::StatusCode::OK);
    EXPECT_EQ(response.file_descriptor_response().file_descriptor_proto_size(), 1) << response.ShortDebugString();
    EXPECT_EQ(Ask(PlaintextChannel(server_->port()), version), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(Ask(PlaintextChannel(server_->health_port()), version), grpc::StatusCode::UNIMPLEMENTED);
  }
}

TEST_F(ReflectionTest, WhatIsNoQuestionEndsTheStream) {
  const std::string path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
  ServerReflectionRequest longest;
  longest.set_file_by_filename(std::string(5000, 'x'));
  for (const std::string& bytes : {std::string("\xff"), longest.SerializeAsString()}) {
    EXPECT_EQ(Send("office", path, bytes).code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(WithoutReflectionTest, WithoutBeingAskedForThereIsNone) {
  for (const std::string version : {"v1", "v1alpha"}) {
    EXPECT_EQ(Ask(ChannelAs("office"), version), grpc::StatusCode::UNIMPLEMENTED);
  }
}

// As while the process cannot trust its clock: who reads is served, who changes something is told why not.
TEST_F(ServerTest, MutationsAreRefusedWhileTheProcessMayChangeNothing) {
  SubmitReturnRequest request;
  request.set_request_id(NewUuid());
  request.set_obligation("plans/p/obligations/o");
  request.add_figures()->set_figure("accidents");
  const auto submit = [&] {
    grpc::ClientContext context;
    SubmitReturnResponse response;
    return FromGrpcStatus(
        SubmissionService::NewStub(ChannelAs("emergency"))->SubmitReturn(&context, request, &response));
  };
  EXPECT_TRUE(submit().ok()) << submit();
  {
    absl::MutexLock lock(&may_change_mutex_);
    may_change_ = ErrorWithReason(absl::StatusCode::kUnavailable, "the clock is off", "CLOCK_UNTRUSTED", {});
  }
  const absl::Status refused = submit();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorInfoOf(refused)->reason(), "CLOCK_UNTRUSTED");
  EXPECT_TRUE(GetPlanAs("office", Named("plans/p")).ok());
}

TEST_F(ServerTest, IsReadyOnlyWhileItIsAble) {
  const auto channel =
      grpc::CreateChannel(absl::StrCat("localhost:", server_->health_port()), grpc::InsecureChannelCredentials());
  const auto serves = [&channel] {
    HealthCheckResponse response;
    const grpc::Status status = AskHealth(channel, "readiness", response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.status() == HealthCheckResponse::SERVING;
  };
  EXPECT_TRUE(serves());
  server_->SetAble(false);
  EXPECT_FALSE(serves());
  server_->SetReady(true);
  EXPECT_FALSE(serves()) << "to be ready does not make it able";
  server_->SetAble(true);
  EXPECT_TRUE(serves());
}

TEST_F(ServerTest, ATakenPortIsAnErrorNotASecondServer) {
  ServerOptions options;
  options.tls = TestCertificate("submission");
  options.listen = absl::StrCat("127.0.0.1:", server_->port());
  Metrics metrics;
  Server second(options, metrics);
  ContractService plans("lianfang.submission.v1.PlanService", second.runtime());
  EXPECT_EQ(second.Start({&plans}).code(), absl::StatusCode::kUnavailable);
}

TEST(ServerStartTest, AMissingTlsFileIsNamed) {
  ServerOptions options;
  options.tls = {"/nowhere.crt", "/nowhere.key", "/nowhere-ca.crt"};
  Metrics metrics;
  Server server(options, metrics);
  const absl::Status status = server.Start({});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(status.message().find("/nowhere-ca.crt"), std::string::npos) << status;
}

}  // namespace
}  // namespace lianfang
