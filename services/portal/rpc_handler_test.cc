#include "services/portal/rpc_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/time/clock.h"
#include "common/errors.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/portal/domain/http/query.h"
#include "services/portal/testing/portal_fixture.h"

namespace lianfang::portal {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kGetPlan[] = "/lianfang.submission.v1.PlanService/GetPlan";
constexpr char kWatchDuties[] = "/lianfang.duty.v1.DutyService/WatchDuties";
constexpr char kAnswer[] = "/lianfang.expert.v1.ExpertService/AnswerInvitation";
constexpr char kPublish[] = "/lianfang.submission.v1.PlanService/PublishPlan";

class RpcHandlerTest : public PortalTest {
 protected:
  // The answer's status and the reason or code in it.
  void ExpectRefused(FakeExchange& exchange, int status, const std::string& says) {
    const HttpReply reply = exchange.AwaitReply();
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr(says));
    EXPECT_THAT(upstreams_.calls(), IsEmpty()) << "the service was called";
  }

  std::string PlanBytes(const std::string& name) {
    type::v1::Plan plan;
    plan.set_name(name);
    return plan.SerializeAsString();
  }
};

TEST_F(RpcHandlerTest, JsonGoesToTheServiceAsBytesAndComesBackAsJson) {
  upstreams_.answer = [this](const UpstreamCall& call) -> absl::StatusOr<std::string> {
    submission::v1::GetPlanRequest request;
    EXPECT_TRUE(request.ParseFromString(call.request));
    return PlanBytes(request.name());
  };
  const auto exchange = Post(kGetPlan, {{"cookie", SignIn(kOfficeUri)}}, R"({"name":"plans/p"})");
  const HttpReply reply = exchange->AwaitReply();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"name":"plans/p"})");
  EXPECT_EQ(FieldOf(reply, "content-type"), "application/json");
  EXPECT_EQ(FieldOf(reply, "cache-control"), "no-store");
  EXPECT_EQ(FieldOf(reply, "trace-id").size(), 32u);
  ASSERT_EQ(upstreams_.calls().size(), 1u);
  const UpstreamCall call = upstreams_.calls()[0];
  EXPECT_EQ(call.service, "submission");
  EXPECT_EQ(call.path, kGetPlan);
  EXPECT_EQ(MetadataOf(call, "x-forwarded-client-cert"), absl::StrCat("URI=\"", kOfficeUri, "\""));
  EXPECT_EQ(MetadataOf(call, "x-forwarded-for"), "203.0.113.5");
  EXPECT_THAT(MetadataOf(call, "traceparent"), HasSubstr(FieldOf(reply, "trace-id")));
}

TEST_F(RpcHandlerTest, BinaryPassesAsItIs) {
  upstreams_.answer = [](const UpstreamCall& call) { return call.request; };
  const std::string bytes("\x0a\x01p\xff\x00", 5);
  const auto exchange =
      Send("POST", kGetPlan, {{"cookie", SignIn(kOfficeUri)}, {"content-type", "application/proto"}}, bytes);
  EXPECT_EQ(exchange->AwaitReply().body, bytes);
  EXPECT_EQ(FieldOf(exchange->AwaitReply(), "content-type"), "application/proto");
}

TEST_F(RpcHandlerTest, ASessionWithACertificateIsPassedOnWithIt) {
  const auto issued = Certificate(kOfficeUri);
  Post(kGetPlan, {{"cookie", SignIn(kOfficeUri, issued.certificate)}})->AwaitReply();
  ASSERT_EQ(upstreams_.calls().size(), 1u);
  EXPECT_EQ(MetadataOf(upstreams_.calls()[0], "x-forwarded-client-cert"),
            absl::StrCat("Cert=\"", PercentEncoded(issued.certificate), "\""));
}

