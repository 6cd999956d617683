// Marks of authenticity on what lies in Redis: whoever can write there, and does not know the key, can make up no session.
//
//   auto seal = RecordSeal::Parse(text);
//   const std::string sealed = seal->Seal(record.SerializeAsString(), "session/3f…");
//   const auto bytes = seal->Open(sealed, "session/3f…");   // nullopt: changed, or from another place
//
// Keys are a text file, 64 hex digits a line; empty lines and `#` comments are left out. The first key seals, all of them open. To replace one
// without signing anybody out: add the new one as the last line on every replica, restart, make it the first, restart, remove the old one
// when a session's lifetime has passed.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_SESSION_RECORD_SEAL_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_SESSION_RECORD_SEAL_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::portal {

// Immutable, thread-safe.
class RecordSeal {
 public:
  // FAILED_PRECONDITION when the text is not as described above; keys are never quoted.
  static absl::StatusOr<RecordSeal> Parse(absl::string_view text);

  // HMAC-SHA-256 of place and bytes, and the bytes. The place is where the record is kept: no record counts at another's.
  std::string Seal(absl::string_view bytes, absl::string_view place) const;

  // The bytes; nullopt where no key has sealed them for this place.
  std::optional<std::string> Open(absl::string_view sealed, absl::string_view place) const;

 private:
  explicit RecordSeal(std::vector<std::string> keys) : keys_(std::move(keys)) {}

  std::vector<std::string> keys_;  // at least one
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_SESSION_RECORD_SEAL_H_
