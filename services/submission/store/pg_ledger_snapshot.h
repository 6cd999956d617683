// One instant of a plan's ledger in PostgreSQL.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_PG_LEDGER_SNAPSHOT_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_PG_LEDGER_SNAPSHOT_H_

#include <string>
#include <utility>
#include <vector>

#include "common/pg/transaction.h"
#include "services/submission/store/ledger_store.h"

namespace lianfang::submission {

class PgLedgerSnapshot : public LedgerSnapshot {
 public:
  // `reads` is a snapshot (RunSnapshot) and outlives this.
  PgLedgerSnapshot(std::string plan, PgTransaction& reads) : plan_(std::move(plan)), reads_(reads) {}

  absl::StatusOr<StoredHead> ReadHead() override;
  absl::StatusOr<std::vector<std::pair<int, std::string>>> ReadPlanDocuments() override;
  absl::StatusOr<std::vector<AuditedEntry>> ReadEntries(int64_t first, int limit) override;
  absl::StatusOr<std::vector<StoredSeal>> ReadSeals(int64_t sequence, int limit) override;
  absl::StatusOr<std::vector<StoredChange>> ReadChanges(int64_t position, int limit) override;
  absl::StatusOr<StoredTotals> ReadTotals() override;
  absl::StatusOr<std::vector<AuditedRow<v1::Obligation>>> ReadObligations(const Page& page) override;
  absl::StatusOr<std::vector<AuditedRow<v1::Return>>> ReadReturns(const Page& page) override;

 private:
  const std::string plan_;
  PgTransaction& reads_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_PG_LEDGER_SNAPSHOT_H_
