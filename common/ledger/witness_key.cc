#include "common/ledger/witness_key.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/obj_mac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <stdexcept>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/hash.h"

namespace lianfang {
namespace {

constexpr int kScalarBytes = 32;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeSignature {
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
using ContextHandle = std::unique_ptr<EVP_MD_CTX, FreeContext>;
using SignatureHandle = std::unique_ptr<ECDSA_SIG, FreeSignature>;

const unsigned char* Bytes(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// OpenSSL fails here only for want of memory or entropy; nothing that signs may go on then.
void Must(bool ok) {
  if (!ok) throw std::runtime_error("the key cannot be used");
}

bool IsP256(const KeyHandle& key) {
  char group[32] = {};
  return key != nullptr && EVP_PKEY_id(key.get()) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key.get(), group, sizeof group, nullptr) == 1 &&
         absl::string_view(group) == SN_X9_62_prime256v1;
}

std::string DerOf(const EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int length = i2d_PUBKEY(key, &der);
  Must(length > 0);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<size_t>(length));
  OPENSSL_free(der);
  return bytes;
}

KeyHandle PublicHalf(const EVP_PKEY* key) {
  const std::string der = DerOf(key);
  const unsigned char* cursor = Bytes(der);
  return KeyHandle(d2i_PUBKEY(nullptr, &cursor, static_cast<long>(der.size())));
}

// From r and s to the form that OpenSSL verifies; empty where they are none.
std::string ToDer(absl::string_view signature) {
  if (signature.size() != 2 * kScalarBytes) return "";
  const SignatureHandle parts(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(Bytes(signature), kScalarBytes, nullptr);
  BIGNUM* s = BN_bin2bn(Bytes(signature) + kScalarBytes, kScalarBytes, nullptr);
  Must(parts != nullptr && r != nullptr && s != nullptr && ECDSA_SIG_set0(parts.get(), r, s) == 1);
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(parts.get(), &der);
  Must(length > 0);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<size_t>(length));
  OPENSSL_free(der);
  return bytes;
}

std::string FromDerSignature(absl::string_view der) {
  const unsigned char* cursor = Bytes(der);
  const SignatureHandle parts(d2i_ECDSA_SIG(nullptr, &cursor, static_cast<long>(der.size())));
  Must(parts != nullptr);
  std::string signature(2 * kScalarBytes, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(signature.data());
  Must(BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), bytes, kScalarBytes) == kScalarBytes &&
       BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), bytes + kScalarBytes, kScalarBytes) == kScalarBytes);
  return signature;
}

}  // namespace

WitnessPublicKey::WitnessPublicKey(KeyHandle key)
    : key_(std::move(key)), der_(DerOf(key_.get())), id_(absl::BytesToHexString(Sha256(der_).substr(0, 8))) {}

absl::StatusOr<WitnessPublicKey> WitnessPublicKey::FromDer(absl::string_view der) {
  const unsigned char* cursor = Bytes(der);
  KeyHandle key(d2i_PUBKEY(nullptr, &cursor, static_cast<long>(der.size())));
  if (!IsP256(key)) return absl::InvalidArgumentError("not a P-256 public key in DER");
  WitnessPublicKey read(std::move(key));
  if (read.der() != der) return absl::InvalidArgumentError("not a P-256 public key in its usual DER form");
  return read;
}

bool WitnessPublicKey::Verify(absl::string_view message, absl::string_view signature) const {
  const std::string der = ToDer(signature);
  const ContextHandle context(EVP_MD_CTX_new());
  return !der.empty() && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(der), der.size(), Bytes(message), message.size()) == 1;
}

WitnessSigner::WitnessSigner(KeyHandle key) : key_(std::move(key)), public_key_(PublicHalf(key_.get())) {}

absl::StatusOr<WitnessSigner> WitnessSigner::FromPem(absl::string_view pem) {
  const std::unique_ptr<BIO, FreeBio> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  KeyHandle key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (!IsP256(key)) return absl::InvalidArgumentError("not a P-256 private key in PEM");
  return WitnessSigner(std::move(key));
}

WitnessSigner WitnessSigner::Generate() {
  KeyHandle key(EVP_EC_gen(SN_X9_62_prime256v1));
  Must(key != nullptr);
  return WitnessSigner(std::move(key));
}

std::string WitnessSigner::Sign(absl::string_view message) const {
  const ContextHandle context(EVP_MD_CTX_new());
  std::string der(128, '\0');
  size_t length = der.size();
  Must(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
       EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &length, Bytes(message),
                      message.size()) == 1);
  return FromDerSignature(absl::string_view(der).substr(0, length));
}

std::string PossessionMessage(absl::string_view actor, absl::string_view ledger) {
  return absl::StrCat("lianfang.submission.v1.RegisterKey\n", actor, "\n", ledger);
}

std::string WitnessMessage(absl::string_view tree_head) {
  return absl::StrCat("lianfang.submission.v1.HeadWitnessed\n", tree_head);
}

}  // namespace lianfang
