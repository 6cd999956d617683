// Where sessions and logins under way are kept, for all replicas. What is in it may vanish at any moment; then people sign in again.
#ifndef LIANFANG_SERVICES_PORTAL_STORE_SESSION_STORE_H_
#define LIANFANG_SERVICES_PORTAL_STORE_SESSION_STORE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/portal/v1/session.pb.h"

namespace lianfang::portal {

struct FoundSession {
  v1::SessionRecord record;
  absl::Duration idle_left;  // until it ends where nobody uses it
};

// Keys are hashes of tokens (HashOfToken). Every method may block, and answers UNAVAILABLE while the store is away. Thread-safe.
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // Keeps a session, to be found under `hash` until nobody has used it for `idle`, and with the others of its person.
  virtual absl::Status Create(const std::string& hash, const v1::SessionRecord& record, absl::Duration idle) = 0;

  enum class Use { kRenew, kLook };

  // The session, if there is one. kRenew: it is used, and lasts for `idle` from now.
  virtual absl::StatusOr<std::optional<FoundSession>> Find(const std::string& hash, Use use, absl::Duration idle) = 0;

  // Ends one session; OK where there is none. `uri`: its person.
  virtual absl::Status Remove(const std::string& hash, const std::string& uri) = 0;

  // Ends all sessions of a person and answers how many there were.
  virtual absl::StatusOr<int> RemoveAll(const std::string& uri) = 0;

  // Keeps a login under way for `lifetime`. A repeat of the same changes nothing; ALREADY_EXISTS where another is under the hash.
  virtual absl::Status Begin(const std::string& hash, const v1::PendingLogin& login, absl::Duration lifetime) = 0;

  // Takes it out: of several who ask, one gets it.
  virtual absl::StatusOr<std::optional<v1::PendingLogin>> Take(const std::string& hash) = 0;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_STORE_SESSION_STORE_H_
