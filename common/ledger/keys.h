// Ed25519 keys (RFC 8032) that sign and verify seals, by OpenSSL.
#ifndef LIANFANG_COMMON_LEDGER_KEYS_H_
#define LIANFANG_COMMON_LEDGER_KEYS_H_

#include <openssl/evp.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;

// Thread-safe.
class PublicKey {
 public:
  // Reads a PEM SubjectPublicKeyInfo. INVALID_ARGUMENT unless it is an Ed25519 key.
  static absl::StatusOr<PublicKey> FromPem(absl::string_view pem);

  bool Verify(absl::string_view message, absl::string_view signature) const;
  // First 16 hex digits of the SHA-256 of the DER form.
  const std::string& id() const { return id_; }
  std::string ToPem() const;

 private:
  friend class SigningKey;
  explicit PublicKey(KeyHandle key);

  std::shared_ptr<EVP_PKEY> key_;
  std::string id_;
};

// The keys that verify: the one in use, and those that signed before it. What an older key signed stays good for ever;
// what the private half of a retired key could still sign is bounded by when its successor was installed, which the
// ledger's order shows. Thread-safe once filled.
class KeyRing {
 public:
  KeyRing() = default;
  // A single key is a ring of one.
  KeyRing(PublicKey key) { Add(std::move(key)); }  // NOLINT(google-explicit-constructor)

  void Add(PublicKey key) { keys_.insert_or_assign(key.id(), std::move(key)); }
  // Null where no key has this id.
  const PublicKey* Find(const std::string& id) const;

 private:
  std::map<std::string, PublicKey> keys_;  // by id
};

// Thread-safe.
class SigningKey {
 public:
  // Reads a PEM private key (PKCS #8). INVALID_ARGUMENT unless it is an Ed25519 key.
  static absl::StatusOr<SigningKey> FromPem(absl::string_view pem);
  // A new key; for tests and tools.
  static SigningKey Generate();

  // 64 bytes.
  std::string Sign(absl::string_view message) const;
  const PublicKey& public_key() const { return public_key_; }

 private:
  explicit SigningKey(KeyHandle key);

  std::shared_ptr<EVP_PKEY> key_;
  PublicKey public_key_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_KEYS_H_
