// Audit rows in PostgreSQL (sql/audit_trail.sql).
#ifndef LIANFANG_COMMON_AUDIT_PG_AUDIT_STORE_H_
#define LIANFANG_COMMON_AUDIT_PG_AUDIT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/audit/audit_store.h"
#include "common/pg/pool.h"

namespace lianfang {

class PgAuditStore : public AuditStore {
 public:
  // `pool` outlives the store.
  explicit PgAuditStore(PgPool& pool) : pool_(pool) {}

  absl::Status Append(audit::v1::Journal journal, const std::vector<audit::v1::AuditEvent>& events,
                      absl::Time deadline) override;
  absl::StatusOr<std::vector<audit::v1::AuditEvent>> List(const AuditFilter& filter, bool newest_first,
                                                          int64_t from_sequence, int limit,
                                                          absl::Time deadline) override;
  absl::StatusOr<std::vector<audit::v1::AuditRecord>> ReadRecords(audit::v1::Journal journal, int64_t first, int limit,
                                                                  absl::Time deadline) override;
  absl::StatusOr<std::vector<audit::v1::AuditEnd>> ListEnds(audit::v1::Journal journal, absl::Time deadline) override;
  absl::StatusOr<int> Prepare(int months, absl::Time deadline) override;
  absl::StatusOr<std::optional<OldAuditMonth>> FindOldMonth(audit::v1::Journal journal, int keep_days,
                                                            absl::Time deadline) override;
  absl::StatusOr<bool> RemoveMonth(const OldAuditMonth& month, int keep_days, const std::string& actor,
                                   absl::Time deadline) override;
  absl::StatusOr<int64_t> PruneRequests(int keep_days, int most, absl::Time deadline) override;
  absl::StatusOr<int64_t> PruneChanges(int keep_days, int most, absl::Time deadline) override;

 private:
  PgPool& pool_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_PG_AUDIT_STORE_H_
