// Who calls, on a real port with real certificates: by themselves, and through proxies.
#include "common/rpc/caller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/errors.h"
#include "common/rpc/channel.h"
#include "common/rpc/forwarded_identity.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/testing/test_authority.h"
#include "common/testing/test_file.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang {
namespace {

using submission::v1::GetPlanRequest;
using submission::v1::PlanService;
using submission::v1::SubmissionService;
using testing::HasSubstr;
using testing::StartsWith;
using type::v1::Plan;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr char kOffice[] = "spiffe://lianfang.local/region/140581/department/hrss/role/office/person/zhang-wei";
constexpr char kLiaison[] = "spiffe://lianfang.local/region/140581/department/emergency/role/liaison";
constexpr char kOperator[] = "spiffe://lianfang.local/region/140581/department/operations/role/operator";
constexpr char kEdge[] = "spiffe://lianfang.local/service/edge";
constexpr char kPortal[] = "spiffe://lianfang.local/service/portal";
constexpr char kEvaluation[] = "spiffe://lianfang.local/service/evaluation";

std::string PercentEncoded(const std::string& text) {
  std::string encoded;
  for (const unsigned char c : text) {
    if (absl::ascii_isalnum(c)) {
      encoded.push_back(static_cast<char>(c));
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", c);
    }
  }
  return encoded;
}

std::pair<std::string, std::string> Forwarding(const TestAuthority::Issued& person) {
  return {kForwardedClientCert, absl::StrCat("Cert=\"", PercentEncoded(person.certificate), "\"")};
}

class CallerTest : public testing::Test {
 protected:
  CallerTest() {
    std::filesystem::create_directory(lists_);
    Write(ca_, authority_.certificate());
    Write(denied_, "");
  }

  void SetUp() override {
    ServerOptions options;
    options.tls = Files(authority_.Issue({.uris = {"spiffe://lianfang.local/service/submission"}}));
    options.trusted_proxies = {"edge", "portal"};
    options.denied_serials = denied_;
    options.crl_directory = lists_;
    options.look_again_after = absl::ZeroDuration();
    options.workers = {.threads = 1, .queue = 8};
    server_ = std::make_unique<Server>(options, metrics_);
    plans_ = std::make_unique<ContractService>("lianfang.submission.v1.PlanService", server_->runtime());
    plans_->Unary<GetPlanRequest, Plan>("GetPlan", [this](const Call& call, const GetPlanRequest&) {
      seen_ = call;
      return Plan();
    });
    submissions_ = std::make_unique<ContractService>("lianfang.submission.v1.SubmissionService", server_->runtime());
    ASSERT_TRUE(server_->Start({plans_.get(), submissions_.get()}).ok());
    server_->SetReady(true);
  }

  static void Write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

  TlsFiles Files(const TestAuthority::Issued& issued) {
    const std::string name = TestFile(absl::StrCat(++files_));
    Write(name + ".crt", issued.certificate);
    Write(name + ".key", issued.key);
    return {name + ".crt", name + ".key", ca_};
  }

  TestAuthority::Issued Certificate(const std::string& uri, const std::string& serial = "01") {
    return authority_.Issue({.uris = {uri}, .serial = serial});
  }

  std::shared_ptr<grpc::Channel> Connect(const TestAuthority::Issued& issued) {
    auto channel = OpenChannel(absl::StrCat("dns:///localhost:", server_->port()), Files(issued));
    EXPECT_TRUE(channel.ok()) << channel.status();
    return *channel;
  }

  // What the server answers, and in `seen_` what the handler saw, if it was reached.
  absl::Status CallOn(const std::shared_ptr<grpc::Channel>& channel, const Headers& headers = {}) {
    seen_.reset();
    grpc::ClientContext context;
    for (const auto& [name, value] : headers) context.AddMetadata(name, value);
    GetPlanRequest request;
    request.set_name("plans/p");
    Plan plan;
    return FromGrpcStatus(PlanService::NewStub(channel)->GetPlan(&context, request, &plan));
  }
  absl::Status CallAs(const std::string& uri, const Headers& headers = {}) {
    return CallOn(Connect(Certificate(uri)), headers);
  }

