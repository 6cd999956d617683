#include "services/portal/session_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/hash.h"
#include "services/portal/portal_service.h"
#include "services/portal/testing/portal_fixture.h"

namespace lianfang::portal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SessionHandlerTest : public PortalTest {
 protected:
  HttpReply Get(const std::string& target, Fields fields = {}) {
    return Send("GET", target, std::move(fields))->AwaitReply();
  }

  // The cookie as a browser sends it back.
  static std::string CookieOf(const HttpReply& reply) {
    const std::string set = FieldOf(reply, "set-cookie");
    return set.substr(0, set.find(';'));
  }

  // A one-time link's path, good now.
  std::string Link(const std::string& uri, const std::string& certificate = "",
                   const std::string& token = std::string(64, '1')) {
    v1::PendingLogin login;
    login.set_uri(uri);
    login.set_certificate(certificate);
    EXPECT_TRUE(store_.Begin(HashOfToken(token), login, kLinkLifetime).ok());
    return "/login/link?token=" + token;
  }
};

TEST_F(SessionHandlerTest, ALinkSignsInOnce) {
  const std::string link = Link(kLiaisonUri, Certificate(kLiaisonUri).certificate);
  const HttpReply in = Get(link + "&return=%2Fplans%2Fp", {{"sec-fetch-site", "none"}});
  EXPECT_EQ(in.status, 303);
  EXPECT_EQ(FieldOf(in, "location"), "/plans/p");
  EXPECT_THAT(FieldOf(in, "set-cookie"), HasSubstr("; Path=/; Secure; HttpOnly; SameSite=Strict"));
  const HttpReply session = Get("/session", {{"cookie", CookieOf(in)}});
  EXPECT_THAT(session.body, HasSubstr(R"("signedIn":true)"));
  EXPECT_THAT(session.body, HasSubstr(R"("department":"emergency","role":"liaison")"));
  EXPECT_THAT(session.body, HasSubstr(R"("sessionKind":"link")"));
  EXPECT_THAT(session.body, HasSubstr(R"("dutySources":["submission","expert"])"));

  const HttpReply again = Get(link);
  EXPECT_EQ(FieldOf(again, "location"), "/login?failed=SESSION_EXPIRED");
  EXPECT_EQ(FieldOf(again, "set-cookie"), "");
}

TEST_F(SessionHandlerTest, ALinkIsGoodForAMinute) {
  const std::string link = Link(kLiaisonUri);
  clock_.Advance(absl::Seconds(60));
  EXPECT_EQ(FieldOf(Get(link), "location"), "/login?failed=SESSION_EXPIRED");
}

TEST_F(SessionHandlerTest, ALinkWhoseCertificateIsRevokedSignsNobodyIn) {
  const std::string link = Link(kLiaisonUri, Certificate(kLiaisonUri, "5A").certificate);
  std::ofstream(denied_) << "5A\n";
  EXPECT_EQ(FieldOf(Get(link), "set-cookie"), "");
}

TEST_F(SessionHandlerTest, AnotherSitesPageCannotSignSomebodyIn) {
  const std::string link = Link(kLiaisonUri);
  EXPECT_EQ(FieldOf(Get(link, {{"sec-fetch-site", "cross-site"}}), "location"), "/login?failed=CROSS_SITE");
  EXPECT_EQ(Get(link, {{"sec-fetch-site", "none"}}).status, 303) << "and the link is still good";
}

TEST_F(SessionHandlerTest, GuessesAreSlow) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(FieldOf(Get("/login/link?token=" + std::string(64, 'f')), "location"), "/login?failed=SESSION_EXPIRED");
  }
  EXPECT_EQ(FieldOf(Get(Link(kLiaisonUri)), "location"), "/login?failed=TOO_FAST");
}

