// The store in PostgreSQL.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_PG_SUBMISSION_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_PG_SUBMISSION_STORE_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/ledger/keys.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "services/submission/store/case_memory.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

class PgSubmissionStore : public SubmissionStore {
 public:
  // Reads take their connections from `pool`, batches from `writing_pool`; all outlive the store.
  PgSubmissionStore(PgPool& pool, PgPool& writing_pool, const SigningKey& key)
      : pool_(pool), writing_pool_(writing_pool), key_(key) {}

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
  absl::StatusOr<StoredHead> ReadLedgerHead(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<std::vector<std::pair<int, std::string>>> ReadPlanDocuments(const std::string& plan,
                                                                             absl::Time deadline) override;
  absl::StatusOr<std::vector<AuditedEntry>> AuditLedger(const std::string& plan, int64_t first, int limit,
                                                        absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredChange>> AuditChanges(const std::string& plan, int64_t position, int limit,
                                                         absl::Time deadline) override;
  absl::StatusOr<StoredTotals> AuditTotals(absl::Time deadline) override;
  absl::StatusOr<std::vector<AuditedRow<v1::Obligation>>> AuditObligations(const std::string& plan, const Page& page,
                                                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<AuditedRow<v1::Return>>> AuditReturns(const std::string& plan, const Page& page,
                                                                   absl::Time deadline) override;
  absl::StatusOr<std::vector<absl::StatusOr<std::string>>> Commit(const std::vector<Proposal>& proposals,
                                                                  Atomicity atomicity, absl::Time now,
                                                                  absl::Time deadline) override;

 private:
  using PlanPtr = std::shared_ptr<const type::v1::Plan>;
  using CaseKey = std::pair<std::string, std::string>;  // plan and obligation id
  using CaseKeys = std::set<CaseKey>;

  // Whether requests of a batch may have been committed before.
  enum class Repeats { kUnlikely, kLikely };

  // An edition never changes, so what was read once is kept.
  PlanPtr CachedPlan(PgTransaction& reads, const std::string& plan, int edition);
  // The edition that a head names; throws where it is not stored, as only somebody else can have brought about.
  PlanPtr PlanInForce(PgTransaction& reads, const std::string& plan, int edition);
  BatchState LoadState(PgTransaction& transaction, const std::vector<Proposal>& proposals);
  void LoadCases(PgTransaction& transaction, const std::vector<Proposal>& proposals, BatchState& state);
  std::vector<std::pair<CaseKey, Case>> FindCases(PgTransaction& transaction, const CaseKeys& keys,
                                                  const std::map<std::string, LedgerHead>& heads);
  static bool FindEarlier(PgTransaction& transaction, const std::vector<Proposal>& proposals,
                          const std::vector<size_t>& places, EarlierAnswers& answers);
  BatchOutcome Decide(PgTransaction& transaction, const std::vector<Proposal>& proposals, Atomicity atomicity,
                      absl::Time now, Repeats repeats);
  absl::StatusOr<std::vector<absl::StatusOr<std::string>>> CommitOnce(const std::vector<Proposal>& proposals,
                                                                      Atomicity atomicity, absl::Time now,
                                                                      absl::Time deadline, Repeats repeats);

  PgPool& pool_;
  PgPool& writing_pool_;
  const SigningKey& key_;
  CaseMemory memory_;
  absl::Mutex mutex_;
  std::map<std::pair<std::string, int>, PlanPtr> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_PG_SUBMISSION_STORE_H_
