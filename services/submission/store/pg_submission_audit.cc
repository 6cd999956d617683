// What the audit reads in PostgreSQL: it says what is wrong instead of failing for it.
#include <set>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "common/pg/array.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/audit_sql.h"
#include "services/submission/store/pg_submission_store.h"
#include "services/submission/store/stored_rows.h"

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
    audited[places[row[0].as<size_t>() - 1]].answer = StoredAnswer{row[1].as<std::string>(), BytesOf(row[2])};
  }
}

}  // namespace

absl::StatusOr<StoredHead> PgSubmissionStore::ReadLedgerHead(const std::string& plan, absl::Time deadline) {
  return Reading<StoredHead>(pool_, deadline, [&](PgTransaction& reads, StoredHead& head) {
    const pqxx::result rows = reads.Execute(sql::kReadHead, plan);
    if (rows.empty() || rows[0][0].as<int64_t>() == 0) return;
    head.sequence = rows[0][0].as<int64_t>();
    head.hash = BytesOf(rows[0][1]);
    head.commit_time = FromPgMicros(rows[0][2].as<int64_t>());
    head.edition = rows[0][3].as<int>();
  });
}

absl::StatusOr<std::vector<AuditedEntry>> PgSubmissionStore::AuditLedger(const std::string& plan, int64_t first,
                                                                         int limit, absl::Time deadline) {
  auto entries = ReadLedger(plan, first, limit, deadline);
  if (!entries.ok()) return entries.status();
  using Rows = std::vector<AuditedEntry>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& audited) {
    for (const StoredEntry& entry : *entries) audited.push_back({entry, std::nullopt});
    AddAnswers(reads, audited);
  });
}

absl::StatusOr<std::vector<StoredChange>> PgSubmissionStore::AuditChanges(const std::string& plan, int64_t position,
                                                                          int limit, absl::Time deadline) {
  using Rows = std::vector<StoredChange>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& changes) {
    for (const pqxx::row& row : reads.Execute(sql::kAuditChanges, absl::StrCat(PlanName(plan), "/"), position, limit)) {
      changes.push_back({row[0].as<int64_t>(), {row[1].as<std::string>(), BytesOf(row[2])}});
    }
  });
}

absl::StatusOr<StoredTotals> PgSubmissionStore::AuditTotals(absl::Time deadline) {
  return Reading<StoredTotals>(pool_, deadline, [&](PgTransaction& reads, StoredTotals& totals) {
    const pqxx::row row = reads.Execute(sql::kAuditTotals).at(0);
    totals = {row[0].as<int64_t>(), row[1].as<int64_t>(), row[2].as<int64_t>(), row[3].as<int64_t>(),
              row[4].as<int64_t>()};
  });
}

absl::StatusOr<std::vector<AuditedRow<v1::Obligation>>> PgSubmissionStore::AuditObligations(const std::string& plan,
                                                                                            const Page& page,
                                                                                            absl::Time deadline) {
  using Rows = std::vector<AuditedRow<v1::Obligation>>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& audited) {
    for (const pqxx::row& row : reads.Execute(sql::kAuditObligations, plan, page.after, page.limit)) {
      const std::string name = ObligationName(plan, row[0].as<std::string>());
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

absl::StatusOr<std::vector<AuditedRow<v1::Return>>> PgSubmissionStore::AuditReturns(const std::string& plan,
                                                                                    const Page& page,
                                                                                    absl::Time deadline) {
  using Rows = std::vector<AuditedRow<v1::Return>>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& audited) {
    for (const pqxx::row& row : reads.Execute(sql::kAuditReturns, plan, page.after, page.limit)) {
      const std::string name = ReturnName(plan, row[0].as<std::string>());
      auto filed = ParseForAudit<v1::Return>(row[1], name);
      const bool indexed = filed.name() == name && filed.state() == row[2].as<int>();
      audited.push_back({row[0].as<std::string>(), std::move(filed), indexed});
    }
  });
}

}  // namespace lianfang::submission
