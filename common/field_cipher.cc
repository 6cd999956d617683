#include "common/field_cipher.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/id.h"

namespace lianfang {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* Bytes(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void Require(bool done) {
  if (!done) throw std::runtime_error("AES-256-GCM is not available");
}

// The 32 bytes of 64 hex digits; empty for anything else.
std::string ReadKey(absl::string_view hex) {
  hex = absl::StripAsciiWhitespace(hex);
  const bool digits = std::all_of(hex.begin(), hex.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
  return digits && hex.size() == 2 * kKeyBytes ? absl::HexStringToBytes(hex) : "";
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::FailedPreconditionError(absl::StrCat(path, " cannot be read"));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

absl::StatusOr<FieldCipher> FieldCipher::Load(const std::string& keys_file, const std::string& fingerprint_file) {
  const auto keys = ReadFile(keys_file);
  if (!keys.ok()) return keys.status();
  const auto fingerprint_key = ReadFile(fingerprint_file);
  if (!fingerprint_key.ok()) return fingerprint_key.status();
  return Parse(*keys, *fingerprint_key);
}

absl::StatusOr<FieldCipher> FieldCipher::Parse(absl::string_view keys, absl::string_view fingerprint_key) {
  FieldCipher cipher;
  for (absl::string_view line : absl::StrSplit(keys, '\n')) {
    line = absl::StripAsciiWhitespace(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::vector<std::string> parts = absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    const std::string key = parts.size() == 2 ? ReadKey(parts[1]) : "";
    if (key.empty() || !IsResourceId(parts[0]) || !cipher.keys_.emplace(parts[0], key).second) {
      return absl::FailedPreconditionError("a line of the field keys is not `ID HEX` with an id of its own");
    }
    if (cipher.sealing_key_id_.empty()) cipher.sealing_key_id_ = parts[0];
  }
  cipher.fingerprint_key_ = ReadKey(fingerprint_key);
  if (cipher.keys_.empty()) return absl::FailedPreconditionError("there is no field key");
  if (cipher.fingerprint_key_.empty()) {
    return absl::FailedPreconditionError("the fingerprint's key is not 64 hex digits");
  }
  return cipher;
}

SealedField FieldCipher::Seal(absl::string_view plain, absl::string_view context) const {
  const std::string& key = keys_.at(sealing_key_id_);
  SealedField sealed{sealing_key_id_, std::string(kNonceBytes + plain.size() + kTagBytes, '\0')};
  unsigned char* const nonce = Bytes(sealed.bytes);
  Require(RAND_bytes(nonce, kNonceBytes) == 1);
  const Context evp(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int length = 0;
  Require(evp != nullptr && EVP_EncryptInit_ex(evp.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), nonce) == 1 &&
          EVP_EncryptUpdate(evp.get(), nullptr, &length, Bytes(context), static_cast<int>(context.size())) == 1 &&
          EVP_EncryptUpdate(evp.get(), nonce + kNonceBytes, &length, Bytes(plain), static_cast<int>(plain.size())) ==
              1 &&
          EVP_EncryptFinal_ex(evp.get(), nonce + kNonceBytes + plain.size(), &length) == 1 &&
          EVP_CIPHER_CTX_ctrl(evp.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, nonce + kNonceBytes + plain.size()) == 1);
  return sealed;
}

absl::StatusOr<std::string> FieldCipher::Open(const SealedField& sealed, absl::string_view context) const {
  const auto key = keys_.find(sealed.key_id);
  if (key == keys_.end()) return absl::DataLossError(absl::StrCat("there is no field key ", sealed.key_id));
  if (sealed.bytes.size() < kNonceBytes + kTagBytes) return absl::DataLossError("a sealed value is cut short");
  const size_t size = sealed.bytes.size() - kNonceBytes - kTagBytes;
  std::string plain(size, '\0');
  std::string tag = sealed.bytes.substr(kNonceBytes + size);
  const unsigned char* const nonce = Bytes(absl::string_view(sealed.bytes));
  const Context evp(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int length = 0;
  Require(evp != nullptr && EVP_DecryptInit_ex(evp.get(), EVP_aes_256_gcm(), nullptr, Bytes(key->second), nonce) == 1 &&
          EVP_DecryptUpdate(evp.get(), nullptr, &length, Bytes(context), static_cast<int>(context.size())) == 1 &&
          EVP_DecryptUpdate(evp.get(), Bytes(plain), &length, nonce + kNonceBytes, static_cast<int>(size)) == 1 &&
          EVP_CIPHER_CTX_ctrl(evp.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(evp.get(), Bytes(plain) + size, &length) != 1) {
    return absl::DataLossError("a sealed value was changed, or belongs elsewhere");
  }
  return plain;
}

std::string FieldCipher::Fingerprint(absl::string_view value) const {
  std::string bytes(kKeyBytes, '\0');
  unsigned int length = 0;
  Require(HMAC(EVP_sha256(), fingerprint_key_.data(), static_cast<int>(fingerprint_key_.size()), Bytes(value),
               value.size(), Bytes(bytes), &length) != nullptr);
  return bytes;
}

}  // namespace lianfang