TEST_F(SessionHandlerTest, AReturnPathStaysAtHome) {
  EXPECT_EQ(FieldOf(Get(Link(kLiaisonUri) + "&return=https%3A%2F%2Fevil.example"), "location"), "/");
  EXPECT_EQ(FieldOf(Get(Link(kLiaisonUri) + "&return=%2F%0d%0aset-cookie%3A+a"), "location"), "/");
}

TEST_F(SessionHandlerTest, ACertificateSignsInWhenItIsAskedTo) {
  const HttpPeer peer{.address = "203.0.113.5", .certificate = Certificate(kOfficeUri).certificate, .chain = ""};
  const HttpReply shown = Send("GET", "/session", {}, "", peer)->AwaitReply();
  EXPECT_THAT(shown.body, HasSubstr(R"("logins":["certificate","link"])"));
  const HttpReply in =
      Send("GET", "/login/certificate?return=%2Fx", {{"sec-fetch-site", "same-origin"}}, "", peer)->AwaitReply();
  EXPECT_EQ(FieldOf(in, "location"), "/x");
  EXPECT_THAT(Get("/session", {{"cookie", CookieOf(in)}}).body, HasSubstr(R"("sessionKind":"certificate")"));
  EXPECT_EQ(FieldOf(Get("/login/certificate"), "location"), "/login?failed=NO_CERTIFICATE");
}

TEST_F(SessionHandlerTest, ANewLoginTakesThePlaceOfTheOld) {
  const std::string old = SignIn(kLiaisonUri);
  const HttpReply in = Get(Link(kLiaisonUri), {{"cookie", old}});
  EXPECT_NE(CookieOf(in), old);
  EXPECT_THAT(Get("/session", {{"cookie", old}}).body, HasSubstr(R"("signedIn":false)"));
  EXPECT_THAT(Get("/session", {{"cookie", CookieOf(in)}}).body, HasSubstr(R"("signedIn":true)"));
}

// Somebody put the cookie of their own session into the browser, or forgot to sign out of it.
TEST_F(SessionHandlerTest, ALoginByCertificateEndsTheSessionOfWhoeverWasSignedIn) {
  const HttpPeer peer{.address = "203.0.113.5", .certificate = Certificate(kOfficeUri).certificate, .chain = ""};
  const std::string planted = SignIn(kLiaisonUri), elsewhere = SignIn(kLiaisonUri);
  const HttpReply in =
      Send("GET", "/login/certificate", {{"sec-fetch-site", "same-origin"}, {"cookie", planted}}, "", peer)
          ->AwaitReply();
  EXPECT_NE(CookieOf(in), planted);
  EXPECT_THAT(Get("/session", {{"cookie", planted}}).body, HasSubstr(R"("signedIn":false)"));
  EXPECT_THAT(Get("/session", {{"cookie", CookieOf(in)}}).body, HasSubstr(R"("department":"hrss")"));
  EXPECT_THAT(Get("/session", {{"cookie", elsewhere}}).body, HasSubstr(R"("signedIn":true)")) << "another browser's";
}

// The provider's page leads back without the cookie: the login that was begun knows the session (PendingLogin.session_before).
TEST_F(SessionHandlerTest, ASessionThatTheLoginNamesEndsWithoutItsCookie) {
  const std::string old = SignIn(kLiaisonUri);
  const HttpHead asked{"GET", "/login/oidc", {{"cookie", old}}};
  v1::SessionRecord record;
  record.set_uri(kLiaisonUri);
  record.set_kind(v1::LOGIN_KIND_OIDC);
  const auto token = callers_.Begin(HttpHead(), record, CallerReader::SessionOf(asked));
  ASSERT_TRUE(token.ok());
  EXPECT_THAT(Get("/session", {{"cookie", old}}).body, HasSubstr(R"("signedIn":false)"));
  EXPECT_THAT(Get("/session", {{"cookie", "__Host-lianfang=" + *token}}).body, HasSubstr(R"("signedIn":true)"));
  EXPECT_EQ(CallerReader::SessionOf({"GET", "/", {{"cookie", "__Host-lianfang=short"}}}), "");
}

