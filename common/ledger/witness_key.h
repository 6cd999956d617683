// Keys of those who witness a ledger: NIST P-256 with ECDSA and SHA-256, which browsers can keep without letting them
// out (WebCrypto). Signatures are r and s, 32 bytes each, as WebCrypto makes them.
#ifndef LIANFANG_COMMON_LEDGER_WITNESS_KEY_H_
#define LIANFANG_COMMON_LEDGER_WITNESS_KEY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/keys.h"

namespace lianfang {

// Thread-safe; copies share the key.
class WitnessPublicKey {
 public:
  // Reads a DER SubjectPublicKeyInfo, of which there is one form only. INVALID_ARGUMENT unless it is a P-256 key.
  static absl::StatusOr<WitnessPublicKey> FromDer(absl::string_view der);

  bool Verify(absl::string_view message, absl::string_view signature) const;
  // First 16 hex digits of the SHA-256 of the DER form.
  const std::string& id() const { return id_; }
  const std::string& der() const { return der_; }

 private:
  friend class WitnessSigner;
  explicit WitnessPublicKey(KeyHandle key);

  std::shared_ptr<EVP_PKEY> key_;
  std::string der_;
  std::string id_;
};

// Thread-safe.
class WitnessSigner {
 public:
  // Reads a PEM private key (PKCS #8, or as `openssl ecparam` writes it). INVALID_ARGUMENT unless it is a P-256 key.
  static absl::StatusOr<WitnessSigner> FromPem(absl::string_view pem);
  // A new key; for tests.
  static WitnessSigner Generate();

  std::string Sign(absl::string_view message) const;
  const WitnessPublicKey& public_key() const { return public_key_; }

 private:
  explicit WitnessSigner(KeyHandle key);

  std::shared_ptr<EVP_PKEY> key_;
  WitnessPublicKey public_key_;
};

// What is signed, as the contract says: to show that one has the private half of a key (RegisterKeyRequest.possession),
// and to witness a tree head (HeadWitnessed.signature).
std::string PossessionMessage(absl::string_view actor, absl::string_view ledger);
std::string WitnessMessage(absl::string_view tree_head);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_WITNESS_KEY_H_
