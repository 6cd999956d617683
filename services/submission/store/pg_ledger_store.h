// What proves and audits the ledger, in PostgreSQL.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_PG_LEDGER_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_PG_LEDGER_STORE_H_

#include <string>
#include <vector>

#include "common/pg/pool.h"
#include "services/submission/store/ledger_store.h"

namespace lianfang::submission {

class PgLedgerStore : public LedgerStore {
 public:
  // `pool` outlives the store.
  explicit PgLedgerStore(PgPool& pool) : pool_(pool) {}

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

 private:
  PgPool& pool_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_PG_LEDGER_STORE_H_
