// Signing in by the city's single sign-on: OpenID Connect, code flow with PKCE.
//
//   GET /login/oidc?return=/path[&fresh=1]    303 to the provider
//   GET /login/oidc/callback?code=…&state=…   303 to the page, with the session's cookie
//
// As whom somebody acts, notification's contacts say (ResolveSubject). Such a session has no certificate: the services take the identity on
// the portal's word, and only for what their contracts open to it.
#ifndef LIANFANG_SERVICES_PORTAL_OIDC_OIDC_HANDLER_H_
#define LIANFANG_SERVICES_PORTAL_OIDC_OIDC_HANDLER_H_

#include <atomic>
#include <memory>
#include <string>

#include "services/portal/oidc/provider.h"
#include "services/portal/portal_context.h"

namespace lianfang::portal {

// Thread-safe.
class OidcHandler {
 public:
  // `origin` is where people find the page; the provider knows `<origin>/login/oidc/callback` as where to send them back.
  OidcHandler(const PortalContext& context, OidcProvider& provider, std::string origin, std::string trust_domain);

  void Handle(std::shared_ptr<HttpExchange> exchange) const;

 private:
  absl::StatusOr<HttpReply> Begin(const HttpHead& head, const Visitor& visitor) const;
  // Answers the exchange, then or later.
  void End(std::shared_ptr<HttpExchange> exchange, const Visitor& visitor) const;
  absl::StatusOr<v1::PendingLogin> TakeLogin(const HttpHead& head) const;
  absl::StatusOr<v1::SessionRecord> Authenticate(const HttpHead& head, const v1::PendingLogin& login,
                                                 std::string& subject) const;
  void SignInAs(std::shared_ptr<HttpExchange> exchange, const std::string& address, const v1::PendingLogin& login,
                v1::SessionRecord record, const std::string& identity_bytes) const;

  const PortalContext& context_;
  OidcProvider& provider_;
  const std::string redirect_uri_;
  const std::string trust_domain_;
  mutable std::atomic<int> asking_ = 0;  // workers that may be waiting for the provider
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_OIDC_OIDC_HANDLER_H_
