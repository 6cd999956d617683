#include "common/rpc/forwarded_identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace lianfang {
namespace {

using testing::HasSubstr;

constexpr char kOffice[] = "spiffe://lianfang.local/region/140581/department/hrss/role/office";

TEST(ForwardedIdentityTest, ReadsWhatNginxIsToldToWrite) {
  const auto identity = ParseForwardedIdentity(
      R"(Cert="-----BEGIN%20CERTIFICATE-----%0AMIIB%2B%2Fx%3D%0A-----END%20CERTIFICATE-----%0A")");
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->certificate, "-----BEGIN CERTIFICATE-----\nMIIB+/x=\n-----END CERTIFICATE-----\n");
  EXPECT_EQ(identity->chain, "");
  EXPECT_EQ(identity->uri, "");
}

// The example of Envoy's documentation, with a chain and a subject that is quoted within.
TEST(ForwardedIdentityTest, ReadsWhatEnvoyWrites) {
  const auto identity = ParseForwardedIdentity(
      R"(By=spiffe://lianfang.local/service/portal;By=spiffe://other;Hash=468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688;)"
      R"(Cert="-----BEGIN%20CERTIFICATE-----%0Aleaf";Chain="leaf%0Aissuer";)"
      R"(Subject="/C=CN/O=\"HRSS; Gaoping\", plan office";URI=)" +
      std::string(kOffice) + ";DNS=a.example;DNS=b.example");
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->certificate, "-----BEGIN CERTIFICATE-----\nleaf");
  EXPECT_EQ(identity->chain, "leaf\nissuer");
  EXPECT_EQ(identity->uri, kOffice);
}

TEST(ForwardedIdentityTest, KeysAreReadInAnyCase) {
  const auto identity = ParseForwardedIdentity("uRi=\"" + std::string(kOffice) + "\"; hash=00");
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->uri, kOffice);
}

void ExpectRefused(const std::string& header, const std::string& reason) {
  const auto identity = ParseForwardedIdentity(header);
  EXPECT_EQ(identity.status().code(), absl::StatusCode::kUnauthenticated) << header;
  EXPECT_THAT(std::string(identity.status().message()), HasSubstr(reason)) << header;
}

TEST(ForwardedIdentityTest, SaysWhatIsWrong) {
  ExpectRefused("", "a pair has no `=`");
  ExpectRefused("URI", "a pair has no `=`");
  ExpectRefused("URI=a;", "a pair has no `=`");
  ExpectRefused("URI=a,", "a pair has no `=`");
  ExpectRefused("\"URI\"=a", "a pair has no `=`");
  ExpectRefused("URI=\"a", "a quoted value has no end");
  ExpectRefused("URI=\"a\\\"", "a quoted value has no end");
  ExpectRefused("URI=\"a\"b", "followed by neither");
  ExpectRefused("URI=a\"b\"", "followed by neither");
  ExpectRefused("Cert=%", "not percent-encoded");
  ExpectRefused("Cert=a%4", "not percent-encoded");
  ExpectRefused("Cert=%zz", "not percent-encoded");
  ExpectRefused("Chain=%4;URI=a", "not percent-encoded");
  ExpectRefused("Role=office;URI=a", "does not know the key \"role\"");
  ExpectRefused("=a", "does not know the key \"\"");
}

TEST(ForwardedIdentityTest, NobodyIsNamedTwiceOrNotAtAll) {
  ExpectRefused("URI=a;URI=b", "says \"uri\" twice");
  ExpectRefused("URI=a;uri=a", "says \"uri\" twice");
  ExpectRefused("Cert=a;Cert=b", "says \"cert\" twice");
  ExpectRefused("By=spiffe://lianfang.local/service/portal", "names nobody");
  ExpectRefused("Cert=\"\"", "names nobody");
  ExpectRefused("URI=", "names nobody");
}

TEST(ForwardedIdentityTest, MoreThanOneProxyIsOneTooMany) {
  ExpectRefused("URI=a,URI=b", "2 proxies");
  ExpectRefused("URI=a,URI=b,URI=c", "3 proxies");
  EXPECT_TRUE(ParseForwardedIdentity("URI=\"a,b\"").ok());
}

TEST(ForwardedIdentityTest, ItsLengthIsBounded) {
  EXPECT_TRUE(ParseForwardedIdentity("URI=" + std::string(kLongestForwardedClientCert - 4, 'a')).ok());
  ExpectRefused("URI=" + std::string(kLongestForwardedClientCert - 3, 'a'), "longer than 8192 bytes");
}

}  // namespace
}  // namespace lianfang