TEST_F(SessionHandlerTest, LookingDoesNotProlongASession) {
  const std::string cookie = SignIn(kOfficeUri);
  for (int i = 0; i < 4; ++i) {
    EXPECT_THAT(Get("/session", {{"cookie", cookie}}).body, HasSubstr(R"("signedIn":true)"));
    clock_.Advance(absl::Minutes(15));
  }
  const HttpReply over = Get("/session", {{"cookie", cookie}});
  EXPECT_THAT(over.body, HasSubstr(R"("signedIn":false)"));
  EXPECT_THAT(FieldOf(over, "set-cookie"), HasSubstr("Max-Age=0")) << "a useless cookie is taken back";
}

TEST_F(SessionHandlerTest, SigningOutEndsOneSessionOrAll) {
  const std::string here = SignIn(kOfficeUri), there = SignIn(kOfficeUri), other = SignIn(kLiaisonUri);
  EXPECT_EQ(Post("/session/end", {{"cookie", here}})->AwaitReply().status, 204);
  EXPECT_THAT(Get("/session", {{"cookie", here}}).body, HasSubstr(R"("signedIn":false)"));
  EXPECT_THAT(Get("/session", {{"cookie", there}}).body, HasSubstr(R"("signedIn":true)"));
  const std::string again = SignIn(kOfficeUri);
  EXPECT_EQ(Post("/session/end", {{"cookie", again}}, R"({"everywhere":true})")->AwaitReply().status, 204);
  EXPECT_THAT(Get("/session", {{"cookie", there}}).body, HasSubstr(R"("signedIn":false)"));
  EXPECT_THAT(Get("/session", {{"cookie", other}}).body, HasSubstr(R"("signedIn":true)")) << "another person's";
}

TEST_F(SessionHandlerTest, ABodyThatCannotBeReadIsAnsweredAsWhatItIs) {
  const Fields fields = {
      {"cookie", SignIn(kOfficeUri)}, {"content-type", "application/json"}, {"host", "portal.example"}};
  const auto status_of = [&](absl::Status fault) {
    auto exchange = std::make_shared<FakeExchange>(HttpHead{"POST", "/session/end", fields}, HttpPeer{}, "{}");
    exchange->body_fault = std::move(fault);
    router_->Handle(exchange);
    return exchange->AwaitReply().status;
  };
  EXPECT_EQ(status_of(ErrorWithReason(absl::StatusCode::kResourceExhausted, "long", "REQUEST_TOO_LONG")), 413);
  EXPECT_EQ(status_of(RetryLater("too much at once", "SHARE_USED", absl::Seconds(1))), 429);
  EXPECT_EQ(status_of(absl::UnavailableError("too much of all callers")), 503);
  EXPECT_EQ(status_of(absl::InvalidArgumentError("malformed")), 400);
}

TEST_F(SessionHandlerTest, AnotherSiteCannotSignSomebodyOut) {
  const std::string cookie = SignIn(kOfficeUri);
  EXPECT_EQ(Post("/session/end", {{"cookie", cookie}, {"sec-fetch-site", "cross-site"}})->AwaitReply().status, 403);
  EXPECT_EQ(
      Send("POST", "/session/end", {{"cookie", cookie}, {"content-type", "text/plain"}}, "{}")->AwaitReply().status,
      415);
  EXPECT_EQ(Get("/session/end", {{"cookie", cookie}}).status, 405);
  EXPECT_THAT(Get("/session", {{"cookie", cookie}}).body, HasSubstr(R"("signedIn":true)"));
}

TEST_F(SessionHandlerTest, WhileTheStoreIsAwayNobodyIsCalledSignedOut) {
  const std::string cookie = SignIn(kOfficeUri);
  store_.Fail(absl::UnavailableError("away"));
  const HttpReply reply = Get("/session", {{"cookie", cookie}});
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(FieldOf(reply, "set-cookie"), "");
}

