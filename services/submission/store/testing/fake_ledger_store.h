// The ledger's store in memory, over what a FakeSubmissionStore holds.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_FAKE_LEDGER_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_FAKE_LEDGER_STORE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "services/submission/store/ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"

namespace lianfang::submission {

// Thread-safe but for the hooks.
class FakeLedgerStore : public LedgerStore {
 public:
  // `store` outlives this.
  explicit FakeLedgerStore(FakeSubmissionStore& store) : store_(store) {}

  absl::StatusOr<std::vector<std::string>> ReadLeafHashes(const std::string& plan, int64_t first, int64_t count,
                                                          absl::Time deadline) override;
  absl::StatusOr<std::vector<KeyUse>> ListKeyUses(const std::vector<std::string>& plans,
                                                  const std::vector<std::string>& key_ids,
                                                  absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredEntry>> ReadPlanEntries(const std::string& plan, int64_t after, int limit,
                                                           absl::Time deadline) override;
  absl::Status Snapshot(const std::string& plan, absl::Time deadline,
                        const std::function<absl::Status(LedgerSnapshot&)>& read) override;
  absl::StatusOr<AuditRecord> BeginAudit(const AuditRecord& fresh, absl::Time alive_since,
                                         absl::Time deadline) override;
  absl::StatusOr<std::optional<absl::Time>> RecordAudit(const AuditRecord& record, absl::Time deadline) override;
  absl::StatusOr<std::optional<AuditRecord>> FindAudit(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<AuditRecord>> AskAudit(const std::string& plan, const std::string& id, absl::Time now,
                                                      absl::Time deadline) override;

  // For tests: called when a snapshot is taken and not read yet; what it answers ends the reading.
  std::function<absl::Status()> on_snapshot = [] { return absl::OkStatus(); };
  // How many hashes were read.
  int64_t hashes_read() const {
    absl::MutexLock lock(&mutex_);
    return hashes_read_;
  }

 private:
  FakeSubmissionStore& store_;
  mutable absl::Mutex mutex_;
  int64_t hashes_read_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, AuditRecord> audits_ ABSL_GUARDED_BY(mutex_);  // by plan id
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_FAKE_LEDGER_STORE_H_
