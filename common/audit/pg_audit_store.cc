#include "common/audit/pg_audit_store.h"

#include <pqxx/binarystring>

#include "common/audit/chain.h"
#include "common/identity.h"
#include "common/pg/audit_rows.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/time.h"

namespace lianfang {
namespace {

using audit::v1::AuditEnd;
using audit::v1::AuditEvent;
using audit::v1::AuditRecord;
using audit::v1::Journal;

constexpr char kRemoval[] = "lianfang.audit.Retention";  // as the audit names it

#define LIANFANG_AUDIT_COLUMNS                                                                                  \
  "journal, sequence, (extract(epoch FROM event_time) * 1000000)::bigint, actor, certificate_serial, address, " \
  "proxy, on_behalf_of, method, resource, request_id, outcome, reason, purpose, detail, count, row_hash, chain_hash"

// An empty filter value does not restrict. What is of a URI's or a name's own continues it with `/`. `position(…) <= 0` is `= 0`, but PostgreSQL
// takes it for true of many rows: of `= 0` it expects one row in 200, so reads and sorts the whole trail for every page.
#define LIANFANG_AUDIT_MATCHES                                                                                         \
  "FROM audit_events WHERE journal = $1 AND event_time >= $2::timestamptz AND event_time < $3::timestamptz "           \
  "AND ($4 = '' OR actor = $4 OR starts_with(actor, $4 || '/')) "                                                      \
  "AND ($5 = '' OR split_part(actor, '/person/', 2) = $5) "                                                            \
  "AND ($6 = '' OR resource = $6 OR starts_with(resource, $6 || '/')) "                                                \
  "AND ($7 = '' OR method = $7 OR right(method, length($7) + 1) = '.' || $7) AND ($8 = 0 OR outcome = $8) "            \
  "AND (position('/region/' IN actor) <= 0 OR starts_with(split_part(split_part(actor, '/region/', 2), '/', 1), $9)) " \
  "AND (position('/region/' IN on_behalf_of) <= 0 OR "                                                                 \
  "  starts_with(split_part(split_part(on_behalf_of, '/region/', 2), '/', 1), $9)) "

constexpr Query kOldestFirst{"audit_oldest_first",
                             "SELECT " LIANFANG_AUDIT_COLUMNS " " LIANFANG_AUDIT_MATCHES
                             "AND sequence > $10 ORDER BY sequence LIMIT $11",
                             std::chrono::seconds(20)};
constexpr Query kNewestFirst{"audit_newest_first",
                             "SELECT " LIANFANG_AUDIT_COLUMNS " " LIANFANG_AUDIT_MATCHES
                             "AND ($10 = 0 OR sequence < $10) ORDER BY sequence DESC LIMIT $11",
                             std::chrono::seconds(20)};
constexpr Query kRecords{"audit_records",
                         "SELECT " LIANFANG_AUDIT_COLUMNS
                         " FROM audit_events WHERE journal = $1 AND sequence >= $2 ORDER BY sequence LIMIT $3",
                         std::chrono::seconds(20)};

#undef LIANFANG_AUDIT_COLUMNS
#undef LIANFANG_AUDIT_MATCHES

constexpr Query kEnds{"audit_ends",
                      "SELECT journal, first_sequence, last_sequence, row_count, "
                      "(extract(epoch FROM first_event_time) * 1000000)::bigint, "
                      "(extract(epoch FROM last_event_time) * 1000000)::bigint, chain_hash, "
                      "(extract(epoch FROM remove_time) * 1000000)::bigint, signature, key_id "
                      "FROM audit_ends WHERE journal = $1 ORDER BY last_sequence"};

constexpr Query kPrepare{"audit_prepare", "SELECT prepare_audit($1)", std::chrono::seconds(60)};
constexpr Query kOldMonth{"audit_old_month",
                          "SELECT month, first_sequence, last_sequence, row_count, "
                          "(extract(epoch FROM first_event_time) * 1000000)::bigint, "
                          "(extract(epoch FROM last_event_time) * 1000000)::bigint, chain_hash "
                          "FROM oldest_audit_month($1, $2)",
                          std::chrono::seconds(60)};
constexpr Query kRemove{"audit_remove", "SELECT remove_audit_month($1, $2, $3, $4, $5, $6::bytea, $7)",
                        std::chrono::seconds(60)};
constexpr Query kPruneRequests{"audit_prune_requests", "SELECT prune_request_log($1, $2)", std::chrono::seconds(20)};
constexpr Query kPrunesChanges{"audit_prunes_changes",
                               "SELECT to_regprocedure('prune_changelog(integer, integer)') IS NOT NULL"};
constexpr Query kPruneChanges{"audit_prune_changes", "SELECT prune_changelog($1, $2)", std::chrono::seconds(20)};

std::string BytesOf(const pqxx::field& field) { return pqxx::binarystring(field).str(); }

google::protobuf::Timestamp TimeOf(const pqxx::field& field) { return ToTimestamp(FromPgMicros(field.as<int64_t>())); }

Journal JournalOf(const pqxx::field& field) {
  return field.as<std::string>() == JournalName(audit::v1::JOURNAL_READS) ? audit::v1::JOURNAL_READS
                                                                          : audit::v1::JOURNAL_OPERATIONS;
}

AuditEvent EventOf(const pqxx::row& row) {
  AuditEvent event;
  event.set_journal(JournalOf(row[0]));
  event.set_sequence(row[1].as<int64_t>());
  *event.mutable_event_time() = TimeOf(row[2]);
  event.set_actor(row[3].as<std::string>());
  if (const auto identity = ReadKeptIdentity(event.actor()); identity.ok()) event.set_person(identity->person);
  event.set_certificate_serial(row[4].as<std::string>());
  event.set_address(row[5].as<std::string>());
  event.set_proxy(row[6].as<std::string>());
  event.set_on_behalf_of(row[7].as<std::string>());
  event.set_method(row[8].as<std::string>());
  event.set_resource(row[9].as<std::string>());
  event.set_request_id(row[10].as<std::string>());
  event.set_outcome(static_cast<audit::v1::AuditOutcome>(row[11].as<int>()));
  event.set_reason(row[12].as<std::string>());
  event.set_purpose(row[13].as<std::string>());
  event.set_detail(row[14].as<std::string>());
  event.set_count(row[15].as<int64_t>());
  return event;
}

// PostgreSQL's infinities for those of ours.
std::string Bound(absl::Time time) {
  if (time == absl::InfinitePast()) return "-infinity";
  if (time == absl::InfiniteFuture()) return "infinity";
  return PgTime(time);
}

// Runs one statement in a transaction; what it answers in its only row and column.
template <typename Value, typename... Args>
absl::StatusOr<Value> Ask(PgPool& pool, absl::Time deadline, const Query& query, const Args&... args) {
  Value value{};
  const absl::Status status = RunTransaction(pool, deadline, [&](PgTransaction& transaction) {
    value = transaction.Execute(query, args...).at(0)[0].template as<Value>();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return value;
}

}  // namespace

absl::Status PgAuditStore::Append(Journal journal, const std::vector<AuditEvent>& events, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    AppendAudit(transaction, journal, events);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<AuditEvent>> PgAuditStore::List(const AuditFilter& filter, bool newest_first,
                                                           int64_t from_sequence, int limit, absl::Time deadline) {
  using Events = std::vector<AuditEvent>;
  return Reading<Events>(pool_, deadline, [&](PgTransaction& reads, Events& events) {
    const pqxx::result rows =
        reads.Execute(newest_first ? kNewestFirst : kOldestFirst, JournalName(filter.journal), Bound(filter.from),
                      Bound(filter.until), filter.actor, filter.person, filter.resource, filter.method,
                      static_cast<int>(filter.outcome), filter.division_prefix, from_sequence, limit);
    for (const pqxx::row& row : rows) events.push_back(EventOf(row));
  });
}

absl::StatusOr<std::vector<AuditRecord>> PgAuditStore::ReadRecords(Journal journal, int64_t first, int limit,
                                                                   absl::Time deadline) {
  using Records = std::vector<AuditRecord>;
  return Reading<Records>(pool_, deadline, [&](PgTransaction& reads, Records& records) {
    for (const pqxx::row& row : reads.Execute(kRecords, JournalName(journal), first, limit)) {
      AuditRecord& record = records.emplace_back();
      record.set_sequence(row[1].as<int64_t>());
      *record.mutable_event() = EventOf(row);
      record.set_row_hash(BytesOf(row[16]));
      record.set_chain_hash(BytesOf(row[17]));
    }
  });
}

absl::StatusOr<std::vector<AuditEnd>> PgAuditStore::ListEnds(Journal journal, absl::Time deadline) {
  using Ends = std::vector<AuditEnd>;
  return Reading<Ends>(pool_, deadline, [&](PgTransaction& reads, Ends& ends) {
    for (const pqxx::row& row : reads.Execute(kEnds, JournalName(journal))) {
      AuditEnd& end = ends.emplace_back();
      end.set_journal(JournalOf(row[0]));
      end.set_first_sequence(row[1].as<int64_t>());
      end.set_last_sequence(row[2].as<int64_t>());
      end.set_row_count(row[3].as<int64_t>());
      *end.mutable_first_event_time() = TimeOf(row[4]);
      *end.mutable_last_event_time() = TimeOf(row[5]);
      end.set_chain_hash(BytesOf(row[6]));
      *end.mutable_remove_time() = TimeOf(row[7]);
      end.set_signature(BytesOf(row[8]));
      end.set_key_id(row[9].as<std::string>());
    }
  });
}

absl::StatusOr<int> PgAuditStore::Prepare(int months, absl::Time deadline) {
  return Ask<int>(pool_, deadline, kPrepare, months);
}

absl::StatusOr<std::optional<OldAuditMonth>> PgAuditStore::FindOldMonth(Journal journal, int keep_days,
                                                                        absl::Time deadline) {
  using Found = std::optional<OldAuditMonth>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    const pqxx::result rows = reads.Execute(kOldMonth, JournalName(journal), keep_days);
    if (rows.empty()) return;
    const pqxx::row row = rows[0];
    found.emplace().month = row[0].as<std::string>();
    AuditEnd& end = found->end;
    end.set_journal(journal);
    end.set_row_count(row[3].as<int64_t>());
    if (end.row_count() == 0) return;
    end.set_first_sequence(row[1].as<int64_t>());
    end.set_last_sequence(row[2].as<int64_t>());
    *end.mutable_first_event_time() = TimeOf(row[4]);
    *end.mutable_last_event_time() = TimeOf(row[5]);
    end.set_chain_hash(BytesOf(row[6]));
  });
}

absl::StatusOr<bool> PgAuditStore::RemoveMonth(const OldAuditMonth& month, int keep_days, const std::string& actor,
                                               absl::Time deadline) {
  return Ask<bool>(pool_, deadline, kRemove, JournalName(month.end.journal()), month.month, keep_days, actor,
                   std::string(kRemoval), pqxx::binarystring(month.end.signature()), month.end.key_id());
}

absl::StatusOr<int64_t> PgAuditStore::PruneRequests(int keep_days, int most, absl::Time deadline) {
  return Ask<int64_t>(pool_, deadline, kPruneRequests, keep_days, most);
}

absl::StatusOr<int64_t> PgAuditStore::PruneChanges(int keep_days, int most, absl::Time deadline) {
  const auto prunes = Ask<bool>(pool_, deadline, kPrunesChanges);
  if (!prunes.ok()) return prunes.status();
  if (!*prunes) return 0;
  return Ask<int64_t>(pool_, deadline, kPruneChanges, keep_days, most);
}

}  // namespace lianfang