TEST_F(SessionHandlerTest, AllElseIsThePages) {
  EXPECT_EQ(Get("/login").content(), "<!doctype html>");
  EXPECT_EQ(Get("/openapi.json").content(), "{}");
  EXPECT_EQ(Send("POST", "/", {}, "")->AwaitReply().status, 405);
}

// --- links, made over gRPC ---

class PortalServiceTest : public SessionHandlerTest {
 protected:
  v1::CreateLoginLinkRequest Request(const std::string& token) {
    v1::CreateLoginLinkRequest request;
    request.set_token_hash(Sha256(token));
    request.set_certificate("pem of emergency");
    return request;
  }

  PortalService service_{
      store_, clock_,
      [](const std::string& certificate, const std::string&) -> absl::StatusOr<PortalService::Named> {
        if (certificate == "pem of emergency") return PortalService::Named{kLiaisonUri, "01"};
        if (certificate == "pem of office") return PortalService::Named{kOfficeUri, "02"};
        return absl::UnauthenticatedError("no certificate");
      },
      "https://portal.example"};
  Call call_ = [] {
    Call call;
    call.caller.uri = kLiaisonUri;
    call.certificate_serial = "01";
    return call;
  }();
};

TEST_F(PortalServiceTest, ALinkIsForWhoHasItsToken) {
  const std::string token(64, 'a');
  const auto response = service_.CreateLoginLink(call_, Request(token));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->url_prefix(), "https://portal.example/login/link?token=");
  EXPECT_EQ(service_.CreateLoginLink(call_, Request(token))->url_prefix(), response->url_prefix()) << "a repeat";
  const auto login = store_.Take(HashOfToken(token));
  EXPECT_EQ((*login)->uri(), kLiaisonUri);
  EXPECT_EQ((*login)->certificate(), "pem of emergency");
}

TEST_F(PortalServiceTest, ALinkIsOnlyForTheCertificateOfTheCall) {
  auto request = Request(std::string(64, 'a'));
  request.set_certificate("pem of office");
  const absl::Status other = service_.CreateLoginLink(call_, request).status();
  EXPECT_EQ(other.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(BadRequestOf(other)->field_violations(0).field(), "certificate");
  call_.certificate_serial = "0b";  // of the same person, another
  EXPECT_EQ(service_.CreateLoginLink(call_, Request(std::string(64, 'a'))).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(PortalServiceTest, FaultsAreNamed) {
  auto request = Request("x");
  request.set_token_hash("short");
  request.set_certificate(std::string(20'000, 'x'));
  const auto faults = BadRequestOf(service_.CreateLoginLink(call_, request).status());
  ASSERT_TRUE(faults.has_value());
  EXPECT_EQ(faults->field_violations_size(), 2);
}

TEST_F(PortalServiceTest, AnothersHashIsNotTakenOver) {
  ASSERT_TRUE(service_.CreateLoginLink(call_, Request("t")).ok());
  call_.caller.uri = kOfficeUri;
  call_.certificate_serial = "02";
  auto request = Request("t");
  request.set_certificate("pem of office");
  EXPECT_EQ(service_.CreateLoginLink(call_, request).status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(PortalServiceTest, AllSessionsOfThePersonEnd) {
  const std::string one = SignIn(kLiaisonUri);
  SignIn(kLiaisonUri);
  const std::string other = SignIn(kOfficeUri);
  EXPECT_EQ(service_.EndSessions(call_, {})->count(), 2);
  EXPECT_THAT(Get("/session", {{"cookie", one}}).body, HasSubstr(R"("signedIn":false)"));
  EXPECT_THAT(Get("/session", {{"cookie", other}}).body, HasSubstr(R"("signedIn":true)"));
}

}  // namespace
}  // namespace lianfang::portal
