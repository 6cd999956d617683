#include "services/coordination/store/pg_coordination_store.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <stdexcept>

#include "absl/strings/str_split.h"
#include "common/changelog/changelog.h"
#include "common/changelog/resource_change.h"
#include "common/pg/array.h"
#include "common/pg/audit_rows.h"
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "services/coordination/store/coordination_sql.h"

namespace lianfang::coordination {
namespace {

// PostgreSQL's year has four digits here.
std::string Bounded(absl::Time time) {
  static const absl::Time first = absl::FromUnixSeconds(-62135596800);  // year 1
  static const absl::Time last = absl::FromUnixSeconds(253402300799);   // year 9999
  return PgTime(std::min(std::max(time, first), last));
}

std::vector<std::string> ListOf(const pqxx::field& joined) {
  return absl::StrSplit(joined.as<std::string>(), ',', absl::SkipEmpty());
}

std::string NumbersOf(const std::vector<int>& numbers) {
  return ArrayOf(std::vector<int64_t>(numbers.begin(), numbers.end()));
}

// From the columns that coordination_sql.h lists.
Document ReadDocument(const pqxx::row& row) {
  Document document;
  document.shelf = static_cast<Shelf>(row[0].as<int>());
  document.name = row[1].as<std::string>();
  document.plan = row[2].as<std::string>();
  document.office_region = row[3].as<std::string>();
  document.readers = ListOf(row[4]);
  document.departments = ListOf(row[5]);
  document.industry = row[6].as<std::string>();
  document.credit_code = row[7].as<std::string>();
  document.state = row[8].as<int>();
  document.sort_time = FromPgMicros(row[9].as<int64_t>());
  document.pending = row[10].as<bool>();
  document.content = pqxx::binarystring(row[11]).str();
  return document;
}

// Methods throw as libpqxx does; whoever runs the transaction catches.
class Rows : public CoordinationTransaction {
 public:
  Rows(PgTransaction& transaction, bool locking) : transaction_(transaction), locking_(locking) {}

  std::optional<Document> Find(const std::string& name) override {
    const pqxx::result rows = transaction_.Execute(locking_ ? sql::kLock : sql::kFind, name);
    if (rows.empty()) return std::nullopt;
    return ReadDocument(rows[0]);
  }

  std::vector<Document> FindAll(Shelf shelf, const std::string& plan, const std::vector<int>& states) override {
    std::vector<Document> found;
    for (const pqxx::row& row : transaction_.Execute(sql::kFindAll, plan, static_cast<int>(shelf), NumbersOf(states))) {
      found.push_back(ReadDocument(row));
    }
    return found;
  }

  void LockPlan(const std::string& plan) override { transaction_.Execute(sql::kLockPlan, plan); }

  void Save(const Document& document) override {
    saved_.push_back(document.name);
    transaction_.Execute(sql::kSave, static_cast<int>(document.shelf), document.name, document.plan,
                         document.office_region, ArrayOf(document.readers), ArrayOf(document.departments),
                         document.industry, document.credit_code, document.state, PgTime(document.sort_time),
                         document.pending, pqxx::binarystring(document.content));
  }

  void Settle(const std::string& name) override { transaction_.Execute(sql::kSettle, name); }

  int CountPending(Shelf shelf, const std::string& department) override {
    return transaction_.Execute(sql::kCountPending, static_cast<int>(shelf), department).at(0)[0].as<int>();
  }

  // Names of what was saved, as often as it was.
  const std::vector<std::string>& saved() const { return saved_; }

 private:
  PgTransaction& transaction_;
  const bool locking_;
  std::vector<std::string> saved_;
};

type::v1::Plan ParsePlan(const pqxx::field& field) {
  type::v1::Plan plan;
  if (!plan.ParseFromString(pqxx::binarystring(field).str())) throw std::runtime_error("a stored plan does not parse");
  return plan;
}

}  // namespace

absl::StatusOr<std::string> PgCoordinationStore::Mutate(const RequestKey& key, absl::Time now, const Work& work,
                                                        absl::Time deadline) {
  return RunMutation(pool_, std::optional<RequestKey>(key), now, deadline,
                     [&](PgTransaction& transaction) -> absl::StatusOr<Outcome> {
                       Rows rows(transaction, /*locking=*/true);
                       auto outcome = work(rows);
                       if (outcome.ok()) AppendChanges(transaction, ResourceChangesOf(rows.saved(), now), now);
                       return outcome;
                     });
}

absl::Status PgCoordinationStore::Read(const std::function<absl::Status(CoordinationRows&)>& work,
                                       absl::Time deadline) {
  return RunReads(pool_, deadline, [&](PgTransaction& transaction) {
    Rows rows(transaction, /*locking=*/false);
    return work(rows);
  });
}

absl::Status PgCoordinationStore::Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    AppendAudit(transaction, audit::v1::JOURNAL_OPERATIONS, AuditEventsOf({record}, now));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<Document>> PgCoordinationStore::List(const DocumentFilter& filter, const DocumentPage& page,
                                                                absl::Time deadline) {
  using Found = std::vector<Document>;
  const Query& query = filter.shelf == Shelf::kTask ? sql::kListEarliestFirst : sql::kListLatestFirst;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    const pqxx::result rows = transaction.Execute(
        query, static_cast<int>(filter.shelf), filter.scope.department, filter.scope.division_prefix, filter.plan,
        NumbersOf(filter.states), filter.department, filter.industry, filter.credit_code, Bounded(filter.from),
        Bounded(filter.until), filter.pending_only, page.after_name, page.limit);
    for (const pqxx::row& row : rows) found.push_back(ReadDocument(row));
  });
}

absl::StatusOr<std::vector<std::string>> PgCoordinationStore::PlansOfUnusedFiles(absl::Time deadline) {
  using Found = std::vector<std::string>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& plans) {
    for (const pqxx::row& row : transaction.Execute(sql::kPlansOfUnusedFiles))
      plans.push_back(row[0].as<std::string>());
  });
}

absl::Status PgCoordinationStore::KeepFiles(const std::vector<std::string>& names, absl::Time deadline) {
  if (names.empty()) return absl::OkStatus();
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kKeepFiles, ArrayOf(names));
    return absl::OkStatus();
  });
}

absl::StatusOr<int> PgCoordinationStore::DropUnusedFiles(absl::Time before, int most, absl::Time deadline) {
  int dropped = 0;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    dropped = transaction.Execute(sql::kDropUnusedFiles, PgTime(before), most).at(0)[0].as<int>();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return dropped;
}

absl::Status PgCoordinationStore::SavePlan(const type::v1::Plan& plan, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kSavePlan, plan.name(), plan.edition(), pqxx::binarystring(plan.SerializeAsString()));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<type::v1::Plan>> PgCoordinationStore::FindPlan(const std::string& name, int edition,
                                                                            absl::Time deadline) {
  using Found = std::optional<type::v1::Plan>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& plan) {
    const pqxx::result rows = transaction.Execute(sql::kFindPlan, name, edition);
    if (!rows.empty()) plan = ParsePlan(rows[0][0]);
  });
}

}  // namespace lianfang::coordination
