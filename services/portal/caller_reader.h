// Who makes a request: a person who is signed in, a program by its certificate, or a stranger.
//
// Behind the edge, the connection is the edge's: whose certificate the caller showed there stands in x-forwarded-client-cert, which is
// believed from listed proxies and refused from everybody else, as the services do it (common/rpc/caller.h).
#ifndef LIANFANG_SERVICES_PORTAL_CALLER_READER_H_
#define LIANFANG_SERVICES_PORTAL_CALLER_READER_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/identity.h"
#include "common/rpc/runtime.h"
#include "services/portal/domain/http/message.h"
#include "services/portal/store/session_store.h"

namespace lianfang::portal {

// Whoever is at the other end, as far as the connection tells.
struct Visitor {
  std::string address;
  std::string certificate, chain;    // PEM; empty: none was shown
  std::optional<Identity> identity;  // of the certificate: a person
};

// Somebody who may call.
struct PortalCaller {
  Identity identity;
  std::string certificate, chain;  // PEM; empty for a person who signed in without
  std::string address;
  std::string session_hash;  // empty: by the certificate of the connection, each call anew
  v1::SessionRecord session;
  absl::Duration idle_left = absl::ZeroDuration();

  // What is counted together: a session, or an identity.
  const std::string& key() const { return session_hash.empty() ? identity.uri : session_hash; }
};

// Thread-safe.
class CallerReader {
 public:
  // All outlive it. The runtime's verifier must be there before the first request.
  CallerReader(SessionStore& store, const RpcRuntime& runtime, const Clock& clock)
      : store_(store), runtime_(runtime), clock_(clock) {}

  // UNAUTHENTICATED for a certificate that is not good, or a malformed header of the proxy's; PERMISSION_DENIED where somebody who is no
  // listed proxy passes somebody on, or a service calls for itself.
  absl::StatusOr<Visitor> Visit(const HttpHead& head, const HttpPeer& peer) const;

  // The caller of an RPC. A session goes before a certificate; a certificate alone is for programs, which no page of another site can
  // mislead. UNAUTHENTICATED with the reason NOT_SIGNED_IN or SESSION_EXPIRED. May block.
  absl::StatusOr<PortalCaller> Caller(const HttpHead& head, const Visitor& visitor, SessionStore::Use use) const;

  // Keeps a session for somebody who has just shown who they are, and answers the cookie's value. The session that the browser had ends, the
  // one of its cookie and the one whose hash is `before` (empty: none), whoever it was of: no browser has two, and a token that somebody has
  // put there gains nothing by the login.
  absl::StatusOr<std::string> Begin(const HttpHead& head, v1::SessionRecord record,
                                    const std::string& before = "") const;

  // Hash of the session that the browser's cookie names; empty where it names none.
  static std::string SessionOf(const HttpHead& head);

  // Reads the identity, and verifies the certificate where there is one.
  absl::StatusOr<Identity> Verified(const std::string& uri, const std::string& certificate,
                                    const std::string& chain) const;

 private:
  absl::Status End(const std::string& hash) const;
  bool IsProxy(const std::optional<Identity>& identity) const;
  absl::StatusOr<Visitor> Forwarded(const HttpHead& head) const;

  SessionStore& store_;
  const RpcRuntime& runtime_;
  const Clock& clock_;
};

// What a call to a service says of its caller: the person's certificate, or, without one, the identity.
std::vector<std::pair<std::string, std::string>> ForwardedAs(const PortalCaller& caller);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_CALLER_READER_H_
