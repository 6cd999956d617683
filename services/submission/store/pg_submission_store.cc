#include "services/submission/store/pg_submission_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/pg/array.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/submission/domain/ledger/find.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/return/plausibility.h"
#include "services/submission/store/pg_ledger_transaction.h"
#include "services/submission/store/stored_rows.h"
#include "services/submission/store/submission_sql.h"

namespace lianfang::submission {
namespace {

using PlanPtr = std::shared_ptr<const type::v1::Plan>;

// The key of an obligation in a listing: `<due micros>/<plan>/<id>`.
struct ObligationKey {
  std::string due = "-infinity";
  std::string plan;
  std::string id;

  static absl::StatusOr<ObligationKey> Parse(const std::string& key) {
    if (key.empty()) return ObligationKey{};
    const std::vector<std::string> parts = absl::StrSplit(key, '/');
    int64_t micros = 0;
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &micros) ||
        !IsValidTimestamp(ToTimestamp(FromPgMicros(micros))))
      return InvalidField("page_token", "is not a page token");
    return ObligationKey{PgTime(FromPgMicros(micros)), parts[1], parts[2]};
  }
};

// The returns of a plan with these ids that are there, by name.
std::map<std::string, v1::Return> LoadReturns(PgTransaction& reads, const std::string& plan,
                                              const std::vector<std::string>& ids) {
  std::map<std::string, v1::Return> returns;
  if (ids.empty()) return returns;
  for (const pqxx::row& row : reads.Execute(sql::kLoadReturns, plan, ArrayOf(ids))) {
    auto filed = Parse<v1::Return>(row[0]);
    returns.emplace(filed.name(), std::move(filed));
  }
  return returns;
}

}  // namespace

absl::StatusOr<PlanPtr> PgSubmissionStore::LoadPlan(const std::string& plan, int edition, absl::Time deadline) {
  return Reading<PlanPtr>(pool_, deadline, [&](PgTransaction& reads, PlanPtr& found) {
    if (edition > 0) {
      found = plans_.Find(reads, plan, edition);
      return;
    }
    const pqxx::result rows = reads.Execute(sql::kNewestEdition, plan);
    if (!rows.empty()) found = plans_.InForce(reads, plan, rows[0][0].as<int>());
  });
}

absl::StatusOr<std::vector<PlanPtr>> PgSubmissionStore::ListPlans(const Page& page, absl::Time deadline) {
  return Reading<std::vector<PlanPtr>>(pool_, deadline, [&](PgTransaction& reads, std::vector<PlanPtr>& plans) {
    for (const pqxx::row& row : reads.Execute(sql::kListPlans, page.after, page.limit)) {
      plans.push_back(plans_.InForce(reads, row[0].as<std::string>(), row[1].as<int>()));
    }
  });
}

absl::StatusOr<ObligationCase> PgSubmissionStore::LoadCase(const std::string& plan, const std::string& id,
                                                           absl::Time deadline) {
  return Reading<ObligationCase>(pool_, deadline, [&](PgTransaction& reads, ObligationCase& found) {
    const pqxx::result rows = reads.Execute(sql::kLoadCase, plan, id);
    if (rows.empty()) return;
    found.plan = plans_.InForce(reads, plan, rows[0][0].as<int>());
    if (!rows[0][1].is_null()) found.obligation = Parse<v1::Obligation>(rows[0][1]);
    if (!rows[0][2].is_null()) found.filed = Parse<v1::Return>(rows[0][2]);
    if (found.plan != nullptr && found.obligation.has_value()) {
      const auto ids = EarlierReturns(*found.plan, *found.obligation);
      const auto earlier = LoadReturns(reads, plan, ids);
      const auto find = [&](const std::string& each) { return FindOrNull(earlier, ReturnName(plan, each)); };
      if (const v1::Return* before = InForce(ids, find); before != nullptr) found.before = *before;
    }
    if (!id.empty()) return;
    for (const pqxx::row& row : reads.Execute(sql::kStatedObligations, plan)) {
      found.stated.push_back(Parse<v1::Obligation>(row[0]));
    }
  });
}

