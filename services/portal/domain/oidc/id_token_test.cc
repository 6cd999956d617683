#include "services/portal/domain/oidc/id_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/portal/domain/oidc/jwk.h"

namespace lianfang::portal {
namespace {

using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
const ExpectedToken kExpected{.issuer = "https://sso.example", .client_id = "portal", .nonce = "n"};

std::string Base64Url(absl::string_view bytes) {
  std::string text = absl::WebSafeBase64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

// A provider's key, and what it signs.
class Signer {
 public:
  explicit Signer(const char* algorithm)
      : algorithm_(algorithm), key_(algorithm_ == "ES256" ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048), EVP_PKEY_free) {}

  google::protobuf::Struct Jwks(const std::string& id = "k1") const {
    std::string key;
    if (algorithm_ == "ES256") {
      key = absl::StrCat(R"("kty":"EC","crv":"P-256","x":")", Number(OSSL_PKEY_PARAM_EC_PUB_X, 32), R"(","y":")",
                         Number(OSSL_PKEY_PARAM_EC_PUB_Y, 32), "\"");
    } else {
      key = absl::StrCat(R"("kty":"RSA","n":")", Number(OSSL_PKEY_PARAM_RSA_N, 256), R"(","e":")",
                         Number(OSSL_PKEY_PARAM_RSA_E, 3), "\"");
    }
    return *ParseObject(absl::StrCat(R"({"keys":[{"kid":")", id, R"(",)", key, "}]}"));
  }

  std::string Sign(const std::string& claims, const std::string& header = "") const {
    const std::string text =
        absl::StrCat(Base64Url(header.empty() ? absl::StrCat(R"({"kid":"k1","alg":")", algorithm_, "\"}") : header),
                     ".", Base64Url(claims));
    return absl::StrCat(text, ".", Base64Url(Signature(text)));
  }

 private:
  std::string Number(const char* name, int bytes) const {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &number);
    std::string text(static_cast<size_t>(bytes), '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(text.data()), bytes);
    BN_free(number);
    return Base64Url(text);
  }

  std::string Signature(const std::string& text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* options = nullptr;
    EVP_DigestSignInit(digest.get(), &options, EVP_sha256(), nullptr, key_.get());
    if (algorithm_ == "PS256") {
      EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST);
    }
    size_t length = 1024;
    std::string signature(length, '\0');
    EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                   reinterpret_cast<const unsigned char*>(text.data()), text.size());
    signature.resize(length);
    return algorithm_ == "ES256" ? Raw(signature) : signature;
  }

  static std::string Raw(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> parts(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);  // NOLINT(runtime/int)
    std::string raw(64, '\0');
    auto* out = reinterpret_cast<unsigned char*>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), out, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), out + 32, 32);
    return raw;
  }

  const std::string algorithm_;
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

std::string Claims(const std::string& replace = "", const std::string& by = "") {
  std::string claims =
      R"({"iss":"https://sso.example","aud":"portal","nonce":"n","sub":"zhang.wei","iat":1799999990,"exp":1800000300,"auth_time":1799999000})";
  if (!replace.empty()) claims.replace(claims.find(replace), replace.size(), by);
  return claims;
}

