// Sessions in Redis, in which every replica finds them.
//
//   lianfang:portal:session:<hash>     a SessionRecord; goes away after `idle`
//   lianfang:portal:person:<hash>      the sessions of a person, by the hash of the identity URI
//   lianfang:portal:login:<hash>       a PendingLogin
#ifndef LIANFANG_SERVICES_PORTAL_STORE_REDIS_SESSION_STORE_H_
#define LIANFANG_SERVICES_PORTAL_STORE_REDIS_SESSION_STORE_H_

#include "services/portal/store/redis_commands.h"
#include "services/portal/store/session_store.h"

namespace lianfang::portal {

class RedisSessionStore : public SessionStore {
 public:
  explicit RedisSessionStore(RedisAddress address) : redis_(std::move(address)) {}

  absl::Status Create(const std::string& hash, const v1::SessionRecord& record, absl::Duration idle) override;
  absl::StatusOr<std::optional<FoundSession>> Find(const std::string& hash, Use use, absl::Duration idle) override;
  absl::Status Remove(const std::string& hash, const std::string& uri) override;
  absl::StatusOr<int> RemoveAll(const std::string& uri) override;
  absl::Status Begin(const std::string& hash, const v1::PendingLogin& login, absl::Duration lifetime) override;
  absl::StatusOr<std::optional<v1::PendingLogin>> Take(const std::string& hash) override;

 private:
  RedisCommands redis_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_STORE_REDIS_SESSION_STORE_H_
