// The store in PostgreSQL.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_PG_SUBMISSION_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_PG_SUBMISSION_STORE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/pg/pool.h"
#include "services/submission/store/plan_cache.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

class PgSubmissionStore : public SubmissionStore {
 public:
  // Reads take their connections from `pool`, batches from `writing_pool`, so that reads, however many, never make a
  // batch wait. Both outlive the store.
  PgSubmissionStore(PgPool& pool, PgPool& writing_pool) : pool_(pool), writing_pool_(writing_pool) {}

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

 private:
  PgPool& pool_;
  PgPool& writing_pool_;
  PlanCache plans_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_PG_SUBMISSION_STORE_H_