absl::StatusOr<std::map<std::string, v1::Obligation>> PgSubmissionStore::LoadObligations(
    const std::vector<std::string>& names, absl::Time deadline) {
  std::vector<std::string> plans, ids;
  for (const std::string& name : names) {
    const auto parts = ParseObligationName("obligation", name);
    if (!parts.ok()) continue;
    plans.push_back(parts->plan);
    ids.push_back(parts->id);
  }
  using Rows = std::map<std::string, v1::Obligation>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& found) {
    for (const pqxx::row& row : reads.Execute(sql::kLoadObligations, ArrayOf(plans), ArrayOf(ids))) {
      auto obligation = Parse<v1::Obligation>(row[0]);
      found.emplace(obligation.name(), std::move(obligation));
    }
  });
}

absl::StatusOr<std::vector<Listed<v1::Obligation>>> PgSubmissionStore::ListObligations(const RowFilter& filter,
                                                                                       const Page& page,
                                                                                       absl::Time deadline) {
  const auto after = ObligationKey::Parse(page.after);
  if (!after.ok()) return after.status();
  using Rows = std::vector<Listed<v1::Obligation>>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& listed) {
    const pqxx::result rows = reads.Execute(
        sql::kListObligations, filter.plan, filter.department, filter.region, filter.industry, filter.period,
        filter.scope.department, filter.scope.division_prefix, after->due, after->plan, after->id, page.limit);
    for (const pqxx::row& row : rows) {
      listed.push_back(
          {absl::StrCat(row[0].c_str(), "/", row[1].c_str(), "/", row[2].c_str()), Parse<v1::Obligation>(row[3])});
    }
  });
}

absl::StatusOr<std::vector<Listed<v1::Return>>> PgSubmissionStore::ListReturns(const RowFilter& filter,
                                                                               const Page& page, absl::Time deadline) {
  using Rows = std::vector<Listed<v1::Return>>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& listed) {
    const pqxx::result rows =
        reads.Execute(sql::kListReturns, filter.plan, filter.department, filter.region, filter.industry, filter.period,
                      filter.scope.department, filter.scope.division_prefix, static_cast<int>(filter.return_state),
                      page.after, page.limit);
    for (const pqxx::row& row : rows) listed.push_back({row[0].as<std::string>(), Parse<v1::Return>(row[1])});
  });
}

absl::StatusOr<std::vector<StoredEntry>> PgSubmissionStore::ListReturnEntries(const std::string& plan,
                                                                              const std::string& id,
                                                                              absl::Time deadline) {
  using Rows = std::vector<StoredEntry>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& entries) {
    entries = EntriesOf(reads.Execute(sql::kReturnEntries, plan, id));
  });
}

absl::StatusOr<std::vector<StoredEntry>> PgSubmissionStore::ReadLedger(const std::string& plan, int64_t first,
                                                                       int limit, absl::Time deadline) {
  using Rows = std::vector<StoredEntry>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& entries) {
    entries = EntriesOf(reads.Execute(sql::kReadLedger, plan, first, limit));
  });
}

absl::StatusOr<std::vector<StoredSeal>> PgSubmissionStore::ReadSeals(const std::string& plan, int64_t sequence,
                                                                     int limit, absl::Time deadline) {
  using Rows = std::vector<StoredSeal>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& seals) {
    seals = SealsOf(reads.Execute(sql::kReadSeals, plan, sequence, limit));
  });
}

absl::StatusOr<std::optional<SealedRun>> PgSubmissionStore::ReadSealedRun(const std::string& plan, int64_t sequence,
                                                                          absl::Time deadline) {
  auto seals = ReadSeals(plan, sequence, 1, deadline);
  if (!seals.ok()) return seals.status();
  if (seals->empty()) return std::nullopt;
  StoredSeal& seal = seals->front();
  const auto count = static_cast<int>(seal.last_sequence - seal.first_sequence + 1);
  auto entries = ReadLedger(plan, seal.first_sequence, count, deadline);
  if (!entries.ok()) return entries.status();
  auto run = SealedRun::Of(std::move(seal), *std::move(entries), sequence);
  if (!run.ok()) return run.status();
  return *std::move(run);
}

absl::StatusOr<StoredHead> PgSubmissionStore::ReadLedgerHead(const std::string& plan, absl::Time deadline) {
  return Reading<StoredHead>(pool_, deadline, [&](PgTransaction& reads, StoredHead& head) {
    head = StoredHeadOf(reads.Execute(sql::kReadHead, plan));
  });
}

absl::Status PgSubmissionStore::Transact(const std::string& plan, absl::Time deadline, const LedgerWork& work) {
  return RunTransaction(writing_pool_, deadline, [&](PgTransaction& transaction) {
    PgLedgerTransaction ledger(transaction, plans_, plan);
    return work(ledger);
  });
}

}  // namespace lianfang::submission
