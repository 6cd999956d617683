#include "services/submission/store/pg_submission_store.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/submission/domain/due_range.h"
#include "services/submission/domain/find.h"
#include "services/submission/domain/names.h"
#include "services/submission/domain/plausibility.h"
#include "services/submission/store/batch_rows.h"
#include "services/submission/store/submission_sql.h"

namespace lianfang::submission {
namespace {

// Rows read at once where not all of them are wanted.
constexpr int kLeastRead = 1000;

std::string BytesOf(const pqxx::field& field) { return pqxx::binarystring(field).str(); }

// Stored bytes are this program's own; where they do not parse, the database was tampered with or broken.
template <typename Message>
Message Parse(const pqxx::field& field) {
  Message message;
  if (!message.ParseFromString(BytesOf(field))) throw std::runtime_error("a stored message does not parse");
  return message;
}

LedgerHead HeadOf(const pqxx::field& sequence, const pqxx::field& hash, const pqxx::field& micros) {
  if (sequence.as<int64_t>() == 0) return {};
  return {sequence.as<int64_t>(), BytesOf(hash), FromPgMicros(micros.as<int64_t>())};
}

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

std::vector<StoredEntry> EntriesOf(const pqxx::result& rows) {
  std::vector<StoredEntry> entries;
  for (const pqxx::row& row : rows) {
    entries.push_back({row[0].as<int64_t>(), BytesOf(row[1]), BytesOf(row[2]), row[3].as<std::string>()});
  }
  return entries;
}

// The returns of a plan with these ids that are there, by name.
std::map<std::string, v1::Return> LoadReturns(PgTransaction& reads, const std::vector<std::string>& plans,
                                              const std::vector<std::string>& ids) {
  std::map<std::string, v1::Return> returns;
  if (ids.empty()) return returns;
  for (const pqxx::row& row : reads.Execute(sql::kLoadReturns, ArrayOf(plans), ArrayOf(ids))) {
    auto filed = Parse<v1::Return>(row[0]);
    returns.emplace(filed.name(), std::move(filed));
  }
  return returns;
}

}  // namespace

PgSubmissionStore::PlanPtr PgSubmissionStore::CachedPlan(PgTransaction& reads, const std::string& plan, int edition) {
  {
    absl::MutexLock lock(&mutex_);
    const auto found = plans_.find({plan, edition});
    if (found != plans_.end()) return found->second;
  }
  const pqxx::result rows = reads.Execute(sql::kFindPlan, plan, edition);
  if (rows.empty()) return nullptr;
  auto loaded = std::make_shared<const type::v1::Plan>(Parse<type::v1::Plan>(rows[0][0]));
  absl::MutexLock lock(&mutex_);
  return plans_.emplace(std::make_pair(plan, edition), std::move(loaded)).first->second;
}

PgSubmissionStore::PlanPtr PgSubmissionStore::PlanInForce(PgTransaction& reads, const std::string& plan, int edition) {
  PlanPtr found = CachedPlan(reads, plan, edition);
  if (found == nullptr) throw std::runtime_error(absl::StrCat("edition ", edition, " of ", plan, " is not stored"));
  return found;
}

absl::StatusOr<PgSubmissionStore::PlanPtr> PgSubmissionStore::LoadPlan(const std::string& plan, int edition,
                                                                       absl::Time deadline) {
  return Reading<PlanPtr>(pool_, deadline, [&](PgTransaction& reads, PlanPtr& found) {
    if (edition > 0) {
      found = CachedPlan(reads, plan, edition);
      return;
    }
    const pqxx::result rows = reads.Execute(sql::kNewestEdition, plan);
    if (rows.empty() || rows[0][0].as<int>() == 0) return;
    found = PlanInForce(reads, plan, rows[0][0].as<int>());
  });
}

absl::StatusOr<std::vector<PgSubmissionStore::PlanPtr>> PgSubmissionStore::ListPlans(const Page& page,
                                                                                     absl::Time deadline) {
  return Reading<std::vector<PlanPtr>>(pool_, deadline, [&](PgTransaction& reads, std::vector<PlanPtr>& plans) {
    for (const pqxx::row& row : reads.Execute(sql::kListPlans, page.after, page.limit)) {
      plans.push_back(PlanInForce(reads, row[0].as<std::string>(), row[1].as<int>()));
    }
  });
}

absl::StatusOr<ObligationCase> PgSubmissionStore::LoadCase(const std::string& plan, const std::string& id,
                                                           absl::Time deadline) {
  return Reading<ObligationCase>(pool_, deadline, [&](PgTransaction& reads, ObligationCase& found) {
    const pqxx::result rows = reads.Execute(sql::kLoadCase, plan, id);
    if (rows.empty()) return;
    if (const int edition = rows[0][0].as<int>(); edition > 0) found.plan = PlanInForce(reads, plan, edition);
    if (!rows[0][1].is_null()) found.obligation = Parse<v1::Obligation>(rows[0][1]);
    if (!rows[0][2].is_null()) found.filed = Parse<v1::Return>(rows[0][2]);
    if (found.plan != nullptr && found.obligation.has_value()) {
      const auto ids = EarlierReturns(*found.plan, *found.obligation);
      const auto earlier = LoadReturns(reads, std::vector<std::string>(ids.size(), plan), ids);
      const auto find = [&](const std::string& each) { return FindOrNull(earlier, ReturnName(plan, each)); };
      if (const v1::Return* before = InForce(ids, find); before != nullptr) found.before = *before;
    }
    if (!id.empty()) return;
    for (const pqxx::row& row : reads.Execute(sql::kStatedObligations, ArrayOf(std::vector<std::string>{plan}))) {
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
  const DueRange range{filter.due_from, filter.due_until};
  const int chunk = range.IsAll() ? page.limit : std::max(page.limit, kLeastRead);
  using Rows = std::vector<Listed<v1::Obligation>>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& listed) {
    ObligationKey from = *after;
    // Due instants other than the first are in the document only: read on until the page is full.
    for (bool more = true; more;) {
      const pqxx::result rows = reads.Execute(sql::kListObligations, filter.plan, filter.department, filter.region,
                                              filter.industry, filter.period, filter.scope.department,
                                              filter.scope.division_prefix, from.due, from.plan, from.id, chunk);
      for (const pqxx::row& row : rows) {
        auto obligation = Parse<v1::Obligation>(row[3]);
        if (!IsDueWithin(range, obligation)) continue;
        if (static_cast<int>(listed.size()) == page.limit) return;
        listed.push_back(
            {absl::StrCat(row[0].c_str(), "/", row[1].c_str(), "/", row[2].c_str()), std::move(obligation)});
      }
      more = static_cast<int>(rows.size()) == chunk && static_cast<int>(listed.size()) < page.limit;
      if (more)
        from = {PgTime(FromPgMicros(rows.back()[0].as<int64_t>())), rows.back()[1].c_str(), rows.back()[2].c_str()};
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
    for (const pqxx::row& row : reads.Execute(sql::kReadSeals, plan, sequence, limit)) {
      StoredSeal& stored = seals.emplace_back(StoredSeal{row[0].as<int64_t>(), row[1].as<int64_t>(), {}});
      stored.seal.set_seal(BytesOf(row[2]));
      stored.seal.set_signature(BytesOf(row[3]));
      stored.seal.set_key_id(row[4].as<std::string>());
    }
  });
}

absl::StatusOr<std::vector<std::pair<int, std::string>>> PgSubmissionStore::ReadPlanDocuments(const std::string& plan,
                                                                                              absl::Time deadline) {
  using Documents = std::vector<std::pair<int, std::string>>;
  return Reading<Documents>(pool_, deadline, [&](PgTransaction& reads, Documents& documents) {
    for (const pqxx::row& row : reads.Execute(sql::kPlanDocuments, plan)) {
      documents.emplace_back(row[0].as<int>(), BytesOf(row[1]));
    }
  });
}

BatchState PgSubmissionStore::LoadState(PgTransaction& transaction, const std::vector<Proposal>& proposals) {
  BatchState state;
  std::set<std::string> plans, whole_plans;
  for (const Proposal& proposal : proposals) {
    plans.insert(proposal.plan);
    if (proposal.obligation.empty()) whole_plans.insert(proposal.plan);
  }
  const auto ids = [](const std::set<std::string>& set) {
    return ArrayOf(std::vector<std::string>(set.begin(), set.end()));
  };
  // Only a publication may begin a ledger; a filing for a plan that is not there must not leave a trace of one.
  if (!whole_plans.empty()) transaction.Execute(sql::kEnsureHeads, ids(whole_plans));
  for (const pqxx::row& row : transaction.Execute(sql::kLockHeads, ids(plans))) {
    const auto plan = row[0].as<std::string>();
    state.heads[plan] = HeadOf(row[2], row[3], row[4]);
    if (const int edition = row[1].as<int>(); edition > 0) state.plans[plan] = PlanInForce(transaction, plan, edition);
  }
  state.earlier_answers.assign(proposals.size(), std::optional<std::string>());
  if (!whole_plans.empty()) {
    for (const pqxx::row& row : transaction.Execute(sql::kStatedObligations, ids(whole_plans))) {
      auto obligation = std::make_shared<const v1::Obligation>(Parse<v1::Obligation>(row[0]));
      state.obligations.emplace(obligation->name(), obligation);
    }
  }
  LoadCases(transaction, proposals, state);
  return state;
}

// The obligations that proposals name, their returns, and the returns that figures are compared with.
void PgSubmissionStore::LoadCases(PgTransaction& transaction, const std::vector<Proposal>& proposals,
                                  BatchState& state) {
  CaseKeys named, earlier;
  for (const Proposal& proposal : proposals) {
    if (!proposal.obligation.empty()) named.emplace(proposal.plan, proposal.obligation);
  }
  for (const auto& [key, found] : FindCases(transaction, named, state.heads)) {
    state.obligations.emplace(found.obligation->name(), found.obligation);
    if (found.filed != nullptr) state.returns.emplace(found.filed->name(), found.filed);
    const PlanPtr* plan = FindOrNull(state.plans, key.first);
    if (plan == nullptr || *plan == nullptr) continue;
    for (std::string& id : EarlierReturns(**plan, *found.obligation)) earlier.emplace(key.first, std::move(id));
  }
  for (const auto& [key, found] : FindCases(transaction, earlier, state.heads)) {
    if (found.filed != nullptr) state.returns.emplace(found.filed->name(), found.filed);
  }
}

// The cases that are there, from memory or from the tables, under the lock of the heads that name their state.
std::vector<std::pair<PgSubmissionStore::CaseKey, Case>> PgSubmissionStore::FindCases(
    PgTransaction& transaction, const CaseKeys& keys, const std::map<std::string, LedgerHead>& heads) {
  std::vector<std::pair<CaseKey, Case>> found;
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
  if (ids.empty()) return found;
  for (const pqxx::row& row : transaction.Execute(sql::kLoadCases, ArrayOf(plans), ArrayOf(ids))) {
    Case read{std::make_shared<const v1::Obligation>(Parse<v1::Obligation>(row[0])), nullptr};
    if (!row[1].is_null()) read.filed = std::make_shared<const v1::Return>(Parse<v1::Return>(row[1]));
    const ChildName name = *ParseObligationName("obligation", read.obligation->name());
    memory_.Keep(name.plan, heads.at(name.plan).hash, name.id, read);
    found.emplace_back(CaseKey(name.plan, name.id), std::move(read));
  }
  return found;
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

// Decides on what is there. Whether a request was seen before is asked where it is likely, and else of those that are
// refused: a repeat meets what its first time has left, and is mostly refused for it. One that would be accepted again
// violates the request log's key when it is saved.
BatchOutcome PgSubmissionStore::Decide(PgTransaction& transaction, const std::vector<Proposal>& proposals,
                                       Atomicity atomicity, absl::Time now, Repeats repeats) {
  BatchState state = LoadState(transaction, proposals);
  if (repeats == Repeats::kLikely) {
    std::vector<size_t> all(proposals.size());
    std::iota(all.begin(), all.end(), 0);
    FindEarlier(transaction, proposals, all, state.earlier_answers);
    return DecideBatch(proposals, std::move(state), key_, now, atomicity);
  }
  EarlierAnswers answers = state.earlier_answers;
  BatchOutcome outcome = DecideBatch(proposals, std::move(state), key_, now, atomicity);
  std::vector<size_t> refused;
  for (size_t i = 0; i < proposals.size(); ++i) {
    if (!outcome.responses[i].ok()) refused.push_back(i);
  }
  if (refused.empty() || !FindEarlier(transaction, proposals, refused, answers)) return outcome;
  state = LoadState(transaction, proposals);
  state.earlier_answers = std::move(answers);
  return DecideBatch(proposals, std::move(state), key_, now, atomicity);
}

absl::StatusOr<std::vector<absl::StatusOr<std::string>>> PgSubmissionStore::CommitOnce(
    const std::vector<Proposal>& proposals, Atomicity atomicity, absl::Time now, absl::Time deadline, Repeats repeats) {
  BatchOutcome outcome;
  bool unchanged = false;
  const absl::Status status = RunTransaction(writing_pool_, deadline, [&](PgTransaction& transaction) {
    outcome = Decide(transaction, proposals, atomicity, now, repeats);
    repeats = Repeats::kLikely;  // should this be run again, it may have happened
    unchanged = outcome.entries.empty();
    if (unchanged) return absl::CancelledError("nothing to save");  // rolls back what locking left
    SaveBatch(transaction, outcome, now);
    return absl::OkStatus();
  });
  if (!status.ok() && !unchanged) return status;
  if (status.ok()) memory_.Follow(outcome);
  return std::move(outcome.responses);
}

absl::StatusOr<std::vector<absl::StatusOr<std::string>>> PgSubmissionStore::Commit(
    const std::vector<Proposal>& proposals, Atomicity atomicity, absl::Time now, absl::Time deadline) {
  auto responses = CommitOnce(proposals, atomicity, now, deadline, Repeats::kUnlikely);
  if (responses.status().code() != absl::StatusCode::kAlreadyExists) return responses;
  return CommitOnce(proposals, atomicity, now, deadline, Repeats::kLikely);
}

}  // namespace lianfang::submission
