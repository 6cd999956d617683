#include "services/notification/channels/webhook/webhook_signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace lianfang::notification {

std::string SignRequest(absl::string_view secret, absl::Time time, absl::string_view body) {
  const std::string signed_bytes = absl::StrCat(absl::ToUnixSeconds(time), ".", body);
  unsigned char code[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(signed_bytes.data()), signed_bytes.size(), code, &length);
  return absl::StrCat("v1=", absl::BytesToHexString({reinterpret_cast<const char*>(code), length}));
}

}  // namespace lianfang::notification