TEST(VerifyIdTokenTest, TakesTheThreeAlgorithms) {
  for (const char* algorithm : {"RS256", "PS256", "ES256"}) {
    const Signer signer(algorithm);
    const auto token = VerifyIdToken(signer.Sign(Claims()), signer.Jwks(), kExpected, kNow);
    ASSERT_TRUE(token.ok()) << algorithm << ": " << token.status();
    EXPECT_EQ(token->subject, "zhang.wei");
    EXPECT_EQ(token->auth_time, absl::FromUnixSeconds(1'799'999'000));
  }
}

TEST(VerifyIdTokenTest, ClaimsThatAreNotAsTheyShouldBeAreRefused) {
  const Signer signer("ES256");
  const auto says = [&](const std::string& replace, const std::string& by, const std::string& why) {
    const absl::Status status =
        VerifyIdToken(signer.Sign(Claims(replace, by)), signer.Jwks(), kExpected, kNow).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << by;
    EXPECT_THAT(std::string(status.message()), HasSubstr(why)) << by;
  };
  says("https://sso.example", "https://evil.example", "another issuer");
  says("https://sso.example", "https://sso.example/", "another issuer");
  says("\"portal\"", "\"other\"", "somebody else");
  says("\"portal\"", "[\"other\"]", "somebody else");
  says("\"portal\"", "[\"portal\",\"other\"]", "somebody else");  // for whom of the two, it does not say
  says("\"portal\"", "[]", "somebody else");
  says("\"nonce\":\"n\"", "\"nonce\":\"m\"", "another question");
  says("\"nonce\":\"n\",", "", "another question");
  says("1800000300", "1799999940", "run out");
  says("1800000300", "\"1800000300\"", "run out");
  says("1799999990", "1800000061", "the future");
  says("zhang.wei", "", "nobody");
  says("zhang.wei", std::string(256, 'a'), "nobody");
}

TEST(VerifyIdTokenTest, ATokenForSeveralSaysThatItIsForUs) {
  const Signer signer("ES256");
  EXPECT_TRUE(VerifyIdToken(signer.Sign(Claims("\"portal\"", R"(["portal","other"],"azp":"portal")")), signer.Jwks(),
                            kExpected, kNow)
                  .ok());
  EXPECT_TRUE(VerifyIdToken(signer.Sign(Claims("1800000300", "1799999941")), signer.Jwks(), kExpected, kNow).ok())
      << "clocks differ";
}

TEST(VerifyIdTokenTest, WhatTheProviderHasNotSignedIsRefused) {
  const Signer signer("RS256"), other("RS256"), curve("ES256");
  const std::string good = signer.Sign(Claims());
  const auto refused = [&](const std::string& token, const google::protobuf::Struct& keys) {
    return VerifyIdToken(token, keys, kExpected, kNow).status().code() == absl::StatusCode::kUnauthenticated;
  };
  EXPECT_TRUE(refused(other.Sign(Claims()), signer.Jwks()));
  EXPECT_TRUE(refused(good, signer.Jwks("k2"))) << "the key of another name";
  EXPECT_TRUE(refused(good, curve.Jwks())) << "a key of another kind";
  EXPECT_TRUE(refused(good, google::protobuf::Struct()));
  EXPECT_TRUE(refused(signer.Sign(Claims(), R"({"kid":"k1","alg":"none"})"), signer.Jwks()));
  EXPECT_TRUE(refused(signer.Sign(Claims(), R"({"kid":"k1","alg":"HS256"})"), signer.Jwks()));
  EXPECT_TRUE(refused(good.substr(0, good.rfind('.') + 1), signer.Jwks())) << "without a signature";
  for (const std::string& wrong :
       {std::string(), std::string("a.b"), std::string("a.b.c.d"), good + "A", "x" + good, std::string(100'000, 'a')}) {
    EXPECT_TRUE(refused(wrong, signer.Jwks())) << wrong.substr(0, 20);
  }
}

TEST(VerifyJwsTest, AShortRsaKeyIsNone) {
  const auto key = ParseObject(R"({"kty":"RSA","n":"AQAB","e":"AQAB"})");
  EXPECT_FALSE(VerifyJws(*key, "RS256", "text", "signature"));
}

// The example of RFC 7636, appendix B.
TEST(CodeChallengeTest, IsTheRfcs) {
  EXPECT_EQ(CodeChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(VerifyIdTokenTest, BoundsAreHeldToTheSecondAndTheCharacter) {
  const Signer signer("ES256");
  const auto taken = [&](const std::string& replace, const std::string& by) {
    return VerifyIdToken(signer.Sign(Claims(replace, by)), signer.Jwks(), kExpected, kNow).ok();
  };
  EXPECT_TRUE(taken("1799999990", "1800000060")) << "issued a minute ahead: clocks differ";
  EXPECT_TRUE(taken("zhang.wei", std::string(255, 'a')));
  EXPECT_FALSE(taken("\"iat\":1799999990,", "")) << "no time of issue";
  EXPECT_FALSE(taken(",\"exp\":1800000300", "")) << "no end";
  EXPECT_FALSE(taken("\"aud\":\"portal\",", ""));
  EXPECT_FALSE(taken("\"iss\":\"https://sso.example\",", ""));
}

TEST(VerifyIdTokenTest, TheAuthorizedPartyIsUsWhereItIsNamed) {
  const Signer signer("ES256");
  const auto taken = [&](const std::string& audience) {
    return VerifyIdToken(signer.Sign(Claims("\"portal\"", audience)), signer.Jwks(), kExpected, kNow).ok();
  };
  EXPECT_TRUE(taken(R"("portal","azp":"portal")"));
  EXPECT_FALSE(taken(R"("portal","azp":"other")"));
  EXPECT_TRUE(taken(R"(["portal"])"));
  EXPECT_TRUE(taken(R"(["portal"],"azp":"portal")"));
  EXPECT_FALSE(taken(R"(["portal"],"azp":"other")"));
  EXPECT_FALSE(taken(R"(["other"],"azp":"portal")"));
  EXPECT_FALSE(taken(R"(["portal","other"],"azp":"other")"));
}

TEST(VerifyIdTokenTest, WithoutANonceOfOursNoTokenCounts) {
  const Signer signer("ES256");
  const ExpectedToken nothing{.issuer = "https://sso.example", .client_id = "portal", .nonce = ""};
  EXPECT_FALSE(VerifyIdToken(signer.Sign(Claims("\"nonce\":\"n\",", "")), signer.Jwks(), nothing, kNow).ok());
}

TEST(VerifyIdTokenTest, AuthTimeIsThereOnlyWhereItIsANumber) {
  const Signer signer("ES256");
  const auto auth_time = [&](const std::string& by) {
    const auto token = VerifyIdToken(signer.Sign(Claims("1799999000", by)), signer.Jwks(), kExpected, kNow);
    return token.ok() ? token->auth_time : std::nullopt;
  };
  EXPECT_EQ(auth_time("1799999001"), absl::FromUnixSeconds(1'799'999'001));
  EXPECT_EQ(auth_time("\"1799999001\""), std::nullopt);
}

TEST(VerifyIdTokenTest, AKeyIsFoundByItsNameOrAmongAllWithoutOne) {
  const Signer signer("ES256");
  const std::string unnamed = signer.Sign(Claims(), R"({"alg":"ES256"})");
  EXPECT_TRUE(VerifyIdToken(unnamed, signer.Jwks("any"), kExpected, kNow).ok());
}

// 64 KiB are enough for any token; a longer one is not looked into, signed or not.
TEST(VerifyIdTokenTest, ATokenIsBounded) {
  const Signer signer("ES256");
  const auto of_size = [&](size_t padding) {
    return signer.Sign(Claims("\"sub\"", "\"pad\":\"" + std::string(padding, 'x') + "\",\"sub\""));
  };
  const std::string below = of_size(48'000), above = of_size(49'500);
  ASSERT_LE(below.size(), 65'536u);
  ASSERT_GT(above.size(), 65'536u);
  EXPECT_TRUE(VerifyIdToken(below, signer.Jwks(), kExpected, kNow).ok());
  EXPECT_FALSE(VerifyIdToken(above, signer.Jwks(), kExpected, kNow).ok());
}

// Whether the token is taken when the signer's key is published with another value of one member.
bool IsTakenWith(const Signer& signer, const std::string& token, const std::string& member, const std::string& value) {
  google::protobuf::Struct keys = signer.Jwks();
  auto& key = *(*keys.mutable_fields())["keys"].mutable_list_value()->mutable_values(0)->mutable_struct_value();
  (*key.mutable_fields())[member].set_string_value(value);
  return VerifyIdToken(token, keys, kExpected, kNow).ok();
}

// RFC 7517, sections 4.2 and 4.4: what a key is for, and with which algorithm.
TEST(VerifyJwsTest, AKeyServesItsUseAndItsAlgorithmAlone) {
  const Signer signer("RS256");
  const std::string token = signer.Sign(Claims());
  const auto taken = [&](const std::string& name, const std::string& value) {
    return IsTakenWith(signer, token, name, value);
  };
  EXPECT_TRUE(taken("use", "sig"));
  EXPECT_FALSE(taken("use", "enc"));
  EXPECT_TRUE(taken("alg", "RS256"));
  EXPECT_FALSE(taken("alg", "PS256"));
  EXPECT_FALSE(taken("kty", "EC"));
  EXPECT_FALSE(taken("kty", "oct"));
}

TEST(VerifyJwsTest, ACurveIsP256AndItsPointWhole) {
  const Signer signer("ES256");
  const std::string token = signer.Sign(Claims());
  const auto taken = [&](const std::string& name, const std::string& value) {
    return IsTakenWith(signer, token, name, value);
  };
  EXPECT_TRUE(taken("crv", "P-256"));
  EXPECT_FALSE(taken("crv", "P-384"));
  EXPECT_FALSE(taken("x", "AAAA"));
  EXPECT_FALSE(taken("y", "AAAA"));
  EXPECT_FALSE(taken("y", Base64Url(std::string(32, '\0')))) << "no point of the curve";
  EXPECT_FALSE(VerifyIdToken(token.substr(0, token.size() - 4), signer.Jwks(), kExpected, kNow).ok())
      << "a shorter signature";
}

TEST(ParseObjectTest, IsAnObjectAndItsTexts) {
  EXPECT_FALSE(ParseObject("[1]").has_value());
  EXPECT_FALSE(ParseObject("{").has_value());
  const auto object = ParseObject(R"({"a":"b","n":1})");
  ASSERT_TRUE(object.has_value());
  EXPECT_EQ(TextUnder(*object, "a"), "b");
  EXPECT_EQ(TextUnder(*object, "n"), "");
  EXPECT_EQ(TextUnder(*object, "none"), "");
}

}  // namespace
}  // namespace lianfang::portal
