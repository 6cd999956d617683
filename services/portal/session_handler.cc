#include "services/portal/session_handler.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/identity.h"
#include "common/log.h"
#include "services/portal/domain/http/query.h"
#include "services/portal/domain/http/same_origin.h"
#include "services/portal/domain/json_writer.h"
#include "services/portal/domain/session/session_rules.h"

namespace lianfang::portal {
namespace {

constexpr size_t kLongestEndRequest = 4096;
constexpr char kCookieAttributes[] = "; Path=/; Secure; HttpOnly; SameSite=Strict";

std::string TimeText(absl::Time time) { return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone()); }

HttpReply JsonReply(std::string json) {
  return {.status = 200,
          .fields = {{"content-type", "application/json"}, {"cache-control", "no-store"}},
          .body = std::move(json)};
}

std::string KindName(v1::LoginKind kind) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::LoginKind_Name(kind), "LOGIN_KIND_"));
}

HttpReply Forgotten(HttpReply reply) {
  reply.fields.emplace_back("set-cookie", absl::StrCat(kSessionCookie, "=; Max-Age=0", kCookieAttributes));
  return reply;
}

void WriteCaller(const PortalCaller& caller, JsonWriter& json) {
  json.Key("signedIn").Value(true);
  json.Key("identity").Value(caller.identity.uri);
  json.Key("region").Value(caller.identity.region);
  json.Key("department").Value(caller.identity.department);
  json.Key("role").Value(RoleName(caller.identity.role));
  json.Key("person").Value(caller.identity.person);
}

void LogLogin(absl::string_view event, const Identity& identity, absl::string_view kind, const std::string& address) {
  Log(LogLevel::kInfo, event, {{"caller", identity.uri}, {"kind", kind}, {"address", address}});
}

// An answer for a person's browser: errors lead back to the page, which says what is wrong in words.
template <typename Work>
HttpReply OrFailed(Work work) {
  absl::StatusOr<HttpReply> reply = work();
  if (reply.ok()) return *std::move(reply);
  const auto info = ErrorInfoOf(reply.status());
  return LoginFailed(info.has_value() ? info->reason() : absl::StatusCodeToString(reply.status().code()));
}

}  // namespace

HttpReply SignedIn(const std::string& token, absl::string_view return_path) {
  return {.status = 303,
          .fields = {{"location", ReturnPath(return_path)},
                     {"set-cookie", absl::StrCat(kSessionCookie, "=", token, kCookieAttributes)},
                     {"cache-control", "no-store"}}};
}

HttpReply LoginFailed(absl::string_view reason) {
  return {
      .status = 303,
      .fields = {{"location", absl::StrCat("/login?failed=", PercentEncoded(reason))}, {"cache-control", "no-store"}}};
}

void SessionHandler::Handle(std::shared_ptr<HttpExchange> exchange) const {
  const HttpHead& head = exchange->head();
  const absl::string_view path = head.path();
  const bool ends = path == "/session/end";
  const auto wanted = ends ? "POST" : "GET";
  if (head.method != wanted) {
    HttpReply reply = ErrorReply(ToRpcStatus(absl::UnimplementedError(absl::StrCat("this is a ", wanted))));
    reply.status = 405;
    reply.fields.emplace_back("allow", wanted);
    return exchange->Reply(std::move(reply));
  }
  if (!ends) {
    return OnWorker(context_, exchange, [this, exchange] {
      const absl::string_view asked = exchange->head().path();
      const auto answer = asked == "/session"      ? &SessionHandler::Show
                          : asked == "/login/link" ? &SessionHandler::ByLink
                                                   : &SessionHandler::ByCertificate;
      exchange->Reply((this->*answer)(exchange->head(), exchange->peer()));
    });
  }
  const auto form = FormOf(head.Value("content-type"));
  if (!form.has_value() || form->stream || form->codec != Codec::kJson) {
    return ReplyError(*exchange, absl::InvalidArgumentError("the content type must be application/json"), 415);
  }
  if (absl::Status same = CheckSameOrigin(head); !same.ok()) return ReplyError(*exchange, same);
  exchange->ReadBody(kLongestEndRequest, exchange->peer().address, [this, exchange](absl::StatusOr<std::string> body) {
    if (!body.ok()) return exchange->Reply(BodyErrorReply(body.status()));
    OnWorker(context_, exchange, [this, exchange, body = *std::move(body)] {
      exchange->Reply(End(exchange->head(), exchange->peer(), body));
    });
  });
}