  void ExpectRefused(const absl::Status& status, absl::StatusCode code, const std::string& why) {
    EXPECT_EQ(status.code(), code) << status;
    const auto info = ErrorInfoOf(status);
    EXPECT_THAT(absl::StrCat(status.message(), " ", info.has_value() ? info->reason() : ""), HasSubstr(why));
    EXPECT_FALSE(seen_.has_value()) << "the handler was reached";
  }

  const TestAuthority authority_;
  const std::string ca_ = TestFile("ca.crt");
  const std::string denied_ = TestFile("denied");
  const std::string lists_ = TestFile("lists");
  int files_ = 0;
  Metrics metrics_;
  std::optional<Call> seen_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<ContractService> plans_;
  std::unique_ptr<ContractService> submissions_;
};

TEST_F(CallerTest, APeerIsWhoItsCertificateSays) {
  ASSERT_TRUE(CallOn(Connect(Certificate(kOffice, "0A1B"))).ok());
  EXPECT_EQ(seen_->caller.uri, kOffice);
  EXPECT_EQ(seen_->caller.person, "zhang-wei");
  EXPECT_EQ(seen_->certificate_serial, "a1b");
  EXPECT_EQ(seen_->peer, "");
  EXPECT_THAT(seen_->address, testing::AnyOf(StartsWith("ipv4:127.0.0.1:"), StartsWith("ipv6:")));
}

TEST_F(CallerTest, WithoutExactlyOneNameAPeerIsNobody) {
  const absl::Status status = CallOn(Connect(authority_.Issue({.uris = {kOffice, kLiaison}})));
  ExpectRefused(status, absl::StatusCode::kUnauthenticated, "exactly one URI name");
}

TEST_F(CallerTest, ThroughAProxyThePersonCalls) {
  const auto edge = Connect(Certificate(kEdge, "ED"));
  ASSERT_TRUE(CallOn(edge, {Forwarding(Certificate(kOffice, "0A1B")), {"x-forwarded-for", "203.0.113.5"}}).ok());
  EXPECT_EQ(seen_->caller.uri, kOffice);
  EXPECT_EQ(seen_->caller.role, type::v1::ROLE_OFFICE);
  EXPECT_EQ(seen_->certificate_serial, "a1b");
  EXPECT_EQ(seen_->peer, kEdge);
  EXPECT_EQ(seen_->address, "203.0.113.5");
  const Origin origin = OriginOf(*seen_);
  EXPECT_EQ(origin.caller, kOffice);
  EXPECT_EQ(origin.certificate_serial, "a1b");
  EXPECT_EQ(origin.peer, kEdge);
  EXPECT_EQ(origin.address, "203.0.113.5");
}

TEST_F(CallerTest, WhatIsNoAddressIsNotTakenForOne) {
  const auto edge = Connect(Certificate(kEdge));
  for (const std::string& address : {std::string("203.0.113.5 and more"), std::string(65, '1')}) {
    ASSERT_TRUE(CallOn(edge, {Forwarding(Certificate(kOffice)), {"x-forwarded-for", address}}).ok());
    EXPECT_EQ(seen_->address, "");
  }
}

// One connection carries many persons; none is taken for the one before.
TEST_F(CallerTest, EachCallOfAProxyIsItsOwnPersons) {
  const auto edge = Connect(Certificate(kEdge));
  const auto office = Forwarding(Certificate(kOffice)), liaison = Forwarding(Certificate(kLiaison));
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(CallOn(edge, {office}).ok());
    EXPECT_EQ(seen_->caller.uri, kOffice);
    ASSERT_TRUE(CallOn(edge, {liaison}).ok());
    EXPECT_EQ(seen_->caller.uri, kLiaison);
  }
}

