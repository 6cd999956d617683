// Sessions in Redis, in which every replica finds them.
//
//   lianfang:portal:session:<hash>     a SessionRecord, sealed; goes away after `idle`
//   lianfang:portal:person:<hash>      the sessions of a person, by the hash of the identity URI
//   lianfang:portal:login:<hash>       a PendingLogin, sealed
//
// Records are sealed for their keys (record_seal.h). One whose seal is wrong counts as absent and is logged: somebody else writes to Redis, or
// a key was removed too early.
#ifndef LIANFANG_SERVICES_PORTAL_STORE_REDIS_SESSION_STORE_H_
#define LIANFANG_SERVICES_PORTAL_STORE_REDIS_SESSION_STORE_H_

#include <optional>
#include <string>
#include <utility>

#include "services/portal/domain/session/record_seal.h"
#include "services/portal/store/redis_commands.h"
#include "services/portal/store/session_store.h"

namespace lianfang::portal {

class RedisSessionStore : public SessionStore {
 public:
  RedisSessionStore(RedisAddress address, RecordSeal seal) : redis_(std::move(address)), seal_(std::move(seal)) {}

  absl::Status Create(const std::string& hash, const v1::SessionRecord& record, absl::Duration idle) override;
  absl::StatusOr<std::optional<FoundSession>> Find(const std::string& hash, Use use, absl::Duration idle) override;
  absl::Status Remove(const std::string& hash, const std::string& uri) override;
  absl::StatusOr<int> RemoveAll(const std::string& uri) override;
  absl::Status Begin(const std::string& hash, const v1::PendingLogin& login, absl::Duration lifetime) override;
  absl::StatusOr<std::optional<v1::PendingLogin>> Take(const std::string& hash) override;

 private:
  // What is kept under the key, where it is sealed for it and such a message.
  template <typename Record>
  std::optional<Record> Opened(const std::string& key, const std::string& sealed) const;

  RedisCommands redis_;
  const RecordSeal seal_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_STORE_REDIS_SESSION_STORE_H_
