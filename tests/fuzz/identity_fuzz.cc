// Identities in certificates, and those that proxies pass on. The first word says what the rest is:
//
//   uri spiffe://lianfang.local/service/edge
//   header Cert="{office}"                     x-forwarded-client-cert, read alone
//   call edge Cert="{office}"                  the same, of a call by this peer: edge, portal, office or evaluation
//
// `{office}` is the certificate of the office, `{strange}` one of another authority, both percent-encoded.

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/clock.h"
#include "common/identity.h"
#include "common/metrics.h"
#include "common/rpc/caller.h"
#include "common/rpc/forwarded_identity.h"
#include "common/rpc/quotas.h"
#include "common/rpc/stream_set.h"
#include "common/rpc/worker_pool.h"
#include "common/testing/fake_connection.h"
#include "common/testing/test_authority.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/feature.h"
#include "tests/fuzz/tokens.h"

namespace lianfang::fuzz {
namespace {

constexpr char kDomain[] = "lianfang.local";
constexpr char kOffice[] = "spiffe://lianfang.local/region/140581/department/hrss/role/office/person/shi";

class IdentityTarget {
 public:
  IdentityTarget() {
    std::string directory = std::filesystem::temp_directory_path() / "lianfang-fuzz-XXXXXX";
    Expect(mkdtemp(directory.data()) != nullptr, "a directory can be made");
    std::ofstream(directory + "/ca.crt") << authority_.certificate();
    std::ofstream(directory + "/denied") << "";
    auto verifier = CertificateVerifier::Create(
        {.files = {.ca = directory + "/ca.crt", .crl_directory = "", .denied_serials = directory + "/denied"}}, clock_);
    Expect(verifier.ok(), "the authority's files can be read");
    runtime_.certificates = *std::move(verifier);
    for (const auto& [name, path] : {std::pair<const char*, const char*>{"edge", "service/edge"},
                                     {"portal", "service/portal"},
                                     {"evaluation", "service/evaluation"}}) {
      peers_.emplace(
          name, std::make_unique<FakeConnection>(Issue(authority_, absl::StrCat("spiffe://", kDomain, "/", path))));
    }
    const std::string office = Issue(authority_, kOffice);
    peers_.emplace("office", std::make_unique<FakeConnection>(office));
    tokens_ = {{"{office}", PercentEncoded(office)}, {"{strange}", PercentEncoded(Issue(TestAuthority(), kOffice))}};
  }

  void Run(absl::string_view input) {
    const size_t space = input.find(' ');
    if (space == absl::string_view::npos) return;
    const absl::string_view kind = input.substr(0, space), rest = input.substr(space + 1);
    if (kind == "uri") ReadUri(rest);
    if (kind == "header") ReadHeader(WithTokens(rest, tokens_));
    if (kind == "call") ReadCall(rest);
  }

 private:
  static std::string Issue(const TestAuthority& authority, const std::string& uri) {
    return authority.Issue({.uris = {uri}, .not_after = absl::Now() + absl::Hours(48)}).certificate;
  }

  // An identity that is read says all of its URI, and nothing else: two spellings of one caller would have two quotas.
  static void ReadUri(absl::string_view uri) {
    const auto identity = ParseIdentity(uri, kDomain);
    Feature(absl::StrCat("uri ", identity.ok() ? "" : KindOf(identity.status().message())));
    if (!identity.ok()) return;
    std::string written = absl::StrCat("spiffe://", kDomain, "/");
    if (identity->role == type::v1::ROLE_SERVICE) {
      absl::StrAppend(&written, "service/", identity->service);
    } else {
      absl::StrAppend(&written, "region/", identity->region, "/department/", identity->department, "/role/",
                      RoleName(identity->role));
      if (!identity->person.empty()) absl::StrAppend(&written, "/person/", identity->person);
    }
    Expect(identity->uri == uri && written == uri, "an identity says all of its URI");
    Expect(ReadKeptIdentity(uri).ok(), "what was verified can be read when it was kept");
  }

  static void ReadHeader(const std::string& header) {
    const auto forwarded = ParseForwardedIdentity(header);
    Feature(absl::StrCat("header ", forwarded.ok() ? "" : KindOf(forwarded.status().message())));
    if (!forwarded.ok()) return;
    Expect(!forwarded->certificate.empty() || !forwarded->uri.empty(), "a header names somebody");
    Expect(header.size() <= kLongestForwardedClientCert, "a header is no longer than its bound");
  }

  // Whoever is identified was certified by the authority, or named by the portal for a method that is open to it.
  void ReadCall(absl::string_view text) {
    const size_t space = text.find(' ');
    if (space == absl::string_view::npos) return;
    const std::string name(text.substr(0, space));
    const auto peer = peers_.find(name);
    if (peer == peers_.end()) return;
    const std::string header = WithTokens(text.substr(space + 1), tokens_);
    std::multimap<grpc::string_ref, grpc::string_ref> metadata;
    if (!header.empty()) metadata.emplace(kForwardedClientCert, header);
    const auto* const services = submission::v1::SubmitReturnRequest::descriptor()->file()->service(0);
    for (const char* method_name : {"GetReturn", "BatchSubmitReturns"}) {
      const auto& method = *services->FindMethodByName(method_name);
      Call call;
      const Arrival arrival{.auth = peer->second.get(), .metadata = metadata, .address = "ipv4:127.0.0.1:1"};
      const absl::Status known = IdentifyCaller(arrival, method, runtime_, call);
      Feature(absl::StrCat("call ", name, " ", method_name, " ", known.code(), " ", KindOf(known.message())));
      if (!known.ok()) continue;
      const bool passed_on = name == "edge" || name == "portal";
      const bool open = method.options().GetExtension(type::v1::access).portal();
      const bool by_word = name == "portal" && open && call.certificate_serial.empty();
      Expect(!passed_on || call.caller.role != type::v1::ROLE_SERVICE, "no proxy passes a service on");
      Expect(passed_on || header.empty(), "nobody else passes anybody on");
      Expect(name != "portal" || open, "the portal calls what is open to it");
      Expect(by_word || call.caller.uri == kOffice || (name == "evaluation" && !passed_on), "the caller was certified");
    }
  }

  const TestAuthority authority_;
  const SystemClock clock_;
  Metrics metrics_;
  WorkerPool workers_{{.threads = 1, .queue = 4}};
  StreamSet streams_{absl::Minutes(1)};
  Quotas quotas_;
  RpcRuntime runtime_{workers_, metrics_, streams_, quotas_, kDomain, absl::Seconds(30), {"edge", "portal"}};
  std::map<std::string, std::unique_ptr<FakeConnection>> peers_;
  Tokens tokens_;
};

}  // namespace
}  // namespace lianfang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static auto& target = *new lianfang::fuzz::IdentityTarget();
  target.Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
