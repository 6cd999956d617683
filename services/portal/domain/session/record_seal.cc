#include "services/portal/domain/session/record_seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <stdexcept>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lianfang::portal {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kMarkBytes = 32;

const unsigned char* Bytes(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// The length of the place comes first, so no two pairs of place and bytes are the same text.
std::string MarkOf(const std::string& key, absl::string_view bytes, absl::string_view place) {
  const std::string text = absl::StrCat(place.size(), ":", place, bytes);
  std::string mark(kMarkBytes, '\0');
  unsigned int length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(text), text.size(),
           reinterpret_cast<unsigned char*>(mark.data()), &length) == nullptr) {
    throw std::runtime_error("HMAC-SHA-256 is not available");
  }
  return mark;
}

}  // namespace

absl::StatusOr<RecordSeal> RecordSeal::Parse(absl::string_view text) {
  std::vector<std::string> keys;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const bool digits = std::all_of(line.begin(), line.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
    if (!digits || line.size() != 2 * kKeyBytes) {
      return absl::FailedPreconditionError("a line of the session keys is not 64 hex digits");
    }
    keys.push_back(absl::HexStringToBytes(line));
  }
  if (keys.empty()) return absl::FailedPreconditionError("there is no session key");
  return RecordSeal(std::move(keys));
}

std::string RecordSeal::Seal(absl::string_view bytes, absl::string_view place) const {
  return absl::StrCat(MarkOf(keys_.front(), bytes, place), bytes);
}

std::optional<std::string> RecordSeal::Open(absl::string_view sealed, absl::string_view place) const {
  if (sealed.size() < kMarkBytes) return std::nullopt;
  const absl::string_view mark = sealed.substr(0, kMarkBytes), bytes = sealed.substr(kMarkBytes);
  for (const std::string& key : keys_) {
    if (CRYPTO_memcmp(MarkOf(key, bytes, place).data(), mark.data(), kMarkBytes) == 0) return std::string(bytes);
  }
  return std::nullopt;
}

}  // namespace lianfang::portal
