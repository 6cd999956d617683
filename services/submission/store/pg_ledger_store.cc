#include "services/submission/store/pg_ledger_store.h"

#include <pqxx/binarystring>

#include "common/pg/array.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "services/submission/store/ledger_sql.h"
#include "services/submission/store/pg_ledger_snapshot.h"
#include "services/submission/store/stored_rows.h"

namespace lianfang::submission {
namespace {

// A row of kFindAudit or kAskAudit.
AuditRecord AuditOf(const pqxx::row& row) {
  return {row[0].as<std::string>(),
          row[1].as<std::string>(),
          row[2].as<std::string>(),
          FromPgMicros(row[3].as<int64_t>()),
          FromPgMicros(row[4].as<int64_t>()),
          FromPgMicros(row[5].as<int64_t>()),
          row[6].as<int64_t>(),
          row[7].as<int64_t>(),
          BytesOf(row[8])};
}

}  // namespace

absl::StatusOr<std::vector<std::string>> PgLedgerStore::ReadLeafHashes(const std::string& plan, int64_t first,
                                                                       int64_t count, absl::Time deadline) {
  using Hashes = std::vector<std::string>;
  return Reading<Hashes>(pool_, deadline, [&](PgTransaction& reads, Hashes& hashes) {
    const pqxx::result rows = reads.Execute(sql::kLeafHashes, plan, first, count);
    hashes.reserve(rows.size());
    for (const pqxx::row& row : rows) hashes.push_back(BytesOf(row[0]));
  });
}

absl::StatusOr<std::vector<KeyUse>> PgLedgerStore::ListKeyUses(const std::vector<std::string>& plans,
                                                               const std::vector<std::string>& key_ids,
                                                               absl::Time deadline) {
  using Uses = std::vector<KeyUse>;
  return Reading<Uses>(pool_, deadline, [&](PgTransaction& reads, Uses& uses) {
    for (const pqxx::row& row : reads.Execute(sql::kKeyUses, ArrayOf(plans), ArrayOf(key_ids))) {
      uses.push_back({row[0].as<std::string>(), row[1].as<std::string>(), SealOf(row, 2), SealOf(row, 7)});
    }
  });
}

absl::StatusOr<std::vector<StoredEntry>> PgLedgerStore::ReadPlanEntries(const std::string& plan, int64_t after,
                                                                        int limit, absl::Time deadline) {
  using Rows = std::vector<StoredEntry>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& entries) {
    entries = EntriesOf(reads.Execute(sql::kPlanEntries, plan, after, limit));
  });
}

absl::Status PgLedgerStore::Snapshot(const std::string& plan, absl::Time deadline,
                                     const std::function<absl::Status(LedgerSnapshot&)>& read) {
  return RunSnapshot(pool_, deadline, [&](PgTransaction& reads) {
    PgLedgerSnapshot snapshot(plan, reads);
    return read(snapshot);
  });
}

absl::StatusOr<AuditRecord> PgLedgerStore::BeginAudit(const AuditRecord& fresh, absl::Time alive_since,
                                                      absl::Time deadline) {
  AuditRecord newest;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kBeginAudit, fresh.plan, fresh.id, fresh.actor, PgTime(fresh.start_time),
                        PgTime(alive_since));
    newest = AuditOf(transaction.Execute(sql::kFindAudit, fresh.plan).at(0));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return newest;
}

absl::StatusOr<std::optional<absl::Time>> PgLedgerStore::RecordAudit(const AuditRecord& record, absl::Time deadline) {
  std::optional<absl::Time> asked;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    const pqxx::result rows = transaction.Execute(sql::kRecordAudit, record.plan, record.id, PgTime(record.beat_time),
                                                  record.entries, record.total, pqxx::binarystring(record.outcome));
    if (!rows.empty()) asked = FromPgMicros(rows[0][0].as<int64_t>());
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return asked;
}

absl::StatusOr<std::optional<AuditRecord>> PgLedgerStore::FindAudit(const std::string& plan, absl::Time deadline) {
  using Found = std::optional<AuditRecord>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    const pqxx::result rows = reads.Execute(sql::kFindAudit, plan);
    if (!rows.empty()) found = AuditOf(rows[0]);
  });
}

absl::StatusOr<std::optional<AuditRecord>> PgLedgerStore::AskAudit(const std::string& plan, const std::string& id,
                                                                   absl::Time now, absl::Time deadline) {
  std::optional<AuditRecord> found;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    const pqxx::result rows = transaction.Execute(sql::kAskAudit, plan, id, PgTime(now));
    if (!rows.empty()) found = AuditOf(rows[0]);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return found;
}

}  // namespace lianfang::submission
