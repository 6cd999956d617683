#include "services/evaluation/store/pg_evaluation_store.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/changelog/changelog.h"
#include "common/division.h"
#include "common/pg/array.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "common/time.h"
#include "services/evaluation/domain/outlook/punctuality.h"
#include "services/evaluation/domain/request/names.h"
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

// Reads (document, commit micros) rows and the newest of their times.
template <typename Message>
absl::Time ReadFilings(const pqxx::result& rows, Filings& filings) {
  absl::Time newest = absl::InfinitePast();
  for (const pqxx::row& row : rows) {
    filings.Put(Parse<Message>(row[0]));
    newest = std::max(newest, FromPgMicros(row[1].as<int64_t>()));
  }
  return newest;
}

// Reads a (position, payload) row.
KeptEvaluation ReadEvaluation(const pqxx::row& row) {
  KeptEvaluation kept = {row[0].as<int64_t>(), Parse<v1::Evaluation>(row[1])};
  kept.evaluation.set_name(FormatEvaluationName(kept.evaluation.name(), kept.number));
  return kept;
}

std::vector<KeptEvaluation> ReadEvaluations(const pqxx::result& rows) {
  std::vector<KeptEvaluation> evaluations;
  for (const pqxx::row& row : rows) evaluations.push_back(ReadEvaluation(row));
  return evaluations;
}

// Checks, under the lock of the stream's cursor, that what follows `after` is next; false when it was saved before.
absl::StatusOr<bool> IsNext(PgTransaction& transaction, Stream stream, const std::string& after,
                            const std::string& cursor) {
  const auto saved = transaction.Execute(sql::kLockCursor, NameOf(stream)).at(0)[0].as<std::string>();
  if (saved == cursor) return false;
  if (saved == after) return true;
  return absl::AbortedError(absl::StrCat("the stream of ", NameOf(stream), " has been received up to another change"));
}

// Moves the cursor of a source of duties.
absl::Status Move(PgTransaction& transaction, const std::string& source, const std::string& after,
                  const std::string& cursor) {
  if (transaction.Execute(sql::kMoveDutyCursor, source, after, cursor).affected_rows() > 0) return absl::OkStatus();
  if (after.empty() && transaction.Execute(sql::kBeginDutyCursor, source, cursor).affected_rows() > 0) {
    return absl::OkStatus();
  }
  return absl::AbortedError(absl::StrCat("the duties of ", source, " have been received up to another change"));
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
    const absl::StatusOr<bool> next = IsNext(transaction, stream, after, change.cursor);
    if (!next.ok() || !*next) return next.status();
    transaction.Execute(stream == Stream::kObligations ? sql::kAddObligationChange : sql::kAddReturnChange,
                        change.cursor, change.plan, change.obligation, PgTime(change.commit_time),
                        pqxx::binarystring(change.document));
    transaction.Execute(sql::kMoveCursor, NameOf(stream), change.cursor);
    return absl::OkStatus();
  });
}

absl::Status PgEvaluationStore::SaveCursor(Stream stream, const std::string& after, const std::string& cursor,
                                           absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    const absl::StatusOr<bool> next = IsNext(transaction, stream, after, cursor);
    if (!next.ok() || !*next) return next.status();
    transaction.Execute(sql::kMoveCursor, NameOf(stream), cursor);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<SavedChange>> PgEvaluationStore::LoadChanges(Stream stream, int64_t after, int limit,
                                                                        absl::Time deadline) {
  const bool obligations = stream == Stream::kObligations;
  std::vector<SavedChange> changes;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) {
    changes.clear();
    const pqxx::result rows =
        after == 0 ? reads.Execute(obligations ? sql::kLastObligationChanges : sql::kLastReturnChanges)
                   : reads.Execute(obligations ? sql::kObligationChangesAfter : sql::kReturnChangesAfter, after, limit);
    for (const pqxx::row& row : rows) {
      changes.push_back({row[0].as<int64_t>(), row[1].as<std::string>(), pqxx::binarystring(row[2]).str(),
                         FromPgMicros(row[3].as<int64_t>())});
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return changes;
}

absl::StatusOr<std::string> PgEvaluationStore::LoadDutyCursor(const std::string& source, absl::Time deadline) {
  return Reading<std::string>(pool_, deadline, [&](PgTransaction& reads, std::string& cursor) {
    const pqxx::result rows = reads.Execute(sql::kLoadDutyCursor, source);
    cursor = rows.empty() ? "" : rows[0][0].as<std::string>();
  });
}

absl::Status PgEvaluationStore::SaveDuties(const ReceivedDuties& received, const std::string& after,
                                           const std::string& cursor, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    if (absl::Status moved = Move(transaction, received.source, after, cursor); !moved.ok()) return moved;
    transaction.Execute(sql::kForgetDuties, received.source, received.resource);
    int ordinal = 0;
    for (const duty::v1::Duty& duty : received.duties) {
      transaction.Execute(sql::kSaveDuty, received.source, received.resource, ordinal++, PlanIdOf(duty.plan()),
                          duty.region(), pqxx::binarystring(CountedPart(duty).SerializeAsString()));
    }
    return absl::OkStatus();
  });
}

absl::Status PgEvaluationStore::MoveDutyCursor(const std::string& source, const std::string& after,
                                               const std::string& cursor, absl::Time deadline) {
  return RunTransaction(pool_, deadline,
                        [&](PgTransaction& transaction) { return Move(transaction, source, after, cursor); });
}

