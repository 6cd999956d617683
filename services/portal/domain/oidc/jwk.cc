#include "services/portal/domain/oidc/jwk.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "services/portal/domain/oidc/id_token.h"

namespace lianfang::portal {
namespace {

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freer<Free>>;
using Number = Owned<BIGNUM, BN_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Context = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Digest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

constexpr size_t kCoordinateBytes = 32;  // of P-256
constexpr int kLeastRsaBits = 2048;

// The bytes under a key, from unpadded base64url; empty where there are none.
std::string BytesUnder(const google::protobuf::Struct& key, const char* name) {
  std::string bytes;
  return absl::WebSafeBase64Unescape(TextUnder(key, name), &bytes) ? bytes : "";
}

Number NumberOf(const std::string& bytes) {
  return Number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

Key Make(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (parameters == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return Key(key);
}

Key RsaKey(const google::protobuf::Struct& jwk) {
  const Number modulus = NumberOf(BytesUnder(jwk, "n")), exponent = NumberOf(BytesUnder(jwk, "e"));
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  Key key = Make("RSA", builder.get());
  return key != nullptr && EVP_PKEY_get_bits(key.get()) >= kLeastRsaBits ? std::move(key) : nullptr;
}

Key EcKey(const google::protobuf::Struct& jwk) {
  const std::string x = BytesUnder(jwk, "x"), y = BytesUnder(jwk, "y");
  if (TextUnder(jwk, "crv") != "P-256" || x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) return nullptr;
  const std::string point = "\x04" + x + y;
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return Make("EC", builder.get());
}

// r and s side by side, as a JWS has them, become DER, as OpenSSL wants them; empty for another length.
std::string DerOf(absl::string_view signature) {
  if (signature.size() != 2 * kCoordinateBytes) return "";
  const Owned<ECDSA_SIG, ECDSA_SIG_free> parts(ECDSA_SIG_new());
  ECDSA_SIG_set0(parts.get(), NumberOf(std::string(signature.substr(0, kCoordinateBytes))).release(),
                 NumberOf(std::string(signature.substr(kCoordinateBytes))).release());
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(parts.get(), &der);
  std::string bytes(reinterpret_cast<char*>(der), length > 0 ? static_cast<size_t>(length) : 0);
  OPENSSL_free(der);
  return bytes;
}

bool Verify(EVP_PKEY* key, bool pss, absl::string_view text, absl::string_view signature) {
  const Digest digest(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;
  if (EVP_DigestVerifyInit(digest.get(), &options, EVP_sha256(), nullptr, key) != 1) return false;
  if (pss && (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
              EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return false;
  }
  return EVP_DigestVerify(digest.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

}  // namespace

bool VerifyJws(const google::protobuf::Struct& jwk, absl::string_view algorithm, absl::string_view signed_text,
               absl::string_view signature) {
  const std::string type = TextUnder(jwk, "kty");
  const std::string bound = TextUnder(jwk, "alg"), use = TextUnder(jwk, "use");
  if ((!bound.empty() && bound != algorithm) || (!use.empty() && use != "sig")) return false;
  if (algorithm == "ES256" && type == "EC") {
    const Key key = EcKey(jwk);
    const std::string der = DerOf(signature);
    return key != nullptr && !der.empty() && Verify(key.get(), false, signed_text, der);
  }
  if ((algorithm == "RS256" || algorithm == "PS256") && type == "RSA") {
    const Key key = RsaKey(jwk);
    return key != nullptr && Verify(key.get(), algorithm == "PS256", signed_text, signature);
  }
  return false;
}

}  // namespace lianfang::portal
