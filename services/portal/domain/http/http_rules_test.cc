#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/time.h"
#include "services/portal/domain/http/query.h"
#include "services/portal/domain/http/same_origin.h"
#include "services/portal/domain/json_writer.h"
#include "services/portal/domain/session/session_rules.h"
#include "services/portal/domain/token_buckets.h"

namespace lianfang::portal {
namespace {

HttpHead With(std::vector<std::pair<std::string, std::string>> fields) {
  fields.emplace_back("host", "portal.example:8443");
  return {.method = "POST", .target = "/x", .fields = std::move(fields)};
}

TEST(SameOriginTest, OurPageAndProgramsMayAndOtherPagesMayNot) {
  EXPECT_TRUE(CheckSameOrigin(With({})).ok()) << "no browser";
  EXPECT_TRUE(
      CheckSameOrigin(With({{"sec-fetch-site", "same-origin"}, {"origin", "https://portal.example:8443"}})).ok());
  EXPECT_TRUE(CheckSameOrigin(With({{"origin", "https://Portal.example:8443"}})).ok()) << "a browser of before 2020";
  for (const char* site : {"cross-site", "same-site", "none", "", "same-origin, cross-site"}) {
    const absl::Status status = CheckSameOrigin(With({{"sec-fetch-site", site}}));
    ASSERT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << site;
    EXPECT_EQ(ErrorInfoOf(status)->reason(), "CROSS_SITE");
  }
  for (const char* origin :
       {"https://evil.example", "http://portal.example:8443", "null", "https://portal.example", ""}) {
    EXPECT_FALSE(CheckSameOrigin(With({{"origin", origin}})).ok()) << origin;
  }
  EXPECT_FALSE(CheckSameOrigin(With({{"sec-fetch-site", "same-origin"}, {"sec-fetch-site", "same-origin"}})).ok());
}

TEST(SameOriginTest, ALinkIsOpenedFromNoPageOrFromOurs) {
  EXPECT_TRUE(CheckNavigation(With({{"sec-fetch-site", "none"}})).ok());
  EXPECT_TRUE(CheckNavigation(With({})).ok());
  EXPECT_FALSE(CheckNavigation(With({{"sec-fetch-site", "cross-site"}})).ok());
  EXPECT_FALSE(CheckNavigation(With({{"sec-fetch-site", "none"}, {"sec-fetch-site", "none"}})).ok()) << "a second one";
}

TEST(ReturnPathTest, StaysAtHome) {
  EXPECT_EQ(ReturnPath("/plans/p?x=1"), "/plans/p?x=1");
  for (const char* away : {"", "//evil.example", "/\\evil.example", "https://evil.example", "x",
                           "/a\r\nset-cookie: a=b", "/a b", "/\x01", "/<script>"}) {
    EXPECT_EQ(ReturnPath(away), "/") << away;
  }
  EXPECT_EQ(ReturnPath(std::string(3000, '/')), "/");
}

TEST(QueryTest, AParameterIsDecodedAndThereOnce) {
  EXPECT_EQ(QueryParameter("a=1&token=x%20y", "token"), "x y");
  EXPECT_EQ(QueryParameter("token=x+y", "token"), "x y");
  EXPECT_EQ(QueryParameter("token=1&token=2", "token"), std::nullopt);
  EXPECT_EQ(QueryParameter("token=%2", "token"), std::nullopt);
  EXPECT_EQ(QueryParameter("a=1", "token"), std::nullopt);
}

TEST(CookieTest, OneThatIsThereTwiceIsNone) {
  EXPECT_EQ(CookieValue(With({{"cookie", "a=b; __Host-lianfang=t"}}), kSessionCookie), "t");
  EXPECT_EQ(CookieValue(With({{"cookie", "__Host-lianfang=t; __Host-lianfang=u"}}), kSessionCookie), std::nullopt);
  EXPECT_EQ(CookieValue(With({{"cookie", "__Host-lianfang=t"}, {"cookie", "__Host-lianfang=u"}}), kSessionCookie),
            std::nullopt);
  EXPECT_EQ(CookieValue(With({{"cookie", "x__Host-lianfang=t"}}), kSessionCookie), std::nullopt);
}

TEST(TokenTest, IsSixtyFourHexDigits) {
  EXPECT_TRUE(IsToken(std::string(64, 'a')));
  EXPECT_FALSE(IsToken(std::string(63, 'a')));
  EXPECT_FALSE(IsToken(std::string(64, 'A')));
  EXPECT_FALSE(IsToken(std::string(64, 'g')));
}

TEST(JsonWriterTest, SeparatesAndEscapes) {
  JsonWriter json;
  json.BeginObject().Key("a").BeginArray().Value(1).Value("x\"\n<\\").EndArray().Key("b").Value(true).EndObject();
  EXPECT_EQ(json.text(), R"({"a":[1,"x\"\u000a\u003c\\"],"b":true})");
}

