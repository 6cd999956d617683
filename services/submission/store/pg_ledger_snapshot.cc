// One instant of a plan's ledger in PostgreSQL, for the audit: it says what is wrong instead of failing for it.
#include "services/submission/store/pg_ledger_snapshot.h"

#include <exception>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "common/pg/array.h"
#include "common/pg/error.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/ledger_sql.h"
#include "services/submission/store/stored_rows.h"
#include "services/submission/store/submission_sql.h"

namespace lianfang::submission {
namespace {

// Bytes that do not parse are a message of that name alone.
template <typename Message>
Message ParseForAudit(const pqxx::field& field, const std::string& name) {
  Message message;
  if (message.ParseFromString(BytesOf(field))) return message;
  message.Clear();
  message.set_name(name);
  return message;
}

// Where the column says nothing, from before it was there, lists go by the region that is reported on.
bool IsListedBy(const std::string& column, const v1::Obligation& obligation) {
  return obligation.acting_region() == (column.empty() ? obligation.region() : column);
}

// What the request log answers to the requests that made the entries.
void AddAnswers(PgTransaction& reads, std::vector<AuditedEntry>& audited) {
  std::vector<size_t> places;
  std::vector<std::string> actors, ids;
  for (size_t i = 0; i < audited.size(); ++i) {
    v1::LedgerEntry entry;
    if (!entry.ParseFromString(audited[i].entry.bytes) || !IsUuid(entry.request_id())) continue;
    places.push_back(i);
    actors.push_back(entry.actor());
    ids.push_back(entry.request_id());
  }
  for (const pqxx::row& row : reads.Execute(sql::kAuditAnswers, ArrayOf(actors), ArrayOf(ids))) {
    AuditedEntry& entry = audited[places[row[0].as<size_t>() - 1]];
    if (!row[1].is_null()) entry.answer = StoredAnswer{row[1].as<std::string>(), BytesOf(row[2])};
    entry.answer_pruned = row[3].as<bool>();
  }
}

// What `fill(value)` makes of a value, or why it could not be read.
template <typename Value, typename Fill>
absl::StatusOr<Value> Read(const Fill& fill) {
  Value value{};
  try {
    fill(value);
  } catch (const std::exception& exception) {
    return ReadPgException(exception).status;
  }
  return value;
}

}  // namespace

absl::StatusOr<StoredHead> PgLedgerSnapshot::ReadHead() {
  return Read<StoredHead>([&](StoredHead& head) { head = StoredHeadOf(reads_.Execute(sql::kReadHead, plan_)); });
}

absl::StatusOr<std::vector<std::pair<int, std::string>>> PgLedgerSnapshot::ReadPlanDocuments() {
  using Documents = std::vector<std::pair<int, std::string>>;
  return Read<Documents>([&](Documents& documents) {
    for (const pqxx::row& row : reads_.Execute(sql::kPlanDocuments, plan_)) {
      documents.emplace_back(row[0].as<int>(), BytesOf(row[1]));
    }
  });
}

absl::StatusOr<std::vector<AuditedEntry>> PgLedgerSnapshot::ReadEntries(int64_t first, int limit) {
  using Rows = std::vector<AuditedEntry>;
  return Read<Rows>([&](Rows& audited) {
    for (StoredEntry& entry : EntriesOf(reads_.Execute(sql::kReadLedger, plan_, first, limit))) {
      audited.push_back({std::move(entry), std::nullopt});
    }
    AddAnswers(reads_, audited);
  });
}

absl::StatusOr<std::vector<StoredSeal>> PgLedgerSnapshot::ReadSeals(int64_t sequence, int limit) {
  using Rows = std::vector<StoredSeal>;
  return Read<Rows>([&](Rows& seals) { seals = SealsOf(reads_.Execute(sql::kReadSeals, plan_, sequence, limit)); });
}

absl::StatusOr<std::vector<StoredChange>> PgLedgerSnapshot::ReadChanges(int64_t position, int limit) {
  using Rows = std::vector<StoredChange>;
  return Read<Rows>([&](Rows& changes) {
    const std::string name = absl::StrCat(PlanName(plan_), "/");
    for (const pqxx::row& row : reads_.Execute(sql::kAuditChanges, name, position, limit)) {
      changes.push_back({row[0].as<int64_t>(), {row[1].as<std::string>(), BytesOf(row[2])}});
    }
  });
}

absl::StatusOr<StoredTotals> PgLedgerSnapshot::ReadTotals() {
  return Read<StoredTotals>([&](StoredTotals& totals) {
    const pqxx::row row = reads_.Execute(sql::kAuditTotals).at(0);
    totals = {.entries = row[0].as<int64_t>(),
              .answers = row[1].as<int64_t>(),
              .changes = row[2].as<int64_t>(),
              .pruned_changes = row[5].as<int64_t>(),
              .last_change = row[3].as<int64_t>(),
              .change_head = row[4].as<int64_t>()};
  });
}

absl::StatusOr<std::vector<AuditedRow<v1::Obligation>>> PgLedgerSnapshot::ReadObligations(const Page& page) {
  using Rows = std::vector<AuditedRow<v1::Obligation>>;
  return Read<Rows>([&](Rows& audited) {
    for (const pqxx::row& row : reads_.Execute(sql::kAuditObligations, plan_, page.after, page.limit)) {
      const std::string name = ObligationName(plan_, row[0].as<std::string>());
      auto obligation = ParseForAudit<v1::Obligation>(row[1], name);
      const bool indexed = obligation.name() == name &&
                           FromTimestamp(obligation.due_time()) == FromPgMicros(row[2].as<int64_t>()) &&
                           obligation.department() == row[3].c_str() && obligation.region() == row[4].c_str() &&
                           IsListedBy(row[5].as<std::string>(), obligation) &&
                           obligation.industry() == row[6].c_str() && obligation.period() == row[7].c_str();
      audited.push_back({row[0].as<std::string>(), std::move(obligation), indexed});
    }
  });
}

absl::StatusOr<std::vector<AuditedRow<v1::Return>>> PgLedgerSnapshot::ReadReturns(const Page& page) {
  using Rows = std::vector<AuditedRow<v1::Return>>;
  return Read<Rows>([&](Rows& audited) {
    for (const pqxx::row& row : reads_.Execute(sql::kAuditReturns, plan_, page.after, page.limit)) {
      const std::string name = ReturnName(plan_, row[0].as<std::string>());
      auto filed = ParseForAudit<v1::Return>(row[1], name);
      const bool indexed = filed.name() == name && filed.state() == row[2].as<int>();
      audited.push_back({row[0].as<std::string>(), std::move(filed), indexed});
    }
  });
}

}  // namespace lianfang::submission
