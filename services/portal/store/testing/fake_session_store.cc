#include "services/portal/store/testing/fake_session_store.h"

#include <utility>

namespace lianfang::portal {

absl::Status FakeSessionStore::Create(const std::string& hash, const v1::SessionRecord& record, absl::Duration idle) {
  absl::MutexLock lock(&mutex_);
  if (!failure_.ok()) return failure_;
  sessions_[hash] = {record, clock_.Now() + idle};
  return absl::OkStatus();
}

absl::StatusOr<std::optional<FoundSession>> FakeSessionStore::Find(const std::string& hash, Use use,
                                                                   absl::Duration idle) {
  absl::MutexLock lock(&mutex_);
  if (!failure_.ok()) return failure_;
  const auto found = sessions_.find(hash);
  if (found == sessions_.end() || clock_.Now() >= found->second.until) return std::optional<FoundSession>();
  if (use == Use::kRenew) found->second.until = clock_.Now() + idle;
  return FoundSession{found->second.value, found->second.until - clock_.Now()};
}

absl::Status FakeSessionStore::Remove(const std::string& hash, const std::string&) {
  absl::MutexLock lock(&mutex_);
  if (!failure_.ok()) return failure_;
  sessions_.erase(hash);
  return absl::OkStatus();
}

absl::StatusOr<int> FakeSessionStore::RemoveAll(const std::string& uri) {
  absl::MutexLock lock(&mutex_);
  if (!failure_.ok()) return failure_;
  return static_cast<int>(std::erase_if(sessions_, [&](const auto& entry) { return entry.second.value.uri() == uri; }));
}

absl::Status FakeSessionStore::Begin(const std::string& hash, const v1::PendingLogin& login, absl::Duration lifetime) {
  absl::MutexLock lock(&mutex_);
  if (!failure_.ok()) return failure_;
  const auto [found, added] = logins_.emplace(hash, Kept<v1::PendingLogin>{login, clock_.Now() + lifetime});
  if (added || found->second.value.SerializeAsString() == login.SerializeAsString()) return absl::OkStatus();
  return absl::AlreadyExistsError("a login is under way under this hash");
}

absl::StatusOr<std::optional<v1::PendingLogin>> FakeSessionStore::Take(const std::string& hash) {
  absl::MutexLock lock(&mutex_);
  if (!failure_.ok()) return failure_;
  const auto found = logins_.find(hash);
  if (found == logins_.end()) return std::optional<v1::PendingLogin>();
  const Kept<v1::PendingLogin> kept = std::move(found->second);
  logins_.erase(found);
  return clock_.Now() < kept.until ? std::optional<v1::PendingLogin>(kept.value) : std::nullopt;
}

}  // namespace lianfang::portal
