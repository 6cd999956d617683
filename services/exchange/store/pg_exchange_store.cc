#include "services/exchange/store/pg_exchange_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/changelog/changelog.h"
#include "common/pg/array.h"
#include "common/pg/audit_rows.h"
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "common/time.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/store/exchange_sql.h"
#include "services/exchange/store/pg_exchange_rows.h"

namespace lianfang::exchange {
namespace {

using Versions = std::vector<StoredVersion>;

// PostgreSQL's bounds are half-open like ours; its year has four digits here.
std::string Bounded(absl::Time time) {
  static const absl::Time first = absl::FromUnixSeconds(-62135596800);  // year 1
  static const absl::Time last = absl::FromUnixSeconds(253402300799);   // year 9999
  return PgTime(std::min(std::max(time, first), last));
}

std::string DayText(const std::optional<absl::CivilDay>& day) { return day.has_value() ? FormatDay(*day) : ""; }

NamedParameters ParametersOf(const RecordFilter& filter) {
  NamedParameters parameters;
  parameters.Bind("kind", int64_t{filter.kind})
      .Bind("prefixes", filter.region_prefixes)
      .Bind("industries", filter.industries)
      .Bind("prefix", filter.region_prefix)
      .Bind("industry", filter.industry)
      .Bind("from_day", DayText(filter.from_day))
      .Bind("until_day", DayText(filter.until_day))
      .Bind("withdrawn", int64_t{filter.with_withdrawn})
      .Bind("owner_region", filter.owner_region)
      .Bind("owner_department", filter.owner_department)
      .Bind("credit_code", filter.credit_code)
      .BindBytes("person", filter.person);
  return parameters;
}

const NamedQuery& ListQuery(const RecordFilter& filter) {
  if (filter.owner_region.empty()) return sql::ListAll();
  if (!filter.person.empty()) return sql::ListOfPerson();
  return filter.credit_code.empty() ? sql::ListOwned() : sql::ListOfEmployer();
}

// Each keeper once for each of its regions and industries; an empty one stands for all.
void BindKeepers(const std::vector<RegisterKeeper>& keepers, NamedParameters& parameters) {
  const auto or_all = [](const std::vector<std::string>& some) {
    return some.empty() ? std::vector<std::string>{""} : some;
  };
  std::vector<std::string> regions, departments, prefixes, industries;
  for (const RegisterKeeper& keeper : keepers) {
    for (const std::string& prefix : or_all(keeper.region_prefixes)) {
      for (const std::string& industry : or_all(keeper.industries)) {
        regions.push_back(keeper.owner_region);
        departments.push_back(keeper.owner_department);
        prefixes.push_back(prefix);
        industries.push_back(industry);
      }
    }
  }
  parameters.Bind("keeper_regions", regions)
      .Bind("keeper_departments", departments)
      .Bind("keeper_prefixes", prefixes)
      .Bind("keeper_industries", industries);
}

void ReadAll(const pqxx::result& rows, Versions& versions) {
  for (const pqxx::row& row : rows) versions.push_back(ReadVersion(row));
}

template <typename... Args>
absl::StatusOr<std::optional<StoredVersion>> FindOne(PgPool& pool, absl::Time deadline, const Query& query,
                                                     const Args&... args) {
  using Found = std::optional<StoredVersion>;
  return Reading<Found>(pool, deadline, [&](PgTransaction& reads, Found& found) {
    const pqxx::result rows = reads.Execute(query, args...);
    if (!rows.empty()) found = ReadVersion(rows[0]);
  });
}

void BindReads(const std::vector<ReadRow>& reads, NamedParameters& parameters) {
  std::vector<std::string> records, owner_regions, owner_departments, documents;
  std::vector<int64_t> versions;
  for (const ReadRow& row : reads) {
    const auto parsed = ParseRecordName("record", row.read.record());
    records.push_back(parsed.ok() ? parsed->record : row.read.record());
    versions.push_back(parsed.ok() ? parsed->version : 0);
    owner_regions.push_back(row.read.owner().region());
    owner_departments.push_back(row.read.owner().department());
    documents.push_back(row.read.SerializeAsString());
  }
  parameters.Bind("records", records)
      .Bind("versions", versions)
      .Bind("owner_regions", owner_regions)
      .Bind("owner_departments", owner_departments)
      .BindBytes("documents", documents);
}

}  // namespace

absl::StatusOr<std::string> PgExchangeStore::Mutate(const std::optional<RequestKey>& key, absl::Time now,
                                                    const Work& work, absl::Time deadline) {
  return RunMutation(pool_, key, now, deadline, [&](PgTransaction& transaction) {
    PgExchangeTransaction rows(transaction);
    auto outcome = work(rows);
    if (outcome.ok() && key.has_value() && !rows.changes().empty()) AppendChanges(transaction, rows.changes(), now);
    return outcome;
  });
}

absl::Status PgExchangeStore::Publish(const RequestKey& key, absl::Time now, const Work& work, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    PgExchangeTransaction rows(transaction);
    const auto outcome = work(rows);
    if (!outcome.ok()) return outcome.status();
    if (!rows.changes().empty()) AppendChanges(transaction, rows.changes(), now);
    AppendAuditOf(transaction, key, outcome->resource, outcome->detail, now);
    return absl::OkStatus();
  });
}

