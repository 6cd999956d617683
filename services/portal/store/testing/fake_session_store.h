// Sessions in memory, for tests.
#ifndef LIANFANG_SERVICES_PORTAL_STORE_TESTING_FAKE_SESSION_STORE_H_
#define LIANFANG_SERVICES_PORTAL_STORE_TESTING_FAKE_SESSION_STORE_H_

#include <map>
#include <string>

#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "services/portal/store/session_store.h"

namespace lianfang::portal {

class FakeSessionStore : public SessionStore {
 public:
  explicit FakeSessionStore(const Clock& clock) : clock_(clock) {}

  absl::Status Create(const std::string& hash, const v1::SessionRecord& record, absl::Duration idle) override;
  absl::StatusOr<std::optional<FoundSession>> Find(const std::string& hash, Use use, absl::Duration idle) override;
  absl::Status Remove(const std::string& hash, const std::string& uri) override;
  absl::StatusOr<int> RemoveAll(const std::string& uri) override;
  absl::Status Begin(const std::string& hash, const v1::PendingLogin& login, absl::Duration lifetime) override;
  absl::StatusOr<std::optional<v1::PendingLogin>> Take(const std::string& hash) override;

  // From now on every method answers this.
  void Fail(absl::Status status) {
    absl::MutexLock lock(&mutex_);
    failure_ = std::move(status);
  }

 private:
  template <typename Value>
  struct Kept {
    Value value;
    absl::Time until;
  };

  const Clock& clock_;
  absl::Mutex mutex_;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Kept<v1::SessionRecord>> sessions_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Kept<v1::PendingLogin>> logins_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_STORE_TESTING_FAKE_SESSION_STORE_H_