TEST_F(RpcHandlerTest, TheCallersTimeReachesTheService) {
  const std::string cookie = SignIn(kOfficeUri);
  const auto deadline_for = [&](Fields fields) {
    fields.emplace_back("cookie", cookie);
    Post(kGetPlan, std::move(fields))->AwaitReply();
    return upstreams_.calls().back().deadline;
  };
  const auto near = [](absl::Time deadline, absl::Duration from_now) {
    return absl::AbsDuration(deadline - (absl::Now() + from_now)) < absl::Seconds(5);
  };
  EXPECT_TRUE(near(deadline_for({{"connect-timeout-ms", "120000"}}), absl::Minutes(2)));
  EXPECT_TRUE(near(deadline_for({}), absl::Seconds(30))) << "the default";
  EXPECT_TRUE(near(deadline_for({{"connect-timeout-ms", "9999999999"}}), absl::Minutes(30))) << "the bound";
  EXPECT_TRUE(near(deadline_for({{"connect-timeout-ms", "0"}}), absl::ZeroDuration()));
}

TEST_F(RpcHandlerTest, AServicesErrorKeepsItsDetails) {
  upstreams_.answer = [](const UpstreamCall&) { return InvalidField("name", "must be plans/{plan}"); };
  const auto exchange = Post(kGetPlan, {{"cookie", SignIn(kOfficeUri)}});
  const HttpReply reply = exchange->AwaitReply();
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"invalid_argument")"));
  EXPECT_THAT(reply.body, HasSubstr(R"("type":"google.rpc.BadRequest")"));
  EXPECT_THAT(reply.body, HasSubstr(R"("field":"name")"));
}

TEST_F(RpcHandlerTest, WhoIsNotSignedInIsToldSo) {
  ExpectRefused(*Post(kGetPlan, {}), 401, "NOT_SIGNED_IN");
  ExpectRefused(*Post(kGetPlan, {{"cookie", "__Host-lianfang=" + std::string(64, 'a')}}), 401, "SESSION_EXPIRED");
  ExpectRefused(*Post(kGetPlan, {{"cookie", "__Host-lianfang=' OR 1=1"}}), 401, "SESSION_EXPIRED");
}

TEST_F(RpcHandlerTest, ASessionEndsWhenItIsIdleAndWhenItIsOld) {
  const std::string idle = SignIn(kOfficeUri);
  clock_.Advance(absl::Minutes(59));
  EXPECT_EQ(Post(kGetPlan, {{"cookie", idle}})->AwaitReply().status, 200);
  clock_.Advance(absl::Minutes(59));
  EXPECT_EQ(Post(kGetPlan, {{"cookie", idle}})->AwaitReply().status, 200) << "each call renews it";
  clock_.Advance(absl::Minutes(61));
  EXPECT_THAT(Post(kGetPlan, {{"cookie", idle}})->AwaitReply().body, HasSubstr("SESSION_EXPIRED"));

  const std::string old = SignIn(kOfficeUri);
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(Post(kGetPlan, {{"cookie", old}})->AwaitReply().status, 200) << i;
    clock_.Advance(absl::Hours(1) - absl::Seconds(1));
  }
  clock_.Advance(absl::Seconds(12));
  EXPECT_THAT(Post(kGetPlan, {{"cookie", old}})->AwaitReply().body, HasSubstr("SESSION_EXPIRED"));
}

TEST_F(RpcHandlerTest, ASessionEndsWithItsCertificate) {
  const auto issued = Certificate(kOfficeUri, "5A");
  const std::string cookie = SignIn(kOfficeUri, issued.certificate);
  ASSERT_EQ(Post(kGetPlan, {{"cookie", cookie}})->AwaitReply().status, 200);
  std::ofstream(denied_) << "5A\n";
  EXPECT_EQ(Post(kGetPlan, {{"cookie", cookie}})->AwaitReply().status, 401);
  EXPECT_EQ(upstreams_.calls().size(), 1u);
}

TEST_F(RpcHandlerTest, AProgramCallsByItsCertificateAndABrowserDoesNot) {
  const HttpPeer peer{.address = "203.0.113.5", .certificate = Certificate(kLiaisonUri).certificate, .chain = ""};
  const Fields json = {{"content-type", "application/json"}};
  EXPECT_EQ(Send("POST", kGetPlan, json, "{}", peer)->AwaitReply().status, 200);
  EXPECT_THAT(MetadataOf(upstreams_.calls().at(0), "x-forwarded-client-cert"), HasSubstr("Cert="));
  Fields browser = json;
  browser.emplace_back("sec-fetch-site", "same-origin");
  EXPECT_EQ(Send("POST", kGetPlan, browser, "{}", peer)->AwaitReply().status, 401) << "a browser has to sign in";
}