absl::Status PgExchangeStore::Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    AppendAudit(transaction, audit::v1::JOURNAL_OPERATIONS, AuditEventsOf({record}, now));
    return absl::OkStatus();
  });
}

absl::StatusOr<Versions> PgExchangeStore::ListVersionsAfter(int64_t position, int limit, absl::Time deadline) {
  return Reading<Versions>(pool_, deadline, [&](PgTransaction& reads, Versions& versions) {
    for (const pqxx::row& row : reads.Execute(sql::kListAfter, position, limit)) {
      versions.push_back(ReadVersion(row));
      if (row[18].is_null()) continue;
      versions.back().region_and_industry_before = {row[18].as<std::string>(), row[19].as<std::string>()};
    }
  });
}

absl::StatusOr<std::optional<StoredVersion>> PgExchangeStore::FindAtPosition(int64_t position, absl::Time deadline) {
  return FindOne(pool_, deadline, sql::kFindAt, position);
}

absl::StatusOr<std::optional<StoredVersion>> PgExchangeStore::FindVersion(const std::string& name, int64_t version,
                                                                          absl::Time deadline) {
  if (version == 0) return FindOne(pool_, deadline, sql::kFindNewest, name);
  return FindOne(pool_, deadline, sql::kFindVersion, name, version);
}

absl::StatusOr<Versions> PgExchangeStore::ListVersionsOf(const std::vector<std::string>& names, absl::Time deadline) {
  return Reading<Versions>(pool_, deadline, [&](PgTransaction& reads, Versions& versions) {
    NamedParameters parameters;
    parameters.Bind("names", names);
    ReadAll(reads.Execute(sql::ListVersionsOf(), parameters), versions);
  });
}

absl::StatusOr<Versions> PgExchangeStore::ListRecords(const RecordFilter& filter, const std::string& after_name,
                                                      int limit, absl::Time deadline) {
  return Reading<Versions>(pool_, deadline, [&](PgTransaction& reads, Versions& versions) {
    NamedParameters parameters = ParametersOf(filter);
    parameters.Bind("after", after_name).Bind("limit", int64_t{limit});
    ReadAll(reads.Execute(ListQuery(filter), parameters), versions);
  });
}

absl::StatusOr<CountCells> PgExchangeStore::CountRecords(const RecordFilter& filter, v1::RecordGrouping grouping,
                                                         absl::Time deadline) {
  return Reading<CountCells>(pool_, deadline, [&](PgTransaction& reads, CountCells& counts) {
    NamedParameters parameters = ParametersOf(filter);
    parameters.Bind("grouping", int64_t{grouping});
    for (const pqxx::row& row : reads.Execute(sql::CountOwned(), parameters)) {
      counts.push_back({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<int64_t>()});
    }
  });
}

absl::StatusOr<Versions> PgExchangeStore::ListEmployers(const std::string& region_prefix, const std::string& industry,
                                                        const std::vector<RegisterKeeper>& keepers,
                                                        const std::string& after_code, int limit, absl::Time deadline) {
  return Reading<Versions>(pool_, deadline, [&](PgTransaction& reads, Versions& versions) {
    NamedParameters parameters;
    BindKeepers(keepers, parameters);
    parameters.Bind("prefix", region_prefix)
        .Bind("industry", industry)
        .Bind("after", after_code)
        .Bind("limit", int64_t{limit});
    ReadAll(reads.Execute(sql::ListEmployers(), parameters), versions);
  });
}

