// The portal's handlers with a fake store, fake services and certificates of a test's own: for tests (portal_fixture.h) and the fuzz target.
#ifndef LIANFANG_SERVICES_PORTAL_TESTING_PORTAL_WORLD_H_
#define LIANFANG_SERVICES_PORTAL_TESTING_PORTAL_WORLD_H_

#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/metrics.h"
#include "common/rpc/quotas.h"
#include "common/rpc/runtime.h"
#include "common/rpc/stream_set.h"
#include "common/testing/fake_clock.h"
#include "common/testing/test_authority.h"
#include "services/portal/router.h"
#include "services/portal/store/testing/fake_session_store.h"
#include "services/portal/testing/contract_set.h"
#include "services/portal/testing/fake_upstreams.h"

namespace lianfang::portal {

inline constexpr char kOfficeUri[] = "spiffe://lianfang.local/region/140581/department/hrss/role/office";
inline constexpr char kLiaisonUri[] = "spiffe://lianfang.local/region/140581/department/emergency/role/liaison";
inline constexpr char kEdgeUri[] = "spiffe://lianfang.local/service/edge";

class PortalWorld {
 public:
  struct Options {
    std::string ca, denied;  // paths of files that it writes: the authority's certificate, no serial number
    TokenBuckets::Options calls{.per_second = 1, .burst = 5};
    TokenBuckets::Options strangers{.per_second = 1, .burst = 3};
    // How long the files are believed to be as they were, and a stream's caller to be signed in.
    absl::Duration look_again_after = absl::ZeroDuration();
    absl::Duration recheck_after = absl::ZeroDuration();
  };

  explicit PortalWorld(Options options) : ca_(options.ca), denied_(options.denied), options_(std::move(options)) {
    std::ofstream(ca_) << authority_.certificate();
    std::ofstream(denied_) << "";
    runtime_.certificates =
        Must(CertificateVerifier::Create({.files = {.ca = ca_, .crl_directory = "", .denied_serials = denied_},
                                          .look_again_after = options_.look_again_after},
                                         system_));
    catalogue_ = Must(Catalogue::Read(ContractSet(), {"submission", "expert", "notification"}));
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
                                                             .recheck_after = options_.recheck_after});
    router_ = std::make_unique<Router>(*context_, page_, "{}");
  }

 protected:
  // A session that began now, and its cookie's value.
  std::string SignIn(const std::string& uri, const std::string& certificate = "") {
    v1::SessionRecord record;
    record.set_uri(uri);
    record.set_certificate(certificate);
    record.set_kind(v1::LOGIN_KIND_LINK);
    return absl::StrCat("__Host-lianfang=", Must(callers_.Begin(HttpHead(), record)));
  }

  template <typename Value>
  static Value Must(absl::StatusOr<Value> value) {
    if (!value.ok()) throw std::runtime_error(value.status().ToString());
    return *std::move(value);
  }

  const TestAuthority authority_;
  const std::string ca_, denied_;
  const Options options_;
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
  TokenBuckets calls_{options_.calls};
  TokenBuckets strangers_{options_.strangers};
  PageFiles page_{{{"index.html", "<!doctype html>"}, {"assets/a-1.js", "let a"}}};
  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<PortalContext> context_;
  std::unique_ptr<Router> router_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_TESTING_PORTAL_WORLD_H_
