#include "services/portal/caller_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/caller.h"
#include "common/rpc/forwarded_identity.h"
#include "common/time.h"
#include "services/portal/domain/http/query.h"
#include "services/portal/domain/http/same_origin.h"
#include "services/portal/domain/session/session_rules.h"

namespace lianfang::portal {
namespace {

constexpr size_t kLongestAddress = 64;

bool IsAddress(absl::string_view text) {
  return !text.empty() && text.size() <= kLongestAddress &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f && c != ','; });
}

}  // namespace

absl::StatusOr<Identity> CallerReader::Verified(const std::string& uri, const std::string& certificate,
                                                const std::string& chain) const {
  std::string name = uri;
  if (!certificate.empty()) {
    auto verified = runtime_.certificates->Verify(certificate, chain);
    if (!verified.ok()) return verified.status();
    if (verified->uri.empty()) return absl::UnauthenticatedError("a certificate must carry exactly one URI name");
    if (!uri.empty() && uri != verified->uri) {
      return absl::UnauthenticatedError(absl::StrCat("the certificate is not that of ", uri));
    }
    name = verified->uri;
  }
  return ParseIdentity(name, runtime_.trust_domain);
}

bool CallerReader::IsProxy(const std::optional<Identity>& identity) const {
  const auto& proxies = runtime_.trusted_proxies;
  return identity.has_value() && identity->role == type::v1::ROLE_SERVICE &&
         std::find(proxies.begin(), proxies.end(), identity->service) != proxies.end();
}

absl::StatusOr<Visitor> CallerReader::Visit(const HttpHead& head, const HttpPeer& peer) const {
  std::optional<Identity> identity;
  if (!peer.certificate.empty()) {
    auto verified = Verified("", peer.certificate, peer.chain);
    if (!verified.ok()) return verified.status();
    identity = *std::move(verified);
  }
  if (IsProxy(identity)) return Forwarded(head);
  if (head.Find(kForwardedClientCert) != nullptr) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                           absl::StrCat(kForwardedClientCert, ": the other end is no trusted proxy"),
                           "NOT_A_TRUSTED_PROXY");
  }
  if (identity.has_value() && identity->role == type::v1::ROLE_SERVICE) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied, "the portal is for persons; services call each other",
                           "SERVICE_NOT_ADMITTED", {{"service", identity->service}});
  }
  return Visitor{peer.address, peer.certificate, peer.chain, std::move(identity)};
}

// Whom a proxy passes on: a person with a certificate, or a stranger.
absl::StatusOr<Visitor> CallerReader::Forwarded(const HttpHead& head) const {
  Visitor visitor;
  if (head.Count(kForwardedFor) == 1 && IsAddress(head.Value(kForwardedFor))) {
    visitor.address = std::string(head.Value(kForwardedFor));
  }
  if (head.Find(kForwardedClientCert) == nullptr) return visitor;
  if (head.Count(kForwardedClientCert) > 1) {
    return absl::UnauthenticatedError(absl::StrCat(kForwardedClientCert, " is there twice"));
  }
  const auto said = ParseForwardedIdentity(head.Value(kForwardedClientCert));
  if (!said.ok()) return said.status();
  if (said->certificate.empty()) {
    return absl::UnauthenticatedError(absl::StrCat(kForwardedClientCert, ": the proxy must send the certificate"));
  }
  auto person = Verified(said->uri, said->certificate, said->chain);
  if (!person.ok()) return person.status();
  if (person->role == type::v1::ROLE_SERVICE) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied, "proxies pass persons on; services call by themselves",
                           "SERVICE_FORWARDED", {{"service", person->service}});
  }
  visitor.certificate = said->certificate;
  visitor.chain = said->chain;
  visitor.identity = *std::move(person);
  return visitor;
}

absl::StatusOr<PortalCaller> CallerReader::Caller(const HttpHead& head, const Visitor& visitor,
                                                  SessionStore::Use use) const {
  PortalCaller caller;
  caller.address = visitor.address;
  const auto token = CookieValue(head, kSessionCookie);
  if (!token.has_value()) {
    if (!visitor.identity.has_value() || IsBrowser(head)) return NotSignedIn();
    caller.identity = *visitor.identity;
    caller.certificate = visitor.certificate;
    caller.chain = visitor.chain;
    return caller;
  }
  if (!IsToken(*token)) return SessionExpired();
  caller.session_hash = HashOfToken(*token);
  auto found = store_.Find(caller.session_hash, use, kSessionIdle);
  if (!found.ok()) return found.status();
  if (!found->has_value() || IsOver((*found)->record, clock_.Now())) return SessionExpired();
  caller.session = std::move((*found)->record);
  caller.idle_left = (*found)->idle_left;
  // Revoked, or run out since: the session is of no use any more.
  auto identity = Verified(caller.session.uri(), caller.session.certificate(), caller.session.chain());
  if (!identity.ok()) return identity.status();
  caller.identity = *std::move(identity);
  caller.certificate = caller.session.certificate();
  caller.chain = caller.session.chain();
  return caller;
}

absl::StatusOr<std::string> CallerReader::Begin(const HttpHead& head, v1::SessionRecord record,
                                                const std::string& before) const {
  // First the end, then the beginning: where the store fails in between, nobody is signed in.
  for (const std::string& hash : {SessionOf(head), before}) {
    if (absl::Status ended = End(hash); !ended.ok()) return ended;
  }
  *record.mutable_login_time() = ToTimestamp(clock_.Now());
  const std::string token = RandomHex(32);
  if (absl::Status kept = store_.Create(HashOfToken(token), record, kSessionIdle); !kept.ok()) return kept;
  return token;
}

std::string CallerReader::SessionOf(const HttpHead& head) {
  const auto token = CookieValue(head, kSessionCookie);
  return token.has_value() && IsToken(*token) ? HashOfToken(*token) : "";
}

absl::Status CallerReader::End(const std::string& hash) const {
  if (hash.empty()) return absl::OkStatus();
  const auto session = store_.Find(hash, SessionStore::Use::kLook, kSessionIdle);
  if (!session.ok()) return session.status();
  return session->has_value() ? store_.Remove(hash, (*session)->record.uri()) : absl::OkStatus();
}

std::vector<std::pair<std::string, std::string>> ForwardedAs(const PortalCaller& caller) {
  std::string said = absl::StrCat("URI=\"", caller.identity.uri, "\"");
  if (!caller.certificate.empty()) {
    said = absl::StrCat("Cert=\"", PercentEncoded(caller.certificate), "\"");
    const std::string chain = caller.chain.empty() ? "" : absl::StrCat(";Chain=\"", PercentEncoded(caller.chain), "\"");
    if (said.size() + chain.size() <= kLongestForwardedClientCert) said += chain;
  }
  return {{kForwardedClientCert, said}, {kForwardedFor, caller.address}};
}

}  // namespace lianfang::portal
