#include "services/evaluation/store/pg_evaluation_store.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "common/time.h"
#include "services/evaluation/domain/names.h"
#include "services/evaluation/store/evaluation_sql.h"

namespace lianfang::evaluation {
namespace {

const char* NameOf(Stream stream) { return stream == Stream::kObligations ? "obligations" : "returns"; }

// Stored bytes are this program's own; where they do not parse, the database is broken.
template <typename Message>
Message Parse(const pqxx::field& field) {
  Message message;
  if (!message.ParseFromString(pqxx::binarystring(field).str())) {
    throw std::runtime_error("a stored message does not parse");
  }
  return message;
}

std::string BoundTime(absl::Time time) { return time == absl::InfiniteFuture() ? "infinity" : PgTime(time); }

// Reads (document, commit micros) rows and the newest of their times.
template <typename Message>
absl::Time ReadChanges(const pqxx::result& rows, std::vector<Message>& messages) {
  absl::Time newest = absl::InfinitePast();
  for (const pqxx::row& row : rows) {
    messages.push_back(Parse<Message>(row[0]));
    newest = std::max(newest, FromPgMicros(row[1].as<int64_t>()));
  }
  return newest;
}

}  // namespace

absl::StatusOr<std::string> PgEvaluationStore::LoadCursor(Stream stream, absl::Time deadline) {
  std::string cursor;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) {
    cursor = reads.Execute(sql::kLoadCursor, NameOf(stream)).at(0)[0].as<std::string>();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return cursor;
}

absl::Status PgEvaluationStore::SaveChange(Stream stream, const std::string& after, const ReceivedChange& change,
                                           absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    const auto cursor = transaction.Execute(sql::kLockCursor, NameOf(stream)).at(0)[0].as<std::string>();
    if (cursor == change.cursor) return absl::OkStatus();
    if (cursor != after) {
      return absl::AbortedError(
          absl::StrCat("the stream of ", NameOf(stream), " has been received up to another change"));
    }
    transaction.Execute(stream == Stream::kObligations ? sql::kAddObligationChange : sql::kAddReturnChange,
                        change.cursor, change.plan, change.obligation, PgTime(change.commit_time),
                        pqxx::binarystring(change.document));
    transaction.Execute(sql::kMoveCursor, NameOf(stream), change.cursor);
    return absl::OkStatus();
  });
}

absl::StatusOr<bool> PgEvaluationStore::HasPlan(const std::string& plan, int edition, absl::Time deadline) {
  bool found = false;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) {
    found = !reads.Execute(sql::kHasPlan, plan, edition).empty();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return found;
}

absl::Status PgEvaluationStore::SavePlan(const type::v1::Plan& plan, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kAddPlan, PlanIdOf(plan.name()), plan.edition(), PgTime(FromTimestamp(plan.update_time())),
                        pqxx::binarystring(plan.SerializeAsString()));
    return absl::OkStatus();
  });
}

absl::StatusOr<PlanState> PgEvaluationStore::LoadPlanState(const std::string& plan, absl::Time as_of,
                                                           absl::Time deadline) {
  PlanState state;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) {
    state = PlanState();
    const pqxx::result plans = reads.Execute(sql::kPlanInForce, plan, BoundTime(as_of));
    if (plans.empty()) return absl::OkStatus();
    state.plan = std::make_shared<const type::v1::Plan>(Parse<type::v1::Plan>(plans[0][0]));
    state.obligations_received_time =
        ReadChanges(reads.Execute(sql::kObligationsAsOf, plan, BoundTime(as_of)), state.knowledge.obligations);
    state.returns_received_time =
        ReadChanges(reads.Execute(sql::kReturnsAsOf, plan, BoundTime(as_of)), state.knowledge.returns);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return state;
}

}  // namespace lianfang::evaluation
