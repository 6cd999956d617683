// The matrix of access_matrix.h, by every way on which a person comes in: over a connection of their own, by the edge with their certificate, by
// the portal with their certificate, and by the portal's word. access_test.cc holds audiences and the portal's option to rows written by hand;
// here every RPC of the contracts is asked for every role, by every way.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "common/rpc/access.h"
#include "common/rpc/caller.h"
#include "common/rpc/forwarded_identity.h"
#include "common/testing/fake_connection.h"
#include "common/testing/test_authority.h"
#include "common/testing/test_file.h"
#include "lianfang/type/v1/access.pb.h"

namespace lianfang {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using type::v1::Role;

// Every RPC of the contracts in the tree that this program links.
std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("proto/lianfang")) {
    if (entry.path().extension() != ".proto") continue;
    std::ifstream file(entry.path());
    std::string package;
    for (std::string line; std::getline(file, line);) {
      if (line.rfind("package ", 0) == 0) package = line.substr(8, line.find(';') - 8);
      if (line.rfind("service ", 0) != 0) continue;
      const std::string name = absl::StrCat(package, ".", line.substr(8, line.find(' ', 8) - 8));
      const auto* const service = DescriptorPool::generated_pool()->FindServiceByName(name);
      EXPECT_NE(service, nullptr) << name;
      for (int i = 0; service != nullptr && i < service->method_count(); ++i) methods.push_back(service->method(i));
    }
  }
  return methods;
}

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

class ForwardedAccessTest : public testing::Test {
 protected:
  ForwardedAccessTest() {
    std::ofstream(ca_) << authority_.certificate();
    std::ofstream(denied_) << "";
    auto verifier =
        CertificateVerifier::Create({.files = {.ca = ca_, .crl_directory = "", .denied_serials = denied_}}, clock_);
    EXPECT_TRUE(verifier.ok()) << verifier.status();
    runtime_.certificates = *std::move(verifier);
    for (int number = type::v1::Role_MIN; number <= type::v1::Role_MAX; ++number) {
      const Role role = static_cast<Role>(number);
      if (role == type::v1::ROLE_UNSPECIFIED || role == type::v1::ROLE_SERVICE) continue;
      certificates_[role] = Issue(UriOf(role));
    }
  }

  static std::string UriOf(Role role) {
    return absl::StrCat("spiffe://lianfang.local/region/140581/department/hrss/role/", RoleName(role));
  }
  std::string Issue(const std::string& uri) const { return authority_.Issue({.uris = {uri}}).certificate; }

  // Whether a call of the peer is admitted, as the guard decides it; `header` is what it passes on, empty: nothing.
  bool Admits(const MethodDescriptor& method, const FakeConnection& peer, const std::string& header) const {
    std::multimap<grpc::string_ref, grpc::string_ref> metadata;
    if (!header.empty()) metadata.emplace(kForwardedClientCert, header);
    Call call;
    const Arrival arrival{.auth = &peer, .metadata = metadata, .address = "ipv4:127.0.0.1:1"};
    return IdentifyCaller(arrival, method, runtime_, call).ok() && CheckAccess(method, call.caller).ok();
  }

  const TestAuthority authority_;
  const std::string ca_ = TestFile("ca.crt");
  const std::string denied_ = TestFile("denied");
  const SystemClock clock_;
  Metrics metrics_;
  WorkerPool workers_{{.threads = 1, .queue = 1}};
  StreamSet streams_{absl::Minutes(1)};
  Quotas quotas_;
  RpcRuntime runtime_{workers_, metrics_, streams_, quotas_, "lianfang.local", absl::Seconds(30), {"edge", "portal"}};
  const FakeConnection edge_{Issue("spiffe://lianfang.local/service/edge")};
  const FakeConnection portal_{Issue("spiffe://lianfang.local/service/portal")};
  const FakeConnection evaluation_{Issue("spiffe://lianfang.local/service/evaluation")};
  std::map<Role, std::string> certificates_;
};

TEST_F(ForwardedAccessTest, APersonsRightsAreTheSameByEveryWayAndFewerByThePortal) {
  const auto methods = Methods();
  ASSERT_GT(methods.size(), 150u);
  for (const auto& [role, certificate] : certificates_) {
    const auto identity = ParseIdentity(UriOf(role), "lianfang.local");
    ASSERT_TRUE(identity.ok());
    const FakeConnection own(certificate);
    const std::string by_certificate = absl::StrCat("Cert=\"", PercentEncoded(certificate), "\"");
    const std::string by_word = absl::StrCat("URI=\"", UriOf(role), "\"");
    for (const MethodDescriptor* method : methods) {
      const std::string what = absl::StrCat(method->full_name(), " by ", RoleName(role));
      const bool admitted = CheckAccess(*method, *identity).ok();
      const bool open = method->options().GetExtension(type::v1::access).portal();
      EXPECT_EQ(Admits(*method, own, ""), admitted) << what;
      EXPECT_EQ(Admits(*method, edge_, by_certificate), admitted) << what << ", by the edge";
      EXPECT_FALSE(Admits(*method, edge_, by_word)) << what << ", by the edge's word";
      EXPECT_EQ(Admits(*method, portal_, by_certificate), admitted && open) << what << ", by the portal";
      EXPECT_EQ(Admits(*method, portal_, by_word), admitted && open) << what << ", by the portal's word";
      EXPECT_FALSE(Admits(*method, own, by_certificate)) << what << ", passed on by themselves";
      EXPECT_FALSE(Admits(*method, evaluation_, by_certificate)) << what << ", passed on by a service that is no proxy";
    }
  }
}

TEST_F(ForwardedAccessTest, AProxyPassesOnNobodyAndNoService) {
  const std::string service =
      absl::StrCat("Cert=\"", PercentEncoded(Issue("spiffe://lianfang.local/service/expert")), "\"");
  for (const MethodDescriptor* method : Methods()) {
    const auto& services = method->options().GetExtension(type::v1::access).services();
    const bool for_portal = std::find(services.begin(), services.end(), "portal") != services.end();
    EXPECT_EQ(Admits(*method, portal_, ""), for_portal) << method->full_name();
    EXPECT_FALSE(Admits(*method, edge_, "")) << method->full_name();
    EXPECT_FALSE(Admits(*method, edge_, service)) << method->full_name();
    EXPECT_FALSE(Admits(*method, portal_, service)) << method->full_name();
    EXPECT_FALSE(Admits(*method, portal_, "URI=spiffe://lianfang.local/service/expert")) << method->full_name();
  }
}

}  // namespace
}  // namespace lianfang
