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

}  // namespace
}  // namespace lianfang::portal