TEST_F(RpcHandlerTest, AForgedIdentityIsRefused) {
  const std::string forged = absl::StrCat("URI=", kOfficeUri);
  ExpectRefused(*Post(kGetPlan, {{"x-forwarded-client-cert", forged}}), 403, "NOT_A_TRUSTED_PROXY");
  const HttpPeer liaison{.address = "203.0.113.5", .certificate = Certificate(kLiaisonUri).certificate, .chain = ""};
  const Fields with = {{"content-type", "application/json"}, {"x-forwarded-client-cert", forged}};
  ExpectRefused(*Send("POST", kGetPlan, with, "{}", liaison), 403, "NOT_A_TRUSTED_PROXY");
  const HttpPeer edge{.address = "10.0.0.1", .certificate = Certificate(kEdgeUri).certificate, .chain = ""};
  ExpectRefused(*Send("POST", kGetPlan, with, "{}", edge), 401, "must send the certificate");
  const HttpPeer service{.address = "10.0.0.1",
                         .certificate = Certificate("spiffe://lianfang.local/service/expert").certificate,
                         .chain = ""};
  ExpectRefused(*Send("POST", kGetPlan, {{"content-type", "application/json"}}, "{}", service), 403,
                "SERVICE_NOT_ADMITTED");
}

TEST_F(RpcHandlerTest, TheEdgePassesOnWhoHasShownACertificateThere) {
  const HttpPeer edge{.address = "10.0.0.1", .certificate = Certificate(kEdgeUri).certificate, .chain = ""};
  const std::string person = absl::StrCat("Cert=\"", PercentEncoded(Certificate(kLiaisonUri).certificate), "\"");
  Fields fields = {
      {"content-type", "application/json"}, {"x-forwarded-client-cert", person}, {"x-forwarded-for", "198.51.100.7"}};
  EXPECT_EQ(Send("POST", kGetPlan, fields, "{}", edge)->AwaitReply().status, 200);
  EXPECT_EQ(MetadataOf(upstreams_.calls().at(0), "x-forwarded-for"), "198.51.100.7");
  fields.emplace_back("x-forwarded-client-cert", person);
  EXPECT_EQ(Send("POST", kGetPlan, fields, "{}", edge)->AwaitReply().status, 401) << "twice";
}

TEST_F(RpcHandlerTest, WhatIsNoCallIsRefusedBeforeItsBodyIsRead) {
  const std::string cookie = SignIn(kOfficeUri);
  const auto refused = [&](std::shared_ptr<FakeExchange> exchange, int status, const std::string& says) {
    ExpectRefused(*exchange, status, says);
    EXPECT_FALSE(exchange->body_was_read);
  };
  refused(Post("/lianfang.submission.v1.PlanService/DropAll", {{"cookie", cookie}}), 404, "unimplemented");
  refused(Post("/lianfang.portal.v1.PortalService/CreateLoginLink", {{"cookie", cookie}}), 404, "unimplemented");
  refused(Post("/lianfang.submission.v1.SubmissionService/BatchSubmitReturns", {{"cookie", cookie}}), 404,
          "unimplemented");
  refused(Send("GET", kGetPlan, {{"cookie", cookie}}), 405, "unimplemented");
  refused(Send("POST", kGetPlan, {{"cookie", cookie}, {"content-type", "text/plain"}}), 415, "content type");
  refused(Send("POST", kGetPlan, {{"cookie", cookie}, {"content-type", "application/connect+json"}}), 415,
          "content type");
  refused(Send("POST", kGetPlan, {{"cookie", cookie}}), 415, "content type");
  refused(Send("POST", kWatchDuties, {{"cookie", cookie}, {"content-type", "application/json"}}), 415, "connect");
  refused(Post(kGetPlan, {{"cookie", cookie}, {"sec-fetch-site", "cross-site"}}), 403, "CROSS_SITE");
  refused(Post(kGetPlan, {{"cookie", cookie}, {"origin", "https://evil.example"}}), 403, "CROSS_SITE");
  refused(Post(kGetPlan, {{"cookie", cookie}, {"connect-timeout-ms", "soon"}}), 400, "connect-timeout-ms");
  refused(Post(kGetPlan, {{"cookie", cookie}, {"content-encoding", "gzip"}}), 501, "identity");
  refused(Post(kGetPlan, {}), 401, "NOT_SIGNED_IN");
}

