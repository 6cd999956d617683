#include "services/evaluation/store/pg_appraisal_store.h"

#include <chrono>
#include <pqxx/pqxx>
#include <stdexcept>

#include "common/pg/audit_rows.h"
#include "common/pg/mutation.h"
#include "common/pg/query.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "common/time.h"
#include "services/evaluation/domain/appraisal/edition.h"

namespace lianfang::evaluation {
namespace {

// Held until the transaction ends.
constexpr Query kLockPlan{"appraisal_lock_plan",
                          "SELECT pg_advisory_xact_lock(hashtextextended('appraisal ' || $1, 0))"};

constexpr Query kFindConcealment{"appraisal_find_concealment", "SELECT document FROM concealments WHERE name = $1"};
constexpr Query kLockConcealment{"appraisal_lock_concealment",
                                 "SELECT document FROM concealments WHERE name = $1 FOR UPDATE"};
constexpr Query kConcealments{
    "appraisal_concealments",
    "SELECT document FROM concealments WHERE plan_id = $1 ORDER BY proven_date DESC, name COLLATE \"C\""};
constexpr Query kSaveConcealment{
    "appraisal_save_concealment",
    "INSERT INTO concealments (name, plan_id, proven_date, document) VALUES ($1, $2, $3::date, $4) "
    "ON CONFLICT (name) DO UPDATE SET document = EXCLUDED.document"};

constexpr Query kNewestEdition{
    "appraisal_newest_edition",
    "SELECT coalesce(max(number), 0) FROM appraisal_editions WHERE plan_id = $1 AND region = $2 AND period = $3"};
constexpr Query kAddEdition{
    "appraisal_add_edition",
    "INSERT INTO appraisal_editions (plan_id, region, period, number, publish_time, head, document) "
    "VALUES ($1, $2, $3, $4, $5::timestamptz, $6, $7)",
    std::chrono::seconds(10)};
constexpr Query kLoadEdition{
    "appraisal_load_edition",
    "SELECT document FROM appraisal_editions WHERE plan_id = $1 AND region = $2 AND period = $3 "
    "AND CASE WHEN $4 = 0 THEN publish_time <= $5::timestamptz ELSE number = $4 END "
    "ORDER BY number DESC LIMIT 1",
    std::chrono::seconds(10)};
constexpr Query kListEditions{"appraisal_list_editions",
                              "SELECT head FROM appraisal_editions WHERE plan_id = $1 AND region = $2 AND period = $3 "
                              "AND number < $4 ORDER BY number DESC LIMIT $5"};

// Stored bytes are this program's own; where they do not parse, the database is broken.
template <typename Message>
Message Parse(const pqxx::field& field) {
  Message message;
  if (!message.ParseFromString(pqxx::binarystring(field).str())) {
    throw std::runtime_error("a stored message does not parse");
  }
  return message;
}

template <typename Message>
std::optional<Message> FirstOf(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return Parse<Message>(rows[0][0]);
}

template <typename Message>
std::vector<Message> AllOf(const pqxx::result& rows) {
  std::vector<Message> messages;
  for (const pqxx::row& row : rows) messages.push_back(Parse<Message>(row[0]));
  return messages;
}

// Methods throw as libpqxx does; whoever runs the transaction catches.
class Rows : public AppraisalRows {
 public:
  explicit Rows(PgTransaction& transaction) : transaction_(transaction) {}

  void LockPlan(const std::string& plan) override { transaction_.Execute(kLockPlan, plan); }

  std::optional<v1::Concealment> FindConcealment(const std::string& name) override {
    return FirstOf<v1::Concealment>(transaction_.Execute(kLockConcealment, name));
  }

  std::vector<v1::Concealment> FindConcealments(const std::string& plan) override {
    return AllOf<v1::Concealment>(transaction_.Execute(kConcealments, plan));
  }

  void SaveConcealment(const v1::Concealment& concealment) override {
    const auto proven = FromDate(concealment.proven_date());
    if (!proven.ok()) throw std::invalid_argument("a concealment without the day on which it was proven");
    transaction_.Execute(kSaveConcealment, concealment.name(), PlanIdOf(concealment.name()), FormatDay(*proven),
                         pqxx::binarystring(concealment.SerializeAsString()));
  }

  int NewestEdition(const ScorecardName& scorecard) override {
    return transaction_.Execute(kNewestEdition, scorecard.plan, scorecard.region, scorecard.period).at(0)[0].as<int>();
  }

  void AddEdition(const v1::AppraisalEdition& edition) override {
    const auto name = ParseEditionName("name", edition.name());
    if (!name.ok()) throw std::invalid_argument("an edition without a name");
    transaction_.Execute(kAddEdition, name->scorecard.plan, name->scorecard.region, name->scorecard.period,
                         name->number, PgTime(FromTimestamp(edition.publish_time())),
                         pqxx::binarystring(Head(edition).SerializeAsString()),
                         pqxx::binarystring(edition.SerializeAsString()));
  }

 private:
  PgTransaction& transaction_;
};

}  // namespace

absl::StatusOr<std::string> PgAppraisalStore::Mutate(const std::optional<RequestKey>& key, absl::Time now,
                                                     const Work& work, absl::Time deadline) {
  return RunMutation(pool_, key, now, deadline, [&](PgTransaction& transaction) {
    Rows rows(transaction);
    return work(rows);
  });
}

absl::Status PgAppraisalStore::Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    AppendAudit(transaction, audit::v1::JOURNAL_OPERATIONS, AuditEventsOf({record}, now));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<v1::Concealment>> PgAppraisalStore::LoadConcealments(const std::string& plan,
                                                                                absl::Time deadline) {
  using Found = std::vector<v1::Concealment>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = AllOf<v1::Concealment>(reads.Execute(kConcealments, plan));
  });
}

absl::StatusOr<std::optional<v1::Concealment>> PgAppraisalStore::LoadConcealment(const std::string& name,
                                                                                 absl::Time deadline) {
  using Found = std::optional<v1::Concealment>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = FirstOf<v1::Concealment>(reads.Execute(kFindConcealment, name));
  });
}

absl::StatusOr<std::optional<v1::AppraisalEdition>> PgAppraisalStore::LoadEdition(const ScorecardName& scorecard,
                                                                                  int number, absl::Time as_of,
                                                                                  absl::Time deadline) {
  using Found = std::optional<v1::AppraisalEdition>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = FirstOf<v1::AppraisalEdition>(
        reads.Execute(kLoadEdition, scorecard.plan, scorecard.region, scorecard.period, number, PgTime(as_of)));
  });
}

absl::StatusOr<std::vector<v1::AppraisalEdition>> PgAppraisalStore::ListEditions(const ScorecardName& scorecard,
                                                                                 int before, int limit,
                                                                                 absl::Time deadline) {
  using Found = std::vector<v1::AppraisalEdition>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = AllOf<v1::AppraisalEdition>(
        reads.Execute(kListEditions, scorecard.plan, scorecard.region, scorecard.period, before, limit));
  });
}

}  // namespace lianfang::evaluation