HttpReply SessionHandler::Show(const HttpHead& head, const HttpPeer& peer) const {
  const auto visitor = context_.callers.Visit(head, peer);
  if (!visitor.ok()) return ErrorReply(ToRpcStatus(visitor.status()));
  const auto caller = context_.callers.Caller(head, *visitor, SessionStore::Use::kLook);
  const absl::Time now = context_.clock.Now();
  if (!caller.ok() && absl::IsUnavailable(caller.status())) return ErrorReply(ToRpcStatus(caller.status()));
  JsonWriter json;
  json.BeginObject();
  if (caller.ok()) {
    WriteCaller(*caller, json);
    if (!caller->session_hash.empty()) {
      json.Key("sessionKind").Value(KindName(caller->session.kind()));
      json.Key("expireTime").Value(TimeText(ExpireTime(caller->session)));
      json.Key("idleExpireTime").Value(TimeText(std::min(now + caller->idle_left, ExpireTime(caller->session))));
      json.Key("freshUntil").Value(TimeText(FreshUntil(caller->session)));
    }
  } else {
    json.Key("signedIn").Value(false);
  }
  json.Key("serverTime").Value(TimeText(now));
  json.Key("logins").BeginArray();
  if (visitor->identity.has_value()) json.Value("certificate");
  if (oidc_) json.Value("oidc");
  json.Value("link").EndArray();
  json.Key("services").BeginArray();
  for (const std::string& service : context_.catalogue.upstreams()) json.Value(service);
  json.EndArray().Key("dutySources").BeginArray();
  for (const std::string& service : context_.duty_sources) json.Value(service);
  json.EndArray().EndObject();
  HttpReply reply = JsonReply(json.text());
  // A cookie that is of no use any more is taken back.
  const bool useless = !caller.ok() && CookieValue(head, kSessionCookie).has_value();
  return useless ? Forgotten(std::move(reply)) : reply;
}

HttpReply SessionHandler::End(const HttpHead& head, const HttpPeer& peer, const std::string& body) const {
  google::protobuf::Struct request;
  if (!body.empty() && !google::protobuf::util::JsonStringToMessage(body, &request).ok()) {
    return ErrorReply(ToRpcStatus(absl::InvalidArgumentError("the body is no JSON object")));
  }
  const auto everywhere = request.fields().find("everywhere");
  const auto visitor = context_.callers.Visit(head, peer);
  if (!visitor.ok()) return ErrorReply(ToRpcStatus(visitor.status()));
  const auto caller = context_.callers.Caller(head, *visitor, SessionStore::Use::kLook);
  if (!caller.ok() && absl::IsUnavailable(caller.status())) return ErrorReply(ToRpcStatus(caller.status()));
  if (caller.ok()) {
    const bool all = everywhere != request.fields().end() && everywhere->second.bool_value();
    absl::Status ended = all ? context_.store.RemoveAll(caller->identity.uri).status()
                         : caller->session_hash.empty()
                             ? absl::OkStatus()
                             : context_.store.Remove(caller->session_hash, caller->identity.uri);
    if (!ended.ok()) return ErrorReply(ToRpcStatus(ended));
    LogLogin("sign_out", caller->identity, all ? "everywhere" : "here", caller->address);
  }
  return Forgotten({.status = 204, .fields = {{"cache-control", "no-store"}}});
}

HttpReply SessionHandler::ByLink(const HttpHead& head, const HttpPeer& peer) const {
  return OrFailed([&]() -> absl::StatusOr<HttpReply> {
    if (absl::Status opened = CheckNavigation(head); !opened.ok()) return opened;
    const auto visitor = context_.callers.Visit(head, peer);
    if (!visitor.ok()) return visitor.status();
    if (absl::Status taken = TakeToken(context_.strangers, visitor->address, context_.clock); !taken.ok()) return taken;
    const auto token = QueryParameter(head.query(), "token");
    if (!token.has_value() || !IsToken(*token)) return SessionExpired();
    const auto login = context_.store.Take(HashOfToken(*token));
    if (!login.ok()) return login.status();
    if (!login->has_value() || (*login)->uri().empty()) return SessionExpired();
    v1::SessionRecord record;
    record.set_uri((*login)->uri());
    record.set_certificate((*login)->certificate());
    record.set_chain((*login)->chain());
    record.set_kind(v1::LOGIN_KIND_LINK);
    const auto identity = context_.callers.Verified(record.uri(), record.certificate(), record.chain());
    if (!identity.ok()) return identity.status();
    const auto session = context_.callers.Begin(head, record);
    if (!session.ok()) return session.status();
    LogLogin("login", *identity, "link", visitor->address);
    return SignedIn(*session, QueryParameter(head.query(), "return").value_or("/"));
  });
}

HttpReply SessionHandler::ByCertificate(const HttpHead& head, const HttpPeer& peer) const {
  return OrFailed([&]() -> absl::StatusOr<HttpReply> {
    if (absl::Status opened = CheckNavigation(head); !opened.ok()) return opened;
    const auto visitor = context_.callers.Visit(head, peer);
    if (!visitor.ok()) return visitor.status();
    if (absl::Status taken = TakeToken(context_.strangers, visitor->address, context_.clock); !taken.ok()) return taken;
    if (!visitor->identity.has_value()) {
      return ErrorWithReason(absl::StatusCode::kUnauthenticated, "the browser has shown no certificate",
                             "NO_CERTIFICATE");
    }
    v1::SessionRecord record;
    record.set_uri(visitor->identity->uri);
    record.set_certificate(visitor->certificate);
    record.set_chain(visitor->chain);
    record.set_kind(v1::LOGIN_KIND_CERTIFICATE);
    const auto session = context_.callers.Begin(head, record);
    if (!session.ok()) return session.status();
    LogLogin("login", *visitor->identity, "certificate", visitor->address);
    return SignedIn(*session, QueryParameter(head.query(), "return").value_or("/"));
  });
}

}  // namespace lianfang::portal