absl::StatusOr<std::vector<duty::v1::Duty>> PgEvaluationStore::LoadDuties(const std::string& plan,
                                                                          const std::string& region,
                                                                          absl::Time deadline) {
  using Duties = std::vector<duty::v1::Duty>;
  return Reading<Duties>(pool_, deadline, [&](PgTransaction& reads, Duties& duties) {
    for (const pqxx::row& row : reads.Execute(sql::kLoadDuties, plan, std::string(DivisionPrefix(region)))) {
      duties.push_back(Parse<duty::v1::Duty>(row[0]));
    }
  });
}

absl::StatusOr<std::optional<type::v1::Plan>> PgEvaluationStore::FindPlan(const std::string& name, int edition,
                                                                          absl::Time deadline) {
  using Found = std::optional<type::v1::Plan>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& plan) {
    const pqxx::result rows = reads.Execute(sql::kFindPlan, PlanIdOf(name), edition);
    if (!rows.empty()) plan = Parse<type::v1::Plan>(rows[0][0]);
  });
}

absl::Status PgEvaluationStore::SavePlan(const type::v1::Plan& plan, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kAddPlan, PlanIdOf(plan.name()), plan.edition(), PgTime(FromTimestamp(plan.update_time())),
                        pqxx::binarystring(plan.SerializeAsString()));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<type::v1::Plan>> PgEvaluationStore::LoadNewestPlans(absl::Time deadline) {
  std::vector<type::v1::Plan> plans;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) {
    plans.clear();
    for (const pqxx::row& row : reads.Execute(sql::kNewestPlans)) plans.push_back(Parse<type::v1::Plan>(row[0]));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return plans;
}

absl::StatusOr<PlanState> PgEvaluationStore::LoadPlanState(const std::string& plan, absl::Time as_of,
                                                           absl::Time deadline) {
  PlanState state;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) {
    state = PlanState();
    const pqxx::result plans = reads.Execute(sql::kPlanInForce, plan, PgTime(as_of));
    if (plans.empty()) return absl::OkStatus();
    state.plan = std::make_shared<const type::v1::Plan>(Parse<type::v1::Plan>(plans[0][0]));
    state.obligations_received_time = ReadFilings<submission::v1::Obligation>(
        reads.Execute(sql::kObligationsAsOf, plan, PgTime(as_of)), state.filings);
    state.returns_received_time =
        ReadFilings<submission::v1::Return>(reads.Execute(sql::kReturnsAsOf, plan, PgTime(as_of)), state.filings);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return state;
}

absl::StatusOr<int64_t> PgEvaluationStore::SaveEvaluations(const std::string& plan,
                                                           const std::vector<NewEvaluation>& evaluations,
                                                           absl::Time now, absl::Time deadline) {
  std::vector<Change> changes;
  std::vector<std::string> regions, periods, industries, indicators;
  std::vector<int64_t> previous;
  for (const NewEvaluation& each : evaluations) {
    absl::StatusOr<ScorecardName> scorecard = ParseScorecardName("name", each.evaluation.name());
    if (!scorecard.ok()) return scorecard.status();
    regions.push_back(std::move(scorecard->region));
    periods.push_back(std::move(scorecard->period));
    industries.push_back(each.evaluation.result().industry());
    indicators.push_back(each.evaluation.result().indicator());
    previous.push_back(each.after);
    changes.push_back({kEvaluationsTopic, each.evaluation.SerializeAsString()});
  }
  int64_t first = INT64_MAX;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    AppendChanges(transaction, changes, now);
    const pqxx::result kept = transaction.Execute(sql::kAddEvaluations, plan, ArrayOf(regions), ArrayOf(periods),
                                                  ArrayOf(industries), ArrayOf(indicators), ArrayOf(previous));
    if (kept.size() != evaluations.size()) {
      return absl::AbortedError(absl::StrCat("another evaluation of ", plan, " was first"));
    }
    first = INT64_MAX;
    for (const pqxx::row& row : kept) first = std::min(first, row[0].as<int64_t>());
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return first;
}

absl::StatusOr<std::vector<KeptEvaluation>> PgEvaluationStore::LoadLastEvaluations(const std::string& plan,
                                                                                   absl::Time deadline) {
  std::vector<KeptEvaluation> evaluations;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) {
    evaluations = ReadEvaluations(reads.Execute(sql::kLastEvaluations, plan));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return evaluations;
}

absl::StatusOr<std::vector<KeptEvaluation>> PgEvaluationStore::ListEvaluations(const EvaluationFilter& filter,
                                                                               int limit, absl::Time deadline) {
  std::vector<KeptEvaluation> evaluations;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) {
    evaluations = ReadEvaluations(reads.Execute(sql::kListEvaluations, filter.scorecard.plan, filter.scorecard.region,
                                                filter.scorecard.period, filter.industry, filter.indicator,
                                                filter.before, limit));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return evaluations;
}

absl::StatusOr<v1::Evaluation> PgEvaluationStore::GetEvaluation(const ScorecardName& scorecard, int64_t number,
                                                                absl::Time deadline) {
  v1::Evaluation evaluation;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) -> absl::Status {
    const pqxx::result rows =
        reads.Execute(sql::kGetEvaluation, scorecard.plan, scorecard.region, scorecard.period, number);
    if (rows.empty()) return EvaluationNotFound(scorecard, number);
    evaluation = ReadEvaluation(rows[0]).evaluation;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return evaluation;
}

}  // namespace lianfang::evaluation
