// How a batch is committed in PostgreSQL: decided on what is remembered or read, saved only where that is what is
// there.
#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>
#include <utility>

#include "common/pg/array.h"
#include "common/pg/reading.h"
#include "common/pg/request_log.h"
#include "common/pg/time.h"
#include "services/submission/domain/ledger/find.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/return/plausibility.h"
#include "services/submission/store/earlier_answers.h"
#include "services/submission/store/pg_submission_store.h"
#include "services/submission/store/stored_rows.h"
#include "services/submission/store/submission_sql.h"

namespace lianfang::submission {
namespace {

LedgerHead HeadOf(const pqxx::field& sequence, const pqxx::field& hash, const pqxx::field& micros) {
  if (sequence.as<int64_t>() == 0) return {};
  return {sequence.as<int64_t>(), BytesOf(hash), FromPgMicros(micros.as<int64_t>())};
}

std::string ArrayOfIds(const std::set<std::string>& ids) {
  return ArrayOf(std::vector<std::string>(ids.begin(), ids.end()));
}

bool AllAccepted(const BatchOutcome& outcome) {
  return std::all_of(outcome.responses.begin(), outcome.responses.end(),
                     [](const auto& response) { return response.ok(); });
}

}  // namespace

// Locks the heads of the batch's plans, which puts it in its place; the state has them and their plans.
BatchState PgSubmissionStore::LockHeads(PgTransaction& transaction, const std::vector<Proposal>& proposals) {
  BatchState state;
  std::set<std::string> plans, whole_plans;
  for (const Proposal& proposal : proposals) {
    plans.insert(proposal.plan);
    if (proposal.obligation.empty()) whole_plans.insert(proposal.plan);
  }
  // Only a publication may begin a ledger; a filing for a plan that is not there must not leave a trace of one.
  if (!whole_plans.empty()) transaction.Execute(sql::kEnsureHeads, ArrayOfIds(whole_plans));
  for (const pqxx::row& row : transaction.Execute(sql::kLockHeads, ArrayOfIds(plans))) {
    const auto plan = row[0].as<std::string>();
    state.heads[plan] = HeadOf(row[2], row[3], row[4]);
    if (const int edition = row[1].as<int>(); edition > 0) state.plans[plan] = PlanInForce(transaction, plan, edition);
  }
  return state;
}

// The obligations that proposals name, their returns, and the returns that figures are compared with. False where some
// of it may be another in the state that the heads name, which cannot be under their lock.
bool PgSubmissionStore::LoadCases(const std::vector<Proposal>& proposals, const CaseReader& read, BatchState& state) {
  CaseKeys named, earlier;
  for (const Proposal& proposal : proposals) {
    if (!proposal.obligation.empty()) named.emplace(proposal.plan, proposal.obligation);
  }
  std::vector<std::pair<CaseKey, Case>> found;
  if (!FindCases(named, state.heads, read, found)) return false;
  for (const auto& [key, known] : found) {
    state.obligations.emplace(known.obligation->name(), known.obligation);
    if (known.filed != nullptr) state.returns.emplace(known.filed->name(), known.filed);
    const PlanPtr* plan = FindOrNull(state.plans, key.first);
    if (plan == nullptr || *plan == nullptr) continue;
    for (std::string& id : EarlierReturns(**plan, *known.obligation)) earlier.emplace(key.first, std::move(id));
  }
  found.clear();
  if (!FindCases(earlier, state.heads, read, found)) return false;
  for (const auto& [key, known] : found) {
    if (known.filed != nullptr) state.returns.emplace(known.filed->name(), known.filed);
  }
  return true;
}

// The cases that are there, from memory or from the tables; false as above.
bool PgSubmissionStore::FindCases(const CaseKeys& keys, const std::map<std::string, LedgerHead>& heads,
                                  const CaseReader& read, std::vector<std::pair<CaseKey, Case>>& found) {
  std::vector<std::string> plans, ids;
  for (const CaseKey& key : keys) {
    const LedgerHead* head = FindOrNull(heads, key.first);
    if (head == nullptr) continue;  // no such plan
    if (auto known = memory_.Find(key.first, head->hash, key.second); known.has_value()) {
      found.emplace_back(key, *std::move(known));
    } else {
      plans.push_back(key.first);
      ids.push_back(key.second);
    }
  }
  if (ids.empty()) return true;
  for (const pqxx::row& row : read(ArrayOf(plans), ArrayOf(ids))) {
    Case known{std::make_shared<const v1::Obligation>(Parse<v1::Obligation>(row[0])), nullptr};
    if (!row[1].is_null()) known.filed = std::make_shared<const v1::Return>(Parse<v1::Return>(row[1]));
    const ChildName name = *ParseObligationName("obligation", known.obligation->name());
    const std::string read_at = row[2].is_null() ? "" : BytesOf(row[2]);
    const std::string& head = heads.at(name.plan).hash;
    if (!memory_.Keep(name.plan, head, name.id, known, read_at) && read_at != head) return false;
    found.emplace_back(CaseKey(name.plan, name.id), std::move(known));
  }
  return true;
}

// Asks the request log about some of the proposals; says whether any of them was seen before.
bool PgSubmissionStore::FindEarlier(PgTransaction& transaction, const std::vector<Proposal>& proposals,
                                    const std::vector<size_t>& places, EarlierAnswers& answers) {
  std::vector<RequestKey> keys;
  for (const size_t place : places) keys.push_back(proposals[place].key);
  auto found = PgRequestLog(transaction).Find(keys);
  bool any = false;
  for (size_t i = 0; i < places.size(); ++i) {
    any = any || !found[i].ok() || found[i]->has_value();
    answers[places[i]] = std::move(found[i]);
  }
  return any;
}

// Decides filings before their turn, while the batch before is being saved, on the state that it leads to. Nothing
// where that is not known well enough; what is wrong then will be said in their turn.
std::optional<PgSubmissionStore::DecidedAhead> PgSubmissionStore::DecideAhead(const Batch& batch, absl::Time deadline) {
  DecidedAhead ahead;
  BatchState state;
  for (const Proposal& proposal : batch.proposals) {
    if (proposal.obligation.empty()) return std::nullopt;
    if (state.heads.contains(proposal.plan)) continue;
    std::optional<PlanStanding> last = memory_.Last(proposal.plan);
    if (!last.has_value()) return std::nullopt;
    state.heads[proposal.plan] = last->head;
    state.plans[proposal.plan] = std::move(last->plan);
  }
  const auto read = [this, deadline](const std::string& plans, const std::string& ids) {
    auto rows = Reading<pqxx::result>(writing_pool_, deadline, [&](PgTransaction& reads, pqxx::result& cases) {
      cases = reads.Execute(sql::kLoadCases, plans, ids);
    });
    if (!rows.ok()) throw std::runtime_error(rows.status().ToString());
    return *std::move(rows);
  };
  try {
    if (!LoadCases(batch.proposals, read, state)) return std::nullopt;
    state.earlier_answers.assign(batch.proposals.size(), std::optional<std::string>());
    ahead.heads = state.heads;
    ahead.plans = state.plans;
    ahead.outcome = DecideBatch(batch.proposals, std::move(state), key_, batch.now, batch.atomicity);
    ahead.rows = RowsOf(ahead.outcome, batch.now);
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return ahead;
}

// Whether the batch before has come to what this one was decided on, as far as this process knows.
bool PgSubmissionStore::IsStillAhead(const DecidedAhead& ahead) {
  return std::all_of(ahead.heads.begin(), ahead.heads.end(), [this](const auto& met) {
    const auto last = memory_.Last(met.first);
    return last.has_value() && last->head == met.second;
  });
}

BatchOutcome PgSubmissionStore::DecideUnderLock(PgTransaction& transaction, const Batch& batch, BatchState state) {
  for (const auto& [plan, head] : state.heads) memory_.Meet(plan, {head, state.plans[plan]});
  std::set<std::string> whole_plans;
  for (const Proposal& proposal : batch.proposals) {
    if (proposal.obligation.empty()) whole_plans.insert(proposal.plan);
  }
  if (!whole_plans.empty()) {
    for (const pqxx::row& row : transaction.Execute(sql::kStatedObligations, ArrayOfIds(whole_plans))) {
      auto obligation = std::make_shared<const v1::Obligation>(Parse<v1::Obligation>(row[0]));
      state.obligations.emplace(obligation->name(), obligation);
    }
  }
  const auto read = [&transaction](const std::string& plans, const std::string& ids) {
    return transaction.Execute(sql::kLoadCases, plans, ids);
  };
  if (!LoadCases(batch.proposals, read, state)) throw std::runtime_error("a locked ledger has moved");
  BatchOutcome outcome = DecideBatch(batch.proposals, std::move(state), key_, batch.now, batch.atomicity);
  memory_.Follow(outcome);
  return outcome;
}

// Decides on what is there. Whether a request was seen before is asked where it is likely, and else of those that are
// refused: a repeat meets what its first time has left, and is mostly refused for it. One that would be accepted again
// violates the request log's key when it is saved.
BatchOutcome PgSubmissionStore::Decide(PgTransaction& transaction, const Batch& batch,
                                       std::optional<DecidedAhead> ahead, Repeats repeats) {
  const std::vector<Proposal>& proposals = batch.proposals;
  BatchState state = LockHeads(transaction, proposals);
  state.earlier_answers.assign(proposals.size(), std::optional<std::string>());
  std::vector<size_t> asked(proposals.size());
  std::iota(asked.begin(), asked.end(), 0);
  if (repeats == Repeats::kLikely) {
    FindEarlier(transaction, proposals, asked, state.earlier_answers);
    return DecideUnderLock(transaction, batch, std::move(state));
  }
  const bool foreseen = ahead.has_value() && ahead->heads == state.heads && ahead->plans == state.plans;
  BatchOutcome outcome = foreseen ? std::move(ahead->outcome) : DecideUnderLock(transaction, batch, state);
  asked.erase(std::remove_if(asked.begin(), asked.end(), [&](size_t i) { return outcome.responses[i].ok(); }),
              asked.end());
  if (asked.empty() || !FindEarlier(transaction, proposals, asked, state.earlier_answers)) return outcome;
  return DecideUnderLock(transaction, batch, std::move(state));
}

// Saves what was decided ahead, in as few messages as that takes: it is saved only where the ledgers still end where it
// began. ABORTED where another replica was faster.
absl::Status PgSubmissionStore::SaveAhead(const BatchRows& rows, absl::Time deadline) {
  return RunTransaction(writing_pool_, deadline, [&rows](PgTransaction& transaction) -> absl::Status {
    if (rows(transaction)) return absl::OkStatus();
    return absl::AbortedError("a ledger has moved");
  });
}

absl::StatusOr<BatchOutcome> PgSubmissionStore::CommitOnce(const Batch& batch, std::optional<DecidedAhead> ahead,
                                                           absl::Time deadline, Repeats repeats) {
  BatchOutcome outcome;
  bool unchanged = false;
  const absl::Status status = RunTransaction(writing_pool_, deadline, [&](PgTransaction& transaction) {
    outcome = Decide(transaction, batch, std::exchange(ahead, std::nullopt), repeats);
    repeats = Repeats::kLikely;  // should this be run again, it may have happened
    batch.decided();
    unchanged = outcome.entries.empty();
    if (unchanged) return absl::CancelledError("nothing to save");  // rolls back what locking left
    if (!RowsOf(outcome, batch.now)(transaction)) return absl::InternalError("a locked ledger has moved");
    return absl::OkStatus();
  });
  if (!status.ok() && !unchanged) return status;
  return outcome;
}

absl::StatusOr<BatchOutcome> PgSubmissionStore::CommitInTurn(const Batch& batch, absl::Time deadline) {
  std::optional<DecidedAhead> ahead = DecideAhead(batch, deadline);
  absl::MutexLock turn(&turn_);
  if (ahead.has_value() && !IsStillAhead(*ahead)) ahead.reset();
  if (ahead.has_value()) {
    memory_.Follow(ahead->outcome);
    batch.decided();
    // Of what is refused the request log has to be asked, under the heads' lock.
    if (AllAccepted(ahead->outcome)) {
      const absl::Status saved = SaveAhead(ahead->rows, deadline);
      if (saved.ok()) return std::move(ahead->outcome);
      ahead.reset();
      // Another replica's batch, or a repeat: decided once more, on what is there.
      if (!absl::IsAborted(saved) && !absl::IsAlreadyExists(saved)) return saved;
    }
  }
  auto outcome = CommitOnce(batch, std::move(ahead), deadline, Repeats::kUnlikely);
  if (!absl::IsAlreadyExists(outcome.status())) return outcome;
  return CommitOnce(batch, std::nullopt, deadline, Repeats::kLikely);
}

absl::StatusOr<std::vector<absl::StatusOr<std::string>>> PgSubmissionStore::Commit(
    const std::vector<Proposal>& proposals, Atomicity atomicity, absl::Time now, absl::Time deadline,
    const std::function<void()>& decided) {
  bool told = false;
  const Batch batch{proposals, atomicity, now, [&told, &decided] {
                      if (!std::exchange(told, true)) decided();
                    }};
  auto outcome = CommitInTurn(batch, deadline);
  if (!outcome.ok()) return outcome.status();
  // Repeats wait for their receipts, and nobody else for them.
  const RunReader read = [this, deadline](const std::string& plan, int64_t sequence) {
    return ReadSealedRun(plan, sequence, deadline);
  };
  AddReceipts(proposals, outcome->repeated, read, outcome->responses);
  return std::move(outcome->responses);
}

}  // namespace lianfang::submission
