// Sessions in Redis, in which every replica finds them.
//
//   lianfang:portal:session:<hash>     a SessionRecord, sealed; goes away after `idle`
//   lianfang:portal:person:<hash>      the sessions of a person, by the hash of the identity URI
//   lianfang:portal:login:<hash>       a PendingLogin, sealed
//
// Records are sealed for their keys (record_seal.h). One whose seal is wrong counts as absent and is logged: somebody else writes to Redis, or
// a key was removed too early. A record that was taken out and is put back counts no more in the process that took it out, and elsewhere
// until an hour after its session's last use (`valid_until_time`, renewed in steps).
#ifndef LIANFANG_SERVICES_PORTAL_STORE_REDIS_SESSION_STORE_H_
#define LIANFANG_SERVICES_PORTAL_STORE_REDIS_SESSION_STORE_H_

#include <optional>
#include <string>
#include <utility>

#include "common/clock.h"
#include "services/portal/domain/session/ended_sessions.h"
#include "services/portal/domain/session/record_seal.h"
#include "services/portal/store/redis_commands.h"
#include "services/portal/store/session_store.h"

namespace lianfang::portal {

class RedisSessionStore : public SessionStore {
 public:
  // The clock outlives it.
  RedisSessionStore(RedisAddress address, RecordSeal seal, const Clock& clock)
      : redis_(std::move(address)), seal_(std::move(seal)), clock_(clock) {}

  absl::Status Create(const std::string& hash, const v1::SessionRecord& record, absl::Duration idle) override;
  absl::StatusOr<std::optional<FoundSession>> Find(const std::string& hash, Use use, absl::Duration idle) override;
  absl::Status Remove(const std::string& hash, const std::string& uri) override;
  absl::StatusOr<int> RemoveAll(const std::string& uri) override;
  absl::Status Begin(const std::string& hash, const v1::PendingLogin& login, absl::Duration lifetime) override;
  absl::StatusOr<std::optional<v1::PendingLogin>> Take(const std::string& hash) override;

 private:
  static constexpr size_t kMostEnded = 50'000;  // about 10 MiB

  // What is kept under the key, where it is sealed for it and such a message.
  template <typename Record>
  std::optional<Record> Opened(const std::string& key, const std::string& sealed) const;

  // The record as it lies in Redis: valid for `idle` from now and a step more.
  std::string Sealed(const std::string& key, v1::SessionRecord record, absl::Duration idle) const;

  // Whether the record of the session counts; says in the log why not.
  bool Counts(const std::string& hash, const v1::SessionRecord& record) const;

  // Seals the record anew where its validity would run out before the session is idle. False: the session went away meanwhile.
  absl::StatusOr<bool> Prolong(const std::string& key, const v1::SessionRecord& record, absl::Duration idle);

  RedisCommands redis_;
  const RecordSeal seal_;
  const Clock& clock_;
  EndedSessions ended_{kMostEnded};
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_STORE_REDIS_SESSION_STORE_H_
