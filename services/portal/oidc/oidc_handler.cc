#include "services/portal/oidc/oidc_handler.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/identity.h"
#include "common/log.h"
#include "common/time.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/portal/domain/http/query.h"
#include "services/portal/domain/oidc/id_token.h"
#include "services/portal/domain/session/session_rules.h"
#include "services/portal/session_handler.h"

namespace lianfang::portal {
namespace {

constexpr char kResolve[] = "/lianfang.notification.v1.NotificationService/ResolveSubject";
constexpr absl::Duration kResolveWithin = absl::Seconds(10);
constexpr int kMostAsking = 8;  // of the workers at once

HttpReply Failed(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  HttpReply reply = LoginFailed(info.has_value() ? info->reason() : absl::StatusCodeToString(status.code()));
  reply.fields.emplace_back("set-cookie",
                            absl::StrCat(kLoginCookie, "=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax"));
  return reply;
}

absl::Status Refused() {
  return ErrorWithReason(absl::StatusCode::kUnauthenticated, "the single sign-on does not vouch for anybody",
                         "SSO_REFUSED");
}

}  // namespace

OidcHandler::OidcHandler(const PortalContext& context, OidcProvider& provider, std::string origin,
                         std::string trust_domain)
    : context_(context),
      provider_(provider),
      redirect_uri_(absl::StrCat(origin, "/login/oidc/callback")),
      trust_domain_(std::move(trust_domain)) {}

void OidcHandler::Handle(std::shared_ptr<HttpExchange> exchange) const {
  if (exchange->head().method != "GET") {
    return exchange->Reply({.status = 405, .fields = {{"allow", "GET"}}});
  }
  OnWorker(context_, exchange, [this, exchange] {
    const auto visitor = context_.callers.Visit(exchange->head(), exchange->peer());
    if (!visitor.ok()) return exchange->Reply(Failed(visitor.status()));
    if (absl::Status taken = TakeToken(context_.strangers, visitor->address, context_.clock); !taken.ok()) {
      return exchange->Reply(Failed(taken));
    }
    // A provider that does not answer must not keep all workers from the calls of those who are signed in.
    const int asking = asking_.fetch_add(1);
    const absl::Cleanup asked = [this] { asking_.fetch_sub(1); };
    if (asking >= kMostAsking) {
      return exchange->Reply(Failed(RetryLater("too many logins are under way", "SERVER_BUSY", absl::Seconds(1))));
    }
    if (exchange->head().path() == "/login/oidc/callback") return End(exchange, *visitor);
    auto reply = Begin(exchange->head(), *visitor);
    exchange->Reply(reply.ok() ? *std::move(reply) : Failed(reply.status()));
  });
}

absl::StatusOr<HttpReply> OidcHandler::Begin(const HttpHead& head, const Visitor&) const {
  const auto metadata = provider_.Metadata();
  if (!metadata.ok()) return metadata.status();
  v1::PendingLogin login;
  login.set_code_verifier(RandomHex(32));
  login.set_nonce(RandomHex(32));
  login.set_return_path(ReturnPath(QueryParameter(head.query(), "return").value_or("/")));
  login.set_session_before(CallerReader::SessionOf(head));
  login.set_fresh(QueryParameter(head.query(), "fresh").value_or("") == "1");
  const std::string state = RandomHex(32);
  if (absl::Status begun = context_.store.Begin(HashOfToken(state), login, kOidcLifetime); !begun.ok()) return begun;
  const char mark = metadata->authorization_endpoint.find('?') == std::string::npos ? '?' : '&';
  const std::string url =
      absl::StrCat(metadata->authorization_endpoint, std::string(1, mark),
                   "response_type=code&scope=openid&client_id=", PercentEncoded(provider_.options().client_id),
                   "&redirect_uri=", PercentEncoded(redirect_uri_), "&state=", state, "&nonce=", login.nonce(),
                   "&code_challenge=", CodeChallenge(login.code_verifier()), "&code_challenge_method=S256",
                   login.fresh() ? "&prompt=login&max_age=0" : "");
  // Lax, unlike the session's: the provider's page leads back here.
  return HttpReply{.status = 303,
                   .fields = {{"location", url},
                              {"set-cookie", absl::StrCat(kLoginCookie, "=", state,
                                                          "; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax")},
                              {"cache-control", "no-store"}}};
}

// The state is the browser's that began: nobody can have another finish a login that they have begun.
absl::StatusOr<v1::PendingLogin> OidcHandler::TakeLogin(const HttpHead& head) const {
  const auto state = QueryParameter(head.query(), "state");
  const auto cookie = CookieValue(head, kLoginCookie);
  if (!state.has_value() || !cookie.has_value() || !IsToken(*state) || *state != *cookie) return SessionExpired();
  auto login = context_.store.Take(HashOfToken(*state));
  if (!login.ok()) return login.status();
  if (!login->has_value() || (*login)->code_verifier().empty()) return SessionExpired();
  return **login;
}

absl::StatusOr<v1::SessionRecord> OidcHandler::Authenticate(const HttpHead& head, const v1::PendingLogin& login,
                                                            std::string& subject) const {
  const auto code = QueryParameter(head.query(), "code");
  if (!code.has_value() || code->empty()) return Refused();
  const auto token = provider_.Redeem(*code, login.code_verifier(), redirect_uri_);
  if (!token.ok()) return absl::IsUnavailable(token.status()) ? token.status() : Refused();
  const ExpectedToken expected{
      .issuer = provider_.options().issuer, .client_id = provider_.options().client_id, .nonce = login.nonce()};
  const absl::Time now = context_.clock.Now();
  absl::StatusOr<IdToken> verified = Refused();
  // A key that is not known yet: the provider has a new one.
  for (const bool anew : {false, true}) {
    const auto keys = provider_.Keys(anew);
    if (!keys.ok()) return keys.status();
    verified = VerifyIdToken(*token, *keys, expected, now);
    if (verified.ok()) break;
  }
  if (!verified.ok()) {
    Log(LogLevel::kWarning, "oidc_token", {{"reason", verified.status().message()}});
    return Refused();
  }
  subject = verified->subject;
  v1::SessionRecord record;
  record.set_kind(v1::LOGIN_KIND_OIDC);
  // Without the claim, the person may have signed in there long ago: then nothing that asks for a fresh login is done by this one.
  const absl::Time shown = verified->auth_time.value_or(now - kFreshLogin);
  *record.mutable_auth_time() = ToTimestamp(std::min(shown, now));
  return record;
}

void OidcHandler::End(std::shared_ptr<HttpExchange> exchange, const Visitor& visitor) const {
  const auto login = TakeLogin(exchange->head());
  if (!login.ok()) return exchange->Reply(Failed(login.status()));
  std::string subject;
  const auto record = Authenticate(exchange->head(), *login, subject);
  if (!record.ok()) return exchange->Reply(Failed(record.status()));
  notification::v1::ResolveSubjectRequest request;
  request.set_subject(subject);
  UpstreamCall call{.service = "notification",
                    .path = kResolve,
                    .request = request.SerializeAsString(),
                    .deadline = absl::Now() + kResolveWithin};
  context_.upstreams.Call(std::move(call), [this, exchange, address = visitor.address, login = *login,
                                            record = *record](absl::StatusOr<std::string> answer) {
    if (!answer.ok()) return exchange->Reply(Failed(answer.status()));
    OnWorker(context_, exchange, [this, exchange, address, login, record, bytes = *std::move(answer)] {
      SignInAs(exchange, address, login, record, bytes);
    });
  });
}

void OidcHandler::SignInAs(std::shared_ptr<HttpExchange> exchange, const std::string& address,
                           const v1::PendingLogin& login, v1::SessionRecord record,
                           const std::string& identity_bytes) const {
  notification::v1::ResolveSubjectResponse acts;
  if (!acts.ParseFromString(identity_bytes)) return exchange->Reply(Failed(absl::InternalError("not an answer")));
  const auto identity = ParseIdentity(
      absl::StrCat("spiffe://", trust_domain_, "/region/", acts.region(), "/department/", acts.department(), "/role/",
                   RoleName(acts.role()), acts.person().empty() ? "" : "/person/", acts.person()),
      trust_domain_);
  if (!identity.ok()) return exchange->Reply(Failed(identity.status()));
  record.set_uri(identity->uri);
  const auto token = context_.callers.Begin(exchange->head(), record, login.session_before());
  if (!token.ok()) return exchange->Reply(Failed(token.status()));
  Log(LogLevel::kInfo, "login", {{"caller", identity->uri}, {"kind", "oidc"}, {"address", address}});
  HttpReply reply = SignedIn(*token, login.return_path());
  reply.fields.emplace_back("set-cookie",
                            absl::StrCat(kLoginCookie, "=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax"));
  exchange->Reply(std::move(reply));
}

}  // namespace lianfang::portal