TEST_F(CallerTest, ThroughAProxyThePersonsRightsApplyAndNoOthers) {
  ExpectRefused(CallAs(kEdge, {Forwarding(Certificate(kOperator))}), absl::StatusCode::kPermissionDenied,
                "is not for the role");
}

TEST_F(CallerTest, OnlyAProxyPassesOn) {
  for (const char* peer : {kOffice, kEvaluation}) {
    ExpectRefused(CallAs(peer, {Forwarding(Certificate(kOffice))}), absl::StatusCode::kPermissionDenied,
                  "is no trusted proxy");
    ExpectRefused(CallAs(peer, {{kForwardedClientCert, ""}}), absl::StatusCode::kPermissionDenied,
                  "is no trusted proxy");
  }
}

TEST_F(CallerTest, AProxyHasNoRightsOfItsOwn) {
  ExpectRefused(CallAs(kEdge), absl::StatusCode::kPermissionDenied, "has no rights of its own");
  ExpectRefused(CallAs(kPortal), absl::StatusCode::kPermissionDenied, "has no rights of its own");
}

TEST_F(CallerTest, AHeaderAtFaultNamesNobody) {
  const auto edge = Connect(Certificate(kEdge));
  const auto office = Forwarding(Certificate(kOffice));
  const auto refused = [&](const Headers& headers, const std::string& why) {
    ExpectRefused(CallOn(edge, headers), absl::StatusCode::kUnauthenticated, why);
  };
  refused({{kForwardedClientCert, ""}}, "a pair has no `=`");
  refused({{kForwardedClientCert, "Cert=nonsense"}}, "there must be one, in PEM");
  refused({{kForwardedClientCert, absl::StrCat(office.second, ",", office.second)}}, "2 proxies");
  refused({office, Forwarding(Certificate(kLiaison))}, "is there twice");
  refused({{kForwardedClientCert, absl::StrCat(office.second, ";URI=", kLiaison)}}, "is not that of the certificate");
  EXPECT_TRUE(CallOn(edge, {{kForwardedClientCert, absl::StrCat(office.second, ";URI=", kOffice)}}).ok());
}

TEST_F(CallerTest, ACertificateThatIsPassedOnIsVerified) {
  const auto edge = Connect(Certificate(kEdge));
  ExpectRefused(CallOn(edge, {Forwarding(TestAuthority().Issue({.uris = {kOffice}}))}),
                absl::StatusCode::kUnauthenticated, "the certificate is not good");
  ExpectRefused(
      CallOn(edge, {Forwarding(authority_.Issue({.uris = {kOffice}, .not_after = absl::Now() - absl::Hours(1)}))}),
      absl::StatusCode::kUnauthenticated, "expired");
}

TEST_F(CallerTest, NoServiceIsPassedOn) {
  for (const char* service : {kEvaluation, kEdge}) {
    ExpectRefused(CallAs(kEdge, {Forwarding(Certificate(service))}), absl::StatusCode::kPermissionDenied,
                  "services call by themselves");
  }
}

TEST_F(CallerTest, WithoutACertificateOnlyThePortalNamesPersons) {
  const Headers by_word = {{kForwardedClientCert, absl::StrCat("By=", kPortal, ";URI=", kOffice)}};
  ExpectRefused(CallAs(kEdge, by_word), absl::StatusCode::kUnauthenticated, "must send the person's certificate");
  ASSERT_TRUE(CallAs(kPortal, by_word).ok());
  EXPECT_EQ(seen_->caller.uri, kOffice);
  EXPECT_EQ(seen_->certificate_serial, "");
  EXPECT_EQ(seen_->peer, kPortal);
  ExpectRefused(CallAs(kPortal, {{kForwardedClientCert, absl::StrCat("URI=", kEvaluation)}}),
                absl::StatusCode::kPermissionDenied, "services call by themselves");
  ExpectRefused(CallAs(kPortal, {{kForwardedClientCert, "URI=zhang-wei"}}), absl::StatusCode::kUnauthenticated,
                "names nobody known here");
  ExpectRefused(CallAs(kPortal, {{kForwardedClientCert, absl::StrCat("URI=", kOperator)}}),
                absl::StatusCode::kPermissionDenied, "is not for the role");
}