TEST(JsonWriterTest, BytesThatAreNoTextAreReplaced) {
  EXPECT_EQ(JsonString("应急"), "\"应急\"");
  EXPECT_EQ(JsonString("a\xff"), "\"a\xef\xbf\xbd\"");
  EXPECT_EQ(JsonString("\xc0\xaf"), "\"\xef\xbf\xbd\xef\xbf\xbd\"") << "overlong";
  EXPECT_EQ(JsonString("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"") << "a surrogate";
}

TEST(TokenBucketsTest, RefillsAtItsRate) {
  TokenBuckets buckets({.per_second = 2, .burst = 3});
  absl::Time now = absl::FromUnixSeconds(1000);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(buckets.Take("a", now), absl::ZeroDuration());
  EXPECT_EQ(buckets.Take("a", now), absl::Milliseconds(500));
  EXPECT_EQ(buckets.Take("b", now), absl::ZeroDuration()) << "everybody has a bucket";
  now += absl::Milliseconds(500);
  EXPECT_EQ(buckets.Take("a", now), absl::ZeroDuration());
  EXPECT_GT(buckets.Take("a", now), absl::ZeroDuration());
  EXPECT_GT(buckets.Take("a", now - absl::Hours(1)), absl::ZeroDuration())
      << "a clock that goes back gives nothing away";
}

TEST(TokenBucketsTest, IsBoundedInKeys) {
  TokenBuckets buckets({.per_second = 1, .burst = 1, .most_keys = 10});
  absl::Time now = absl::FromUnixSeconds(1000);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(buckets.Take(absl::StrCat(i), now), absl::ZeroDuration());
  EXPECT_EQ(buckets.Take("new", now), absl::Seconds(1)) << "when a bucket can be full again";
  EXPECT_EQ(buckets.Take("new", now + absl::Seconds(2)), absl::ZeroDuration()) << "the full ones were forgotten";
  EXPECT_EQ(buckets.size(), 1u);
}

TEST(SessionRulesTest, EndsAfterTwelveHoursAndIsFreshForFiveMinutes) {
  v1::SessionRecord record;
  const absl::Time login = absl::FromUnixSeconds(1'000'000);
  *record.mutable_login_time() = ToTimestamp(login);
  EXPECT_FALSE(IsOver(record, login + absl::Hours(12) - absl::Nanoseconds(1)));
  EXPECT_TRUE(IsOver(record, login + absl::Hours(12)));
  EXPECT_TRUE(CheckFresh(record, login + absl::Minutes(5) - absl::Nanoseconds(1)).ok());
  const absl::Status stale = CheckFresh(record, login + absl::Minutes(5));
  EXPECT_EQ(stale.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrorInfoOf(stale)->reason(), "FRESH_LOGIN_REQUIRED");
}

TEST(SameOriginTest, ASecondFieldIsNoAnswer) {
  const std::string ours = "https://portal.example:8443";
  EXPECT_FALSE(CheckSameOrigin(With({{"origin", ours}, {"origin", ours}})).ok());
  EXPECT_TRUE(CheckNavigation(With({{"sec-fetch-site", "same-origin"}})).ok());
  EXPECT_FALSE(CheckNavigation(With({{"sec-fetch-site", "same-site"}})).ok());
  EXPECT_EQ(ErrorInfoOf(CheckNavigation(With({{"sec-fetch-site", "cross-site"}})))->reason(), "CROSS_SITE");
}

TEST(BrowserTest, IsKnownByWhatOnlyBrowsersSend) {
  EXPECT_FALSE(IsBrowser(With({{"user-agent", "Mozilla/5.0"}, {"accept", "*/*"}})));
  for (const char* field : {"sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "origin", "referer", "cookie"}) {
    EXPECT_TRUE(IsBrowser(With({{field, ""}}))) << field;
  }
}

TEST(HttpHeadTest, PathAndQueryArePartedByTheFirstMark) {
  const HttpHead head{.method = "GET", .target = "/a/b?x=1?y", .fields = {}};
  EXPECT_EQ(head.path(), "/a/b");
  EXPECT_EQ(head.query(), "x=1?y");
  const HttpHead bare{.method = "GET", .target = "/a", .fields = {}};
  EXPECT_EQ(bare.path(), "/a");
  EXPECT_EQ(bare.query(), "");
}

TEST(ReturnPathTest, TakesPathsOfOursUpToTwoThousandBytes) {
  EXPECT_EQ(ReturnPath("/"), "/");
  EXPECT_EQ(ReturnPath("/!~"), "/!~") << "the first and the last character that is plain";
  const std::string longest = "/" + std::string(1999, 'a');
  EXPECT_EQ(ReturnPath(longest), longest);
  EXPECT_EQ(ReturnPath(longest + "a"), "/");
  for (const char* away : {"/a\x7f", "/a\\b", "/a\"b", "/a>b", "/a\xe4", "/a<b", "/a\nb"}) {
    EXPECT_EQ(ReturnPath(away), "/") << away;
  }
}

// RFC 3986, section 2.3: what is unreserved stays.
TEST(PercentTest, EncodesAllThatIsNotUnreserved) {
  EXPECT_EQ(PercentEncoded("azAZ09-._~"), "azAZ09-._~");
  EXPECT_EQ(PercentEncoded("a b/\xe5+"), "a%20b%2F%E5%2B");
  EXPECT_EQ(PercentDecoded("%e5%2B%2b+"), "\xe5++ ");
  EXPECT_EQ(PercentDecoded("%41"), "A") << "at the very end";
  for (const char* wrong : {"%", "%4", "a%4", "%g1", "%1g", "%%41"}) {
    EXPECT_EQ(PercentDecoded(wrong), std::nullopt) << wrong;
  }
}

TEST(QueryTest, AParameterWithoutAValueIsEmpty) {
  EXPECT_EQ(QueryParameter("token", "token"), "");
  EXPECT_EQ(QueryParameter("token=&a=1", "token"), "");
  EXPECT_EQ(QueryParameter("token=a=b", "token"), "a=b");
  EXPECT_EQ(QueryParameter("", "token"), std::nullopt);
}

TEST(CookieTest, AValueMayHaveAnEqualsSign) {
  EXPECT_EQ(CookieValue(With({{"cookie", "x=1;__Host-lianfang=t=u"}}), kSessionCookie), "t=u");
  EXPECT_EQ(CookieValue(With({{"accept", "__Host-lianfang=t"}}), kSessionCookie), std::nullopt);
  EXPECT_EQ(CookieValue(With({{"cookie", "a=b"}, {"cookie", "__Host-lianfang=t"}}), kSessionCookie), "t");
}

TEST(TokenTest, HasEveryHexDigitAndNoOther) {
  const std::string rest(48, '0');
  EXPECT_TRUE(IsToken("0123456789abcdef" + rest));
  EXPECT_FALSE(IsToken(std::string(65, 'a')));
  for (const char c : {'`', 'g', '/', ':', 'F', ' '}) EXPECT_FALSE(IsToken(c + rest + std::string(15, '0'))) << c;
}

TEST(JsonWriterTest, SeparatesInEveryNesting) {
  JsonWriter json;
  json.BeginObject().Key("a").BeginArray().EndArray().Key("b").BeginObject().EndObject();
  json.Key("c").BeginArray().BeginArray().Value(1).EndArray().BeginObject().Key("d").Value(false).Key("e").Raw("{}");
  json.EndObject().Value(int64_t{-9'007'199'254'740'993}).EndArray().EndObject();
  EXPECT_EQ(json.text(), R"({"a":[],"b":{},"c":[[1],{"d":false,"e":{}},-9007199254740993]})");
}

// RFC 3629, section 4: the first and the last character of every row of its table, and their neighbours that are none.
TEST(JsonWriterTest, TakesWhatIsUtf8AndNothingElse) {
  for (const char* good :
       {" ", "~", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xe0\xbf\xbf", "\xe1\x80\x80", "\xec\xbf\xbf",
        "\xed\x80\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf0\xbf\xbf\xbf",
        "\xf1\x80\x80\x80", "\xf3\xbf\xbf\xbf", "\xf4\x80\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(JsonString(good), "\"" + std::string(good) + "\"");
  }
  for (const char* bad :
       {"\x80", "\xbf", "\xc1\xbf", "\xc2", "\xc2\x7f", "\xc2\xc0", "\xe0\x9f\xbf", "\xe1\x80", "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf", "\xf1\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_EQ(JsonString(bad).substr(0, 4), "\"\xef\xbf\xbd") << std::string(bad).size();
  }
  EXPECT_EQ(JsonString("\xe1\x80"
                       "a"),
            "\"\xef\xbf\xbd\xef\xbf\xbd"
            "a\"")
      << "byte by byte, and on with the next character";
}

// RFC 8259, section 7; and what would end a script or begin a tag, should it stand in a page.
TEST(JsonWriterTest, EscapesControlsAndWhatAPageWouldRead) {
  EXPECT_EQ(JsonString(std::string("\0\x1f\x7f <>&\"\\/", 10)),
            "\"\\u0000\\u001f\\u007f \\u003c\\u003e\\u0026\\\"\\\\/\"");
}

TEST(TokenBucketsTest, ABucketIsNeverFullerThanABurst) {
  TokenBuckets buckets({.per_second = 2, .burst = 3});
  absl::Time now = absl::FromUnixSeconds(1000);
  EXPECT_EQ(buckets.Take("a", now), absl::ZeroDuration());
  now += absl::Hours(1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(buckets.Take("a", now), absl::ZeroDuration()) << i;
  EXPECT_EQ(buckets.Take("a", now), absl::Milliseconds(500));
  EXPECT_EQ(buckets.Take("a", now + absl::Milliseconds(250)), absl::Milliseconds(250));
  EXPECT_EQ(buckets.Take("a", now + absl::Milliseconds(500)), absl::ZeroDuration());
}

TEST(TokenBucketsTest, WhoIsKnownIsServedThoughThereAreTooMany) {
  TokenBuckets buckets({.per_second = 1, .burst = 2, .most_keys = 2});
  const absl::Time now = absl::FromUnixSeconds(1000);
  EXPECT_EQ(buckets.Take("a", now), absl::ZeroDuration());
  EXPECT_EQ(buckets.Take("b", now), absl::ZeroDuration());
  EXPECT_EQ(buckets.Take("a", now), absl::ZeroDuration());
  EXPECT_EQ(buckets.Take("c", now), absl::Seconds(1));
  // After a second b's bucket is full and forgotten; a's has one token of two and is kept.
  EXPECT_EQ(buckets.Take("c", now + absl::Seconds(1)), absl::ZeroDuration());
  EXPECT_EQ(buckets.size(), 2u);
  EXPECT_EQ(buckets.Take("a", now + absl::Seconds(1)), absl::ZeroDuration());
  EXPECT_GT(buckets.Take("a", now + absl::Seconds(1)), absl::ZeroDuration());
}

// docs and the page's words: 12 hours, an hour without use, five minutes, a link for a minute.
TEST(SessionRulesTest, TheTimesAreThoseThatPeopleAreTold) {
  EXPECT_EQ(kSessionLifetime, absl::Hours(12));
  EXPECT_EQ(kSessionIdle, absl::Minutes(60));
  EXPECT_EQ(kFreshLogin, absl::Seconds(300));
  EXPECT_EQ(kLinkLifetime, absl::Minutes(1));
  EXPECT_EQ(kOidcLifetime, absl::Seconds(600));
}

TEST(SessionRulesTest, FreshIsWhoShowedTheProviderWhoTheyAre) {
  v1::SessionRecord record;
  const absl::Time login = absl::FromUnixSeconds(1'000'000);
  *record.mutable_login_time() = ToTimestamp(login);
  *record.mutable_auth_time() = ToTimestamp(login - absl::Minutes(4));
  EXPECT_EQ(FreshUntil(record), login + absl::Minutes(1));
  EXPECT_EQ(ExpireTime(record), login + absl::Hours(12));
  const absl::Status stale = CheckFresh(record, login + absl::Minutes(1));
  EXPECT_EQ(ErrorInfoOf(stale)->metadata().at("login_time"), "1970-01-12T13:46:40+00:00");
}

TEST(SessionRulesTest, NoSessionAndAnEndedOneAreToldApart) {
  EXPECT_EQ(NotSignedIn().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(ErrorInfoOf(NotSignedIn())->reason(), "NOT_SIGNED_IN");
  EXPECT_EQ(SessionExpired().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(ErrorInfoOf(SessionExpired())->reason(), "SESSION_EXPIRED");
}

// FIPS 180-2, appendix B.1.
TEST(SessionRulesTest, ATokenIsKeptAsItsSha256) {
  EXPECT_EQ(HashOfToken("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace lianfang::portal
