// The store in memory, for unit tests: the same decisions, no database. Exposes its insides, so that tests can tamper
// with them.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_FAKE_SUBMISSION_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_FAKE_SUBMISSION_STORE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "services/submission/store/draft_store.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe but for the accessors at the end.
class FakeSubmissionStore : public SubmissionStore {
 public:
  absl::StatusOr<std::shared_ptr<const type::v1::Plan>> LoadPlan(const std::string& plan, int edition,
                                                                 absl::Time deadline) override;
  absl::StatusOr<std::vector<std::shared_ptr<const type::v1::Plan>>> ListPlans(const Page& page,
                                                                               absl::Time deadline) override;
  absl::StatusOr<ObligationCase> LoadCase(const std::string& plan, const std::string& id, absl::Time deadline) override;
  absl::StatusOr<std::map<std::string, v1::Obligation>> LoadObligations(const std::vector<std::string>& names,
                                                                        absl::Time deadline) override;
  absl::StatusOr<std::vector<Listed<v1::Obligation>>> ListObligations(const RowFilter& filter, const Page& page,
                                                                      absl::Time deadline) override;
  absl::StatusOr<std::vector<Listed<v1::Return>>> ListReturns(const RowFilter& filter, const Page& page,
                                                              absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredEntry>> ListReturnEntries(const std::string& plan, const std::string& id,
                                                             absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredEntry>> ReadLedger(const std::string& plan, int64_t first, int limit,
                                                      absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredSeal>> ReadSeals(const std::string& plan, int64_t sequence, int limit,
                                                    absl::Time deadline) override;
  absl::StatusOr<std::optional<SealedRun>> ReadSealedRun(const std::string& plan, int64_t sequence,
                                                         absl::Time deadline) override;
  absl::StatusOr<StoredHead> ReadLedgerHead(const std::string& plan, absl::Time deadline) override;
  absl::Status Transact(const std::string& plan, absl::Time deadline, const LedgerWork& work) override;

  std::vector<StoredEntry>& ledger(const std::string& plan) { return ledgers_[plan]; }
  std::vector<StoredSeal>& seals(const std::string& plan) { return seals_[plan]; }
  std::map<std::string, v1::Return>& returns() { return returns_; }
  std::map<std::string, v1::Obligation>& obligations() { return obligations_; }
  std::vector<Change>& changes() { return changes_; }
  const std::vector<Change>& changes() const { return changes_; }
  // So many of the oldest changes count as pruned; they stay in `changes`.
  int64_t& pruned_changes() { return pruned_changes_; }
  std::map<std::string, LedgerHead>& heads() { return heads_; }
  const std::map<std::string, std::vector<StoredEntry>>& ledgers() const { return ledgers_; }
  std::map<std::pair<std::string, std::string>, RequestRecord>& requests() { return requests_; }
  std::map<DraftKey, StoredDraft>& drafts() { return drafts_; }
  void ReplacePlan(const type::v1::Plan& plan);
  // The documents of a plan's editions.
  std::vector<std::pair<int, std::string>> PlanDocuments(const std::string& plan);
  // All that is there now, in a store of its own.
  std::unique_ptr<FakeSubmissionStore> Copy();

 private:
  class Transaction;
  using PlanKey = std::pair<std::string, int>;

  absl::StatusOr<std::optional<SealedRun>> SealedRunAt(const std::string& plan, int64_t sequence) const;
  std::shared_ptr<const type::v1::Plan> Newest(const std::string& plan) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  std::map<PlanKey, std::shared_ptr<const type::v1::Plan>> plans_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, LedgerHead> heads_;
  std::map<std::pair<std::string, std::string>, RequestRecord> requests_;  // by actor and id
  std::map<std::string, v1::Obligation> obligations_;
  std::map<std::string, v1::Return> returns_;
  std::map<std::string, std::vector<StoredEntry>> ledgers_;
  std::map<std::string, std::vector<StoredSeal>> seals_;
  std::vector<Change> changes_;
  int64_t pruned_changes_ = 0;
  std::map<DraftKey, StoredDraft> drafts_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_FAKE_SUBMISSION_STORE_H_
