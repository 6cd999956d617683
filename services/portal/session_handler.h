// Signing in and out, and who is signed in:
//
//   GET  /session                                   JSON, signed in or not
//   POST /session/end          {"everywhere":true}  204
//   GET  /login/link?token=…                        303, with the session's cookie: a one-time link of PortalService
//   GET  /login/certificate                         303, likewise: by the certificate of the connection
#ifndef LIANFANG_SERVICES_PORTAL_SESSION_HANDLER_H_
#define LIANFANG_SERVICES_PORTAL_SESSION_HANDLER_H_

#include <memory>
#include <string>

#include "services/portal/portal_context.h"

namespace lianfang::portal {

// The answer that signs somebody in: the cookie, and on to a page of ours.
HttpReply SignedIn(const std::string& token, absl::string_view return_path);

// The answer to a login that failed, for a browser: a page of ours that says so.
HttpReply LoginFailed(absl::string_view reason);

// Thread-safe.
class SessionHandler {
 public:
  // `oidc`: whether single sign-on is configured.
  SessionHandler(const PortalContext& context, bool oidc) : context_(context), oidc_(oidc) {}

  void Handle(std::shared_ptr<HttpExchange> exchange) const;

 private:
  HttpReply Show(const HttpHead& head, const HttpPeer& peer) const;
  HttpReply End(const HttpHead& head, const HttpPeer& peer, const std::string& body) const;
  HttpReply ByLink(const HttpHead& head, const HttpPeer& peer) const;
  HttpReply ByCertificate(const HttpHead& head, const HttpPeer& peer) const;

  const PortalContext& context_;
  const bool oidc_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_SESSION_HANDLER_H_
