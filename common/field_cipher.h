// Encryption of single stored values, and their keyed fingerprints: AES-256-GCM and HMAC-SHA-256, by OpenSSL.
//
//   auto cipher = FieldCipher::Load("secrets/field-keys", "secrets/fingerprint-key");
//   const SealedField sealed = cipher->Seal(plain, "rows/1");  // the context is bound to the value, not stored
//   auto opened = cipher->Open(sealed, "rows/1");
//   row.person = cipher->Fingerprint(id_number);               // equal values are found, none is read back
//
// Keys are a text file, one `ID HEX` a line with 64 hex digits; empty lines and `#` comments are left out. The first
// key seals, all of them open: to rotate, put a new key first and keep the old ones until nothing is sealed with them.
// The fingerprint's key is one line of 64 hex digits and never changes.
#ifndef LIANFANG_COMMON_FIELD_CIPHER_H_
#define LIANFANG_COMMON_FIELD_CIPHER_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// A value that only a holder of the key can read.
struct SealedField {
  std::string key_id;
  std::string bytes;  // nonce, ciphertext, tag
};

// Immutable, thread-safe.
class FieldCipher {
 public:
  // From files. FAILED_PRECONDITION when one cannot be read or is not as described above; keys are never quoted.
  static absl::StatusOr<FieldCipher> Load(const std::string& keys_file, const std::string& fingerprint_file);
  // From the files' texts.
  static absl::StatusOr<FieldCipher> Parse(absl::string_view keys, absl::string_view fingerprint_key);

  SealedField Seal(absl::string_view plain, absl::string_view context) const;
  // DATA_LOSS when the value was changed, moved to another context, or its key is gone.
  absl::StatusOr<std::string> Open(const SealedField& sealed, absl::string_view context) const;

  // 32 bytes.
  std::string Fingerprint(absl::string_view value) const;

 private:
  FieldCipher() = default;

  std::string sealing_key_id_;
  std::map<std::string, std::string> keys_;  // by id
  std::string fingerprint_key_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FIELD_CIPHER_H_
