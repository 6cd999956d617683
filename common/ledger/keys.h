// Ed25519 keys (RFC 8032) that sign and verify seals, by OpenSSL.
#ifndef LIANFANG_COMMON_LEDGER_KEYS_H_
#define LIANFANG_COMMON_LEDGER_KEYS_H_

#include <openssl/evp.h>

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;

// Thread-safe; copies share the key.
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

// Sequences of one ledger, first and last included.
struct SequenceRange {
  static constexpr int64_t kNoEnd = std::numeric_limits<int64_t>::max();

  int64_t first = 1;
  int64_t last = kNoEnd;

  bool operator==(const SequenceRange&) const = default;
};

// What a key has sealed, as it was pinned: for a retired key, when it was retired. Without it, whoever still has the
// private half of a retired key could sign receipts that verify for ever.
struct KeyTerm {
  bool retired = false;
  // By ledger (`plans/{plan}`), each in order. A retired key has sealed nothing of a ledger that is not here; a key in
  // use may seal it from its first entry on.
  std::map<std::string, std::vector<SequenceRange>> ranges{};

  bool operator==(const KeyTerm&) const = default;
};

// The keys that verify: the one in use, and those that signed before it. What an older key signed within its term stays
// good for ever. Thread-safe once filled.
class KeyRing {
 public:
  struct Member {
    PublicKey key;
    std::optional<KeyTerm> term;  // nothing where it was not pinned: then the key may have sealed anything
  };

  KeyRing() = default;
  // A single key is a ring of one.
  KeyRing(PublicKey key) { Add(std::move(key)); }  // NOLINT(google-explicit-constructor)

  // A key that is there already stays, with its term; it gets one where it has none.
  void Add(PublicKey key, std::optional<KeyTerm> term = std::nullopt);
  // Null where no key has this id.
  const PublicKey* Find(const std::string& id) const;
  bool HasTerm(const std::string& id) const;
  // What the key has sealed of `ledger` by its term, such as `1-40, 45-`; `1-` for a key in use of which nothing else is
  // said, `-` where it has sealed nothing. Empty where no term is known.
  std::string TermText(const std::string& id, const std::string& ledger) const;

  // DATA_LOSS where the key's term excludes that it sealed these entries of `ledger`. The key is in the ring.
  absl::Status CheckSealed(const std::string& id, const std::string& ledger, const SequenceRange& entries) const;
  // DATA_LOSS where the key's term excludes that it signed a head of `ledger` after `size` entries: it was retired
  // before. The key is in the ring.
  absl::Status CheckSigned(const std::string& id, const std::string& ledger, int64_t size) const;

  const std::map<std::string, Member>& members() const { return members_; }  // by id

 private:
  std::map<std::string, Member> members_;
};

// FAILED_PRECONDITION: what is said of a signature by a key that is not in the ring.
absl::Status UnknownKey(absl::string_view id);

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