TEST_F(RpcHandlerTest, ABodyThatIsTooLongOrNotTheJsonIsRefused) {
  const std::string cookie = SignIn(kOfficeUri);
  ExpectRefused(*Post(kGetPlan, {{"cookie", cookie}}, std::string(size_t{1} << 20, ' ')), 413, "REQUEST_TOO_LONG");
  ExpectRefused(*Post(kGetPlan, {{"cookie", cookie}}, R"({"nmae":"plans/p"})"), 400, "NOT_THE_JSON");
}

TEST_F(RpcHandlerTest, PublishingAsksForAFreshLogin) {
  const std::string cookie = SignIn(kOfficeUri);
  EXPECT_EQ(Post(kPublish, {{"cookie", cookie}})->AwaitReply().status, 200);
  clock_.Advance(absl::Minutes(5));
  const HttpReply stale = Post(kPublish, {{"cookie", cookie}})->AwaitReply();
  EXPECT_EQ(stale.status, 403);
  EXPECT_THAT(stale.body, HasSubstr("FRESH_LOGIN_REQUIRED"));
  EXPECT_EQ(Post(kGetPlan, {{"cookie", cookie}})->AwaitReply().status, 200) << "all else goes on";
  EXPECT_EQ(upstreams_.calls().size(), 2u);
}

TEST_F(RpcHandlerTest, ASessionThatCallsTooFastWaits) {
  const std::string cookie = SignIn(kOfficeUri), other = SignIn(kLiaisonUri);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Post(kGetPlan, {{"cookie", cookie}})->AwaitReply().status, 200);
  const HttpReply refused = Post(kGetPlan, {{"cookie", cookie}})->AwaitReply();
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("TOO_FAST"));
  EXPECT_THAT(refused.body, HasSubstr("google.rpc.RetryInfo"));
  EXPECT_EQ(Post(kGetPlan, {{"cookie", other}})->AwaitReply().status, 200) << "others do not wait";
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Post(kGetPlan, {{"cookie", cookie}})->AwaitReply().status, 200);
}

TEST_F(RpcHandlerTest, AStrangerAnswersAnInvitationInThePortalsName) {
  const auto exchange = Post(kAnswer, {{"sec-fetch-site", "same-origin"}}, R"({"name":"engagements/e","token":"x"})");
  EXPECT_EQ(exchange->AwaitReply().status, 200);
  ASSERT_EQ(upstreams_.calls().size(), 1u);
  EXPECT_EQ(MetadataOf(upstreams_.calls()[0], "x-forwarded-client-cert"), "") << "the portal's own call";
  expert::v1::AnswerInvitationRequest request;
  ASSERT_TRUE(request.ParseFromString(upstreams_.calls()[0].request));
  EXPECT_EQ(request.name(), "engagements/e");
  for (int i = 0; i < 2; ++i) Post(kAnswer, {})->AwaitReply();
  EXPECT_EQ(Post(kAnswer, {})->AwaitReply().status, 429) << "strangers are slow";
}

TEST_F(RpcHandlerTest, AStrangerSendsNoLongBody) {
  EXPECT_EQ(Post(kAnswer, {}, "{}" + std::string(32 << 10, ' '))->AwaitReply().status, 413);
}

TEST_F(RpcHandlerTest, AContractOfSeveralServicesNeedsTheServicesName) {
  const std::string cookie = SignIn(kOfficeUri);
  const std::string list = "/lianfang.duty.v1.DutyService/ListDuties";
  ExpectRefused(*Post(list, {{"cookie", cookie}}), 400, "lianfang-service");
  ExpectRefused(*Post(list, {{"cookie", cookie}, {"lianfang-service", "portal"}}), 400, "lianfang-service");
  EXPECT_EQ(Post(list, {{"cookie", cookie}, {"lianfang-service", "expert"}})->AwaitReply().status, 200);
  EXPECT_EQ(upstreams_.calls().at(0).service, "expert");
}

