#include "common/hash.h"

#include <openssl/evp.h>

#include <stdexcept>

namespace lianfang {

namespace {

// Found once: OpenSSL's one-step function looks its provider up at every call, which takes as long as hashing.
const EVP_MD* Sha256Method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

}  // namespace

std::string Sha256(absl::string_view bytes) {
  std::string digest(32, '\0');
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, Sha256Method(),
                 nullptr) != 1) {
    throw std::runtime_error("SHA-256 failed");
  }
  return digest;
}

}  // namespace lianfang
