// The store in PostgreSQL.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_PG_SUBMISSION_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_PG_SUBMISSION_STORE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/ledger/keys.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "services/submission/store/batch_rows.h"
#include "services/submission/store/case_memory.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

class PgSubmissionStore : public SubmissionStore {
 public:
  // Reads take their connections from `pool`, batches from `writing_pool`: one for the batch that is being saved, one
  // for reading what the next one needs. All outlive the store.
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
  absl::StatusOr<std::optional<SealedRun>> ReadSealedRun(const std::string& plan, int64_t sequence,
                                                         absl::Time deadline) override;
  absl::StatusOr<StoredHead> ReadLedgerHead(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<std::vector<absl::StatusOr<std::string>>> Commit(const std::vector<Proposal>& proposals,
                                                                  Atomicity atomicity, absl::Time now,
                                                                  absl::Time deadline,
                                                                  const std::function<void()>& decided) override;
  using SubmissionStore::Commit;

 private:
  using PlanPtr = std::shared_ptr<const type::v1::Plan>;
  using CaseKey = std::pair<std::string, std::string>;  // plan and obligation id
  using CaseKeys = std::set<CaseKey>;
  // Runs kLoadCases; throws as libpqxx does.
  using CaseReader = std::function<pqxx::result(const std::string& plans, const std::string& ids)>;

  // What Commit is given.
  struct Batch {
    const std::vector<Proposal>& proposals;
    Atomicity atomicity;
    absl::Time now;
    std::function<void()> decided;  // tells once, however often it is called
  };

  // What a batch comes to if its turn finds these heads and plans, by plan id.
  struct DecidedAhead {
    std::map<std::string, LedgerHead> heads{};
    std::map<std::string, PlanPtr> plans{};
    BatchOutcome outcome{};
    BatchRows rows{};
  };

  // Whether requests of a batch may have been committed before.
  enum class Repeats { kUnlikely, kLikely };

  // An edition never changes, so what was read once is kept.
  PlanPtr CachedPlan(PgTransaction& reads, const std::string& plan, int edition);
  // The edition that a head names; throws where it is not stored, as only somebody else can have brought about.
  PlanPtr PlanInForce(PgTransaction& reads, const std::string& plan, int edition);
  BatchState LockHeads(PgTransaction& transaction, const std::vector<Proposal>& proposals);
  bool LoadCases(const std::vector<Proposal>& proposals, const CaseReader& read, BatchState& state);
  bool FindCases(const CaseKeys& keys, const std::map<std::string, LedgerHead>& heads, const CaseReader& read,
                 std::vector<std::pair<CaseKey, Case>>& found);
  static bool FindEarlier(PgTransaction& transaction, const std::vector<Proposal>& proposals,
                          const std::vector<size_t>& places, EarlierAnswers& answers);
  std::optional<DecidedAhead> DecideAhead(const Batch& batch, absl::Time deadline);
  bool IsStillAhead(const DecidedAhead& ahead);
  BatchOutcome DecideUnderLock(PgTransaction& transaction, const Batch& batch, BatchState state);
  BatchOutcome Decide(PgTransaction& transaction, const Batch& batch, std::optional<DecidedAhead> ahead,
                      Repeats repeats);
  absl::Status SaveAhead(const BatchRows& rows, absl::Time deadline);
  absl::StatusOr<BatchOutcome> CommitOnce(const Batch& batch, std::optional<DecidedAhead> ahead, absl::Time deadline,
                                          Repeats repeats);
  absl::StatusOr<BatchOutcome> CommitInTurn(const Batch& batch, absl::Time deadline);

  PgPool& pool_;
  PgPool& writing_pool_;
  const SigningKey& key_;
  CaseMemory memory_;
  absl::Mutex turn_;  // held by the batch that is being saved
  absl::Mutex mutex_;
  std::map<std::pair<std::string, int>, PlanPtr> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_PG_SUBMISSION_STORE_H_