TEST_F(RpcHandlerTest, WhileTheStoreIsAwayNobodyIsSignedOut) {
  const std::string cookie = SignIn(kOfficeUri);
  store_.Fail(absl::UnavailableError("away"));
  ExpectRefused(*Post(kGetPlan, {{"cookie", cookie}}), 503, "unavailable");
}

// --- streams ---

class StreamTest : public RpcHandlerTest {
 protected:
  std::shared_ptr<FakeExchange> Watch(Fields fields, const std::string& body) {
    fields.emplace_back("content-type", "application/connect+json");
    fields.emplace_back("lianfang-service", "submission");
    return Send("POST", kWatchDuties, std::move(fields), body);
  }
  static std::string Cursor(const std::string& cursor) {
    duty::v1::WatchDutiesResponse response;
    response.set_cursor(cursor);
    return response.SerializeAsString();
  }
};

TEST_F(StreamTest, MessagesComeOneByOneAndThenTheEnd) {
  const auto exchange = Watch({{"cookie", SignIn(kOfficeUri)}}, Envelope(R"({"cursor":"0"})"));
  const auto stream = upstreams_.AwaitStream(0);
  stream->AwaitAsked(1);
  stream->Tell(Cursor("1"));
  EXPECT_EQ(exchange->AwaitParts(1)[0], Envelope(R"({"cursor":"1"})"));
  EXPECT_EQ(stream->asked(), 1) << "the next is asked for when this one was written";
  exchange->Written(0);
  stream->AwaitAsked(2);
  stream->End(absl::OutOfRangeError("ahead"));
  EXPECT_THAT(exchange->AwaitLast(), HasSubstr(R"({"error":{"code":"out_of_range")"));
  EXPECT_EQ(FieldOf(exchange->stream(), "content-type"), "application/connect+json");
  EXPECT_EQ(upstreams_.calls()[0].deadline, absl::InfiniteFuture());
}

TEST_F(StreamTest, WhoLeavesEndsTheServicesStream) {
  const auto exchange = Watch({{"cookie", SignIn(kOfficeUri)}}, Envelope("{}"));
  const auto stream = upstreams_.AwaitStream(0);
  stream->AwaitAsked(1);
  stream->Tell(Cursor("1"));
  exchange->AwaitParts(1);
  while (!stream->cancelled()) exchange->Leave(HttpExchange::Gone::kCaller);
}

TEST_F(StreamTest, WhenThePortalEndsTheCallerIsToldToComeAgain) {
  const auto exchange = Watch({{"cookie", SignIn(kOfficeUri)}}, Envelope("{}"));
  const auto stream = upstreams_.AwaitStream(0);
  while (!stream->cancelled()) exchange->Leave(HttpExchange::Gone::kDraining);
  EXPECT_THAT(exchange->AwaitLast(), HasSubstr("DRAINING"));
}

TEST_F(StreamTest, SigningOutEndsWhatIsOpen) {
  const auto exchange = Watch({{"cookie", SignIn(kOfficeUri)}}, Envelope("{}"));
  const auto stream = upstreams_.AwaitStream(0);
  stream->AwaitAsked(1);
  stream->Tell(Cursor("1"));
  exchange->AwaitParts(1);
  ASSERT_TRUE(store_.RemoveAll(kOfficeUri).ok());
  exchange->Written(0);
  EXPECT_THAT(exchange->AwaitLast(), HasSubstr("SESSION_EXPIRED"));
  EXPECT_TRUE(stream->cancelled());
}

TEST_F(StreamTest, WhoHasSignedOutGetsNoMessageThatComesLater) {
  const auto exchange = Watch({{"cookie", SignIn(kOfficeUri)}}, Envelope("{}"));
  const auto stream = upstreams_.AwaitStream(0);
  stream->AwaitAsked(1);
  ASSERT_TRUE(store_.RemoveAll(kOfficeUri).ok());
  stream->Tell(Cursor("1"));
  EXPECT_THAT(exchange->AwaitLast(), HasSubstr("SESSION_EXPIRED"));
  EXPECT_TRUE(exchange->AwaitParts(0).empty());
}

