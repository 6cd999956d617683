// The portal's handlers with a fake store, fake services and certificates of a test's own.
#ifndef LIANFANG_SERVICES_PORTAL_TESTING_PORTAL_FIXTURE_H_
#define LIANFANG_SERVICES_PORTAL_TESTING_PORTAL_FIXTURE_H_

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/metrics.h"
#include "common/rpc/quotas.h"
#include "common/rpc/runtime.h"
#include "common/rpc/stream_set.h"
#include "common/testing/fake_clock.h"
#include "common/testing/test_authority.h"
#include "common/testing/test_file.h"
#include "services/portal/domain/session/session_rules.h"
#include "services/portal/router.h"
#include "services/portal/store/testing/fake_session_store.h"
#include "services/portal/testing/contract_set.h"
#include "services/portal/testing/fake_exchange.h"
#include "services/portal/testing/fake_upstreams.h"

namespace lianfang::portal {

inline constexpr char kOfficeUri[] = "spiffe://lianfang.local/region/140581/department/hrss/role/office";
inline constexpr char kLiaisonUri[] = "spiffe://lianfang.local/region/140581/department/emergency/role/liaison";
inline constexpr char kEdgeUri[] = "spiffe://lianfang.local/service/edge";

class PortalTest : public ::testing::Test {
 protected:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  PortalTest() {
    std::ofstream(ca_) << authority_.certificate();
    std::ofstream(denied_) << "";
    auto verifier = CertificateVerifier::Create({.files = {.ca = ca_, .crl_directory = "", .denied_serials = denied_},
                                                 .look_again_after = absl::ZeroDuration()},
                                                system_);
    EXPECT_TRUE(verifier.ok()) << verifier.status();
    runtime_.certificates = *std::move(verifier);
    auto catalogue = Catalogue::Read(ContractSet(), {"submission", "expert", "notification"});
    EXPECT_TRUE(catalogue.ok()) << catalogue.status();
    catalogue_ = *std::move(catalogue);
    context_ = std::make_unique<PortalContext>(PortalContext{.catalogue = *catalogue_,
                                                             .upstreams = upstreams_,
                                                             .store = store_,
                                                             .callers = callers_,
                                                             .workers = workers_,
                                                             .clock = clock_,
                                                             .metrics = metrics_,
                                                             .calls = calls_,
                                                             .strangers = strangers_,
                                                             .duty_sources = {"submission", "expert"},
                                                             .recheck_after = absl::ZeroDuration()});
    router_ = std::make_unique<Router>(*context_, page_, "{}");
  }

  TestAuthority::Issued Certificate(const std::string& uri, const std::string& serial = "01") {
    return authority_.Issue({.uris = {uri}, .serial = serial});
  }

  // A session that began now, and its cookie's value.
  std::string SignIn(const std::string& uri, const std::string& certificate = "") {
    v1::SessionRecord record;
    record.set_uri(uri);
    record.set_certificate(certificate);
    record.set_kind(v1::LOGIN_KIND_LINK);
    const auto token = callers_.Begin(HttpHead(), record);
    EXPECT_TRUE(token.ok()) << token.status();
    return absl::StrCat("__Host-lianfang=", *token);
  }

  std::shared_ptr<FakeExchange> Send(const std::string& method, const std::string& target, Fields fields,
                                     const std::string& body = "",
                                     HttpPeer peer = {.address = "203.0.113.5", .certificate = "", .chain = ""}) {
    fields.emplace_back("host", "portal.example");
    auto exchange = std::make_shared<FakeExchange>(HttpHead{method, target, std::move(fields)}, std::move(peer), body);
    router_->Handle(exchange);
    return exchange;
  }
  std::shared_ptr<FakeExchange> Post(const std::string& target, Fields fields, const std::string& body = "{}") {
    fields.emplace_back("content-type", "application/json");
    return Send("POST", target, std::move(fields), body);
  }

  static std::string FieldOf(const HttpReply& reply, const std::string& name) {
    for (const auto& [field, value] : reply.fields) {
      if (field == name) return value;
    }
    return "";
  }

  static std::string MetadataOf(const UpstreamCall& call, const std::string& name) {
    for (const auto& [field, value] : call.metadata) {
      if (field == name) return value;
    }
    return "";
  }

  const TestAuthority authority_;
  const std::string ca_ = TestFile("ca.crt");
  const std::string denied_ = TestFile("denied");
  const SystemClock system_;
  FakeClock clock_{absl::Now()};
  Metrics metrics_;
  WorkerPool workers_{{.threads = 2, .queue = 64}};
  StreamSet streams_{absl::Minutes(1)};
  Quotas quotas_;
  RpcRuntime runtime_{workers_, metrics_, streams_, quotas_, "lianfang.local", absl::Seconds(30), {"edge"}};
  FakeSessionStore store_{clock_};
  CallerReader callers_{store_, runtime_, clock_};
  FakeUpstreams upstreams_;
  TokenBuckets calls_{{.per_second = 1, .burst = 5}};
  TokenBuckets strangers_{{.per_second = 1, .burst = 3}};
  PageFiles page_{{{"index.html", "<!doctype html>"}, {"assets/a-1.js", "let a"}}};
  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<PortalContext> context_;
  std::unique_ptr<Router> router_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_TESTING_PORTAL_FIXTURE_H_
