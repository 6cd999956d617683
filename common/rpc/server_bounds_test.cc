// What a request may hold, and when it is refused: by the guarded server on real ports, with real certificates.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/testing/server_fixture.h"
#include "common/testing/raw_http2.h"

namespace lianfang {
namespace {

using testing::HasSubstr;

constexpr char kPublishPlan[] = "/lianfang.submission.v1.PlanService/PublishPlan";
constexpr char kSubmitReturn[] = "/lianfang.submission.v1.SubmissionService/SubmitReturn";

TEST_F(ServerTest, ARequestLongerThanItsMethodTakesIsRefused) {
  handler_ = [](const Call&, const GetPlanRequest&) -> absl::StatusOr<Plan> {
    ADD_FAILURE() << "the handler was called";
    return Plan();
  };
  const absl::Status status = GetPlanAs("emergency", Named(std::string(65'536, 'p')));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorInfoOf(status)->reason(), "REQUEST_TOO_LONG");
  EXPECT_EQ(ErrorInfoOf(status)->metadata().at("max_request_bytes"), "65536");
  // PublishPlan takes more: what is wrong with these bytes is something else.
  const absl::Status plan = Send("office", kPublishPlan, std::string(70'000, 'p'));
  EXPECT_THAT(plan.message(), HasSubstr("14: is a field"));
}

TEST_F(ServerTest, WhatNoMethodTakesIsRefusedByLength) {
  std::string figures;
  for (int i = 0; i < 8 << 20; ++i) figures += std::string("\x12\0", 2);
  const absl::Status status = Send("emergency", kSubmitReturn, figures);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(status.message(), HasSubstr("16777216"));
}

TEST_F(ServerTest, AnItemThatIsTooLongEndsTheStream) {
  grpc::ClientContext context;
  const auto stream = SubmissionService::NewStub(ChannelAs("emergency"))->BatchSubmitReturns(&context);
  BatchSubmitReturnsRequest item;
  item.mutable_submission()->set_request_id(NewUuid());
  BatchSubmitReturnsResponse response;
  ASSERT_TRUE(stream->Write(item));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.request_id(), item.submission().request_id());
  item.mutable_submission()->set_note(std::string(65'536, 'n'));
  stream->Write(item);
  EXPECT_FALSE(stream->Read(&response));
  const absl::Status status = FromGrpcStatus(stream->Finish());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorInfoOf(status)->reason(), "REQUEST_TOO_LONG");
}

// gRPC takes 8 KiB of trailing metadata unless told otherwise.
TEST_F(ServerTest, AListOfFaultsArrivesHoweverLongItIs) {
  handler_ = [](const Call&, const GetPlanRequest&) -> absl::StatusOr<Plan> {
    FieldViolations faults;
    for (int i = 0; i < 5000; ++i) faults.Add(absl::StrCat("plan.regions[", i, "].code"), "须为六位数字的行政区划代码");
    return faults.ToStatus();
  };
  const absl::Status status = GetPlanAs("emergency", Named("plans/p"));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(BadRequestOf(status).has_value());
  EXPECT_GT(BadRequestOf(status)->field_violations_size(), 20);
}

TEST_F(ServerTest, AMessageTooLongForItsHeaderIsCut) {
  handler_ = [](const Call&, const GetPlanRequest&) -> absl::StatusOr<Plan> {
    return ErrorWithReason(absl::StatusCode::kNotFound, std::string(100'000, 'x'), "NO_SUCH_PLAN");
  };
  const absl::Status status = GetPlanAs("emergency", Named("plans/p"));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorInfoOf(status)->reason(), "NO_SUCH_PLAN");
}

// The headers alone are sent: no server that waits for the message would answer.
TEST_F(ServerTest, ARoleIsRefusedBeforeTheMessageComes) {
  const auto peer = RawHttp2::Connect(server_->port(), TestCertificate("emergency"));
  ASSERT_NE(peer, nullptr);
  peer->SendHeaders(1, kPublishPlan);
  std::string trailers;
  while (const auto frame = peer->Read()) {
    if (frame->stream != 1 || frame->type != RawHttp2::kHeaders) continue;
    trailers += frame->payload;
    if ((frame->flags & RawHttp2::kEndStream) != 0) break;
  }
  EXPECT_THAT(trailers, HasSubstr("PublishPlan is not for the role liaison; roles admitted: office"));
  EXPECT_EQ(metrics_
                .Counter("lianfang_rpc_handled_total", "Calls answered, by method and code.",
                         {{"method", "lianfang.submission.v1.PlanService.PublishPlan"}, {"code", "PERMISSION_DENIED"}})
                .Value(),
            1);
}

}  // namespace
}  // namespace lianfang