// What may be called so is the contract's to say: uploads are not.
TEST_F(CallerTest, WithoutACertificateMethodsThatAreNotOpenedToThePortalAreRefused) {
  const auto upload = [&](const std::string& peer, const std::pair<std::string, std::string>& header) {
    grpc::ClientContext context;
    context.AddMetadata(header.first, header.second);
    auto stub = SubmissionService::NewStub(Connect(Certificate(peer)));
    auto stream = stub->BatchSubmitReturns(&context);
    stream->WritesDone();
    return FromGrpcStatus(stream->Finish());
  };
  ExpectRefused(upload(kPortal, {kForwardedClientCert, absl::StrCat("URI=", kLiaison)}),
                absl::StatusCode::kPermissionDenied, "is not open to callers without a certificate");
  ExpectRefused(upload(kPortal, Forwarding(Certificate(kLiaison))), absl::StatusCode::kPermissionDenied,
                "is not open to the portal");
  ExpectRefused(upload(kEdge, Forwarding(Certificate(kLiaison))), absl::StatusCode::kUnimplemented, "");
  // Nor once the certificate is known from a call that is open: whichever thread serves it.
  const auto known = Forwarding(Certificate(kLiaison));
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(CallAs(kPortal, {known}).ok());
    seen_.reset();
    ExpectRefused(upload(kPortal, known), absl::StatusCode::kPermissionDenied, "is not open to the portal");
  }
}

// The key is stolen, its certificate denied, and the thief's connection is open.
TEST_F(CallerTest, AStolenKeyIsOfNoUseOnceItsCertificateIsDenied) {
  const auto stolen = Certificate(kOffice, "5A");
  const auto thief = Connect(stolen), edge = Connect(Certificate(kEdge, "ED"));
  ASSERT_TRUE(CallOn(thief).ok());
  ASSERT_TRUE(CallOn(edge, {Forwarding(stolen)}).ok());
  Write(denied_, "5A\n");
  ExpectRefused(CallOn(thief), absl::StatusCode::kUnauthenticated, "is revoked");
  ExpectRefused(CallOn(edge, {Forwarding(stolen)}), absl::StatusCode::kUnauthenticated, "is revoked");
  ExpectRefused(CallOn(Connect(stolen)), absl::StatusCode::kUnavailable, "");  // no session
  EXPECT_TRUE(CallOn(edge, {Forwarding(Certificate(kOffice, "5B"))}).ok());    // the office's next certificate
  Write(denied_, "5A\nED\n");
  ExpectRefused(CallOn(edge, {Forwarding(Certificate(kOffice, "5B"))}), absl::StatusCode::kUnauthenticated,
                "is revoked");
}

TEST_F(CallerTest, ARevocationListCountsWhileTheServerRuns) {
  const auto stolen = Certificate(kOffice, "5A");
  const auto thief = Connect(stolen), edge = Connect(Certificate(kEdge, "ED"));
  Write(lists_ + "/crl.pem", authority_.Revoke({"17"}));
  ASSERT_TRUE(CallOn(thief).ok());
  Write(lists_ + "/crl.pem", authority_.Revoke({"17", "5A"}));
  ExpectRefused(CallOn(thief), absl::StatusCode::kUnauthenticated, "is revoked");
  ExpectRefused(CallOn(edge, {Forwarding(stolen)}), absl::StatusCode::kUnauthenticated, "is revoked");
  ExpectRefused(CallOn(Connect(stolen)), absl::StatusCode::kUnavailable, "");
  EXPECT_TRUE(CallOn(Connect(Certificate(kLiaison, "5B"))).ok());
}

}  // namespace
}  // namespace lianfang