TEST_F(StreamTest, AStoreThatIsAwayEndsNoStream) {
  const auto exchange = Watch({{"cookie", SignIn(kOfficeUri)}}, Envelope("{}"));
  const auto stream = upstreams_.AwaitStream(0);
  stream->AwaitAsked(1);
  stream->Tell(Cursor("1"));
  exchange->AwaitParts(1);
  store_.Fail(absl::UnavailableError("away"));
  exchange->Written(0);
  stream->AwaitAsked(2);
  EXPECT_FALSE(stream->cancelled());
}

TEST_F(StreamTest, ARefusalComesInTheLastEnvelope) {
  const HttpReply reply = Watch({}, Envelope("{}"))->AwaitReply();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body[0], 2);
  EXPECT_THAT(reply.body, HasSubstr("NOT_SIGNED_IN"));
  EXPECT_THAT(Watch({{"cookie", SignIn(kOfficeUri)}}, "{}")->AwaitReply().body, HasSubstr("envelope"));
}

// --- several streams in one ---

class WatchTest : public StreamTest {
 protected:
  std::shared_ptr<FakeExchange> WatchAll(const std::string& json) {
    return Send("POST", "/watch", {{"cookie", SignIn(kOfficeUri)}, {"content-type", "application/connect+json"}},
                Envelope(json));
  }
};

TEST_F(WatchTest, EachMessageSaysWhoseItIs) {
  const auto exchange = WatchAll(
      R"({"watches":[{"id":"a","method":"lianfang.duty.v1.DutyService/WatchDuties","service":"submission","request":{"cursor":"7"}},)"
      R"({"id":"b","method":"lianfang.submission.v1.SubmissionService/WatchReturns","request":{}}]})");
  const auto a = upstreams_.AwaitStream(0), b = upstreams_.AwaitStream(1);
  duty::v1::WatchDutiesRequest request;
  ASSERT_TRUE(request.ParseFromString(upstreams_.calls()[0].request));
  EXPECT_EQ(request.cursor(), "7");
  a->AwaitAsked(1);
  b->AwaitAsked(1);
  a->Tell(Cursor("8"));
  EXPECT_EQ(exchange->AwaitParts(1)[0], Envelope(R"({"id":"a","message":{"cursor":"8"}})"));
  a->End(absl::OutOfRangeError("ahead"));
  EXPECT_THAT(exchange->AwaitParts(2)[1], HasSubstr(R"({"id":"a","end":{"code":"out_of_range")"));
  b->End(absl::OkStatus());
  EXPECT_THAT(exchange->AwaitParts(3)[2], HasSubstr(R"({"id":"b","end":{}})"));
  EXPECT_EQ(exchange->AwaitLast(), EndEnvelope(nullptr)) << "the last one ends the answer";
}

TEST_F(WatchTest, WhatIsWrongIsNamed) {
  const auto says = [&](const std::string& json, const std::string& what) {
    EXPECT_THAT(WatchAll(json)->AwaitReply().body, HasSubstr(what));
    clock_.Advance(absl::Minutes(1));
  };
  says("{}", "1 to 16");
  says(R"({"watches":[{"id":"a","method":"lianfang.submission.v1.PlanService/GetPlan"}]})", "watches[0].method");
  says(R"({"watches":[{"id":"a","method":"lianfang.duty.v1.DutyService/WatchDuties"}]})", "watches[0].service");
  says(R"({"watches":[{"id":"","method":"lianfang.submission.v1.SubmissionService/WatchReturns"}]})", "watches[0].id");
  says(R"({"watches":[{"id":"a","method":"lianfang.submission.v1.SubmissionService/WatchReturns","request":{"x":1}}]})",
       "watches[0].request");
  says("[1]", "no JSON object");
  EXPECT_THAT(upstreams_.calls(), IsEmpty());
}

TEST_F(WatchTest, WhoLeavesEndsThemAll) {
  const auto exchange =
      WatchAll(R"({"watches":[{"id":"a","method":"lianfang.submission.v1.SubmissionService/WatchReturns"},)"
               R"({"id":"b","method":"lianfang.submission.v1.SubmissionService/WatchObligations"}]})");
  const auto a = upstreams_.AwaitStream(0), b = upstreams_.AwaitStream(1);
  while (!a->cancelled() || !b->cancelled()) exchange->Leave(HttpExchange::Gone::kCaller);
}

}  // namespace
}  // namespace lianfang::portal
