// PortalService over gRPC: one-time links into the page, and the end of all sessions.
#ifndef LIANFANG_SERVICES_PORTAL_PORTAL_SERVICE_H_
#define LIANFANG_SERVICES_PORTAL_PORTAL_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/rpc/contract_service.h"
#include "lianfang/portal/v1/portal_service.pb.h"
#include "services/portal/store/session_store.h"

namespace lianfang::portal {

// Thread-safe.
class PortalService {
 public:
  // Names the certificate that a PEM text begins with: its URI and serial number (lower-case hex); UNAUTHENTICATED where it is not good.
  struct Named {
    std::string uri, serial;
  };
  using Verify = std::function<absl::StatusOr<Named>(const std::string& certificate, const std::string& chain)>;

  // `origin` is where people find the page, `https://portal.example`.
  PortalService(SessionStore& store, const Clock& clock, Verify verify, std::string origin)
      : store_(store), clock_(clock), verify_(std::move(verify)), origin_(std::move(origin)) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::CreateLoginLinkResponse> CreateLoginLink(const Call& call,
                                                              const v1::CreateLoginLinkRequest& request);
  absl::StatusOr<v1::EndSessionsResponse> EndSessions(const Call& call, const v1::EndSessionsRequest& request);

 private:
  SessionStore& store_;
  const Clock& clock_;
  const Verify verify_;
  const std::string origin_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_PORTAL_SERVICE_H_