absl::StatusOr<Versions> PgExchangeStore::FindEmployers(const std::string& region_prefix, const std::string& code,
                                                        const std::vector<RegisterKeeper>& keepers, int limit,
                                                        absl::Time deadline) {
  return Reading<Versions>(pool_, deadline, [&](PgTransaction& reads, Versions& versions) {
    NamedParameters parameters;
    BindKeepers(keepers, parameters);
    parameters.Bind("prefix", region_prefix).Bind("code", code).Bind("limit", int64_t{limit});
    ReadAll(reads.Execute(sql::FindEmployers(), parameters), versions);
  });
}

absl::StatusOr<Versions> PgExchangeStore::ListSealedOtherwise(const std::string& key_id, int64_t after, int limit,
                                                              absl::Time deadline) {
  return Reading<Versions>(pool_, deadline, [&](PgTransaction& reads, Versions& versions) {
    ReadAll(reads.Execute(sql::kListSealedOtherwise, after, key_id, kSealedWithAesGcm, limit), versions);
  });
}

absl::Status PgExchangeStore::Reseal(int64_t position, const SealedField& before, const SealedField& after,
                                     absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kReseal, position, after.key_id, pqxx::binarystring(after.bytes), kSealedWithAesGcm,
                        pqxx::binarystring(before.bytes));
    return absl::OkStatus();
  });
}

absl::Status PgExchangeStore::LogReads(const std::vector<ReadRow>& reads, const audit::v1::AuditEvent& event,
                                       absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    if (!reads.empty()) {
      NamedParameters parameters;
      BindReads(reads, parameters);
      const ReadRow& first = reads.front();
      parameters.Bind("reader", first.read.reader())
          .Bind("reader_region", first.reader_region)
          .Bind("reader_department", first.reader_department)
          .Bind("time", FromTimestamp(first.read.read_time()))
          .Bind("revealed", int64_t{first.read.revealed()});
      transaction.Execute(sql::LogReads(), parameters);
    }
    AppendAudit(transaction, audit::v1::JOURNAL_READS, {event});
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<ReadRow>> PgExchangeStore::ListReads(const ReadFilter& filter, int64_t before_id, int limit,
                                                                absl::Time deadline) {
  using Found = std::vector<ReadRow>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    const pqxx::result rows =
        reads.Execute(sql::kListReads, before_id, filter.owner_region, filter.owner_department, filter.record,
                      filter.reader_department, Bounded(filter.from), Bounded(filter.until),
                      filter.revealed_only ? 1 : 0, limit, filter.owner_region_prefix);
    for (const pqxx::row& row : rows) {
      found.push_back({row[0].as<int64_t>(), ParseStored<v1::RecordRead>(row[1]), row[2].as<std::string>(),
                       row[3].as<std::string>()});
    }
  });
}

absl::StatusOr<std::optional<v1::Agreement>> PgExchangeStore::FindAgreement(const std::string& name,
                                                                            absl::Time deadline) {
  using Found = std::optional<v1::Agreement>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    const pqxx::result rows = reads.Execute(sql::kFindAgreement, name);
    if (!rows.empty()) found = ParseStored<v1::Agreement>(rows[0][0]);
  });
}

absl::StatusOr<std::vector<v1::Agreement>> PgExchangeStore::ListAgreements(const std::string& plan,
                                                                           absl::Time deadline) {
  using Found = std::vector<v1::Agreement>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    for (const pqxx::row& row : reads.Execute(sql::kListAgreements, plan)) {
      found.push_back(ParseStored<v1::Agreement>(row[0]));
    }
  });
}

absl::StatusOr<std::optional<v1::FigureDefinitions>> PgExchangeStore::FindDefinitions(const std::string& plan,
                                                                                      absl::Time deadline) {
  using Found = std::optional<v1::FigureDefinitions>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    const pqxx::result rows = reads.Execute(sql::kFindDefinitions, plan);
    if (!rows.empty()) found = ParseStored<v1::FigureDefinitions>(rows[0][0]);
  });
}

absl::Status PgExchangeStore::SavePlan(const type::v1::Plan& plan, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kSavePlan, plan.name(), plan.edition(), pqxx::binarystring(plan.SerializeAsString()));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<type::v1::Plan>> PgExchangeStore::FindPlan(const std::string& name, int edition,
                                                                        absl::Time deadline) {
  using Found = std::optional<type::v1::Plan>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& plan) {
    const pqxx::result rows = reads.Execute(sql::kFindPlan, name, edition);
    if (!rows.empty()) plan = ParseStored<type::v1::Plan>(rows[0][0]);
  });
}

}  // namespace lianfang::exchange
