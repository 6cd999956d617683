#include "services/submission/store/pg_ledger_transaction.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/changelog/changelog.h"
#include "common/pg/array.h"
#include "common/pg/audit_rows.h"
#include "common/pg/request_log.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/return/plausibility.h"
#include "services/submission/store/stored_rows.h"
#include "services/submission/store/submission_sql.h"

namespace lianfang::submission {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<int64_t>;

// Everything of a batch in one statement, since each message to the server costs a batch as much as several rows. No
// part reads what another part writes; foreign keys are checked at the end of the statement.
const NamedQuery& SaveBatch() {
  static const auto& query = *new NamedQuery(
      "submission_save_batch",
      absl::StrCat(
          "WITH moved AS ("
          "  UPDATE ledger_heads SET sequence = :head_sequence::bigint, entry_hash = :head_hash::bytea, "
          "  commit_time = :head_time::timestamptz, edition = greatest(edition, :head_edition::bigint) "
          "  WHERE plan_id = :plan::text RETURNING 1), "
          "entered AS ("
          "  INSERT INTO ledger (plan_id, sequence, entry, entry_hash, return_id) "
          "  SELECT :plan::text, sequence, entry, entry_hash, nullif(return_id, '') "
          "  FROM unnest(:entry_sequences::bigint[], :entries::bytea[], :entry_hashes::bytea[], "
          ":entry_returns::text[]) "
          "    AS u(sequence, entry, entry_hash, return_id)), "
          "sealed AS ("
          "  INSERT INTO seals (plan_id, first_sequence, last_sequence, seal, signature, key_id) "
          "  VALUES (:plan::text, :seal_first::bigint, :seal_last::bigint, :seal::bytea, :seal_signature::bytea, "
          "  :seal_key::text)), "
          "owed AS ("
          "  INSERT INTO obligations (plan_id, obligation_id, due_time, department, region, acting_region, industry, "
          "  period, document) "
          "  SELECT :plan::text, * FROM unnest(:obligation_ids::text[], :obligation_dues::timestamptz[], "
          "  :obligation_departments::text[], :obligation_regions::text[], :obligation_acting_regions::text[], "
          "  :obligation_industries::text[], :obligation_periods::text[], :obligation_documents::bytea[]) "
          "  ON CONFLICT (plan_id, obligation_id) DO UPDATE SET due_time = excluded.due_time, "
          "  department = excluded.department, acting_region = excluded.acting_region, document = excluded.document), "
          "filed AS ("
          "  INSERT INTO returns (plan_id, return_id, state, document) "
          "  SELECT :plan::text, id, state::integer, document "
          "  FROM unnest(:return_ids::text[], :return_states::bigint[], :return_documents::bytea[]) "
          "    AS u(id, state, document) "
          "  ON CONFLICT (plan_id, return_id) DO UPDATE SET state = excluded.state, document = excluded.document), "
          "undrafted AS ("
          "  DELETE FROM drafts WHERE plan_id = :plan::text AND draft_id = ANY(:filed_ids::text[])), ",
          kRecordRequestsSql, ", ", kAppendChangesSql, " SELECT count(*) FROM moved"),
      sql::kBatchTimeout);
  return query;
}

void BindHead(const BatchOutcome& outcome, NamedParameters& parameters) {
  parameters.Bind("plan", outcome.plan)
      .Bind("head_sequence", outcome.head.sequence)
      .BindBytes("head_hash", outcome.head.hash)
      .Bind("head_time", outcome.head.commit_time)
      .Bind("head_edition", int64_t{outcome.editions.empty() ? 0 : outcome.editions.back().edition()});
}

void BindEntries(const BatchOutcome& outcome, NamedParameters& parameters) {
  Numbers sequences;
  Texts entries, hashes, returns;
  for (const StoredEntry& entry : outcome.entries) {
    sequences.push_back(entry.sequence);
    entries.push_back(entry.bytes);
    hashes.push_back(entry.hash);
    returns.push_back(entry.return_id);
  }
  parameters.Bind("entry_sequences", sequences)
      .BindBytes("entries", entries)
      .BindBytes("entry_hashes", hashes)
      .Bind("entry_returns", returns);
}

void BindSeal(const StoredSeal& seal, NamedParameters& parameters) {
  parameters.Bind("seal_first", seal.first_sequence)
      .Bind("seal_last", seal.last_sequence)
      .BindBytes("seal", seal.seal.seal())
      .BindBytes("seal_signature", seal.seal.signature())
      .Bind("seal_key", seal.seal.key_id());
}

void BindObligations(const BatchOutcome& outcome, NamedParameters& parameters) {
  Texts ids, departments, regions, acting_regions, industries, periods, documents;
  std::vector<absl::Time> dues;
  for (const auto& [name, stored] : outcome.obligations) {
    const v1::Obligation& obligation = *stored.message;
    ids.push_back(ParseObligationName("obligation", name)->id);
    dues.push_back(FromTimestamp(obligation.due_time()));
    departments.push_back(obligation.department());
    regions.push_back(obligation.region());
    acting_regions.push_back(obligation.acting_region());
    industries.push_back(obligation.industry());
    periods.push_back(obligation.period());
    documents.push_back(stored.document);
  }
  parameters.Bind("obligation_ids", ids)
      .Bind("obligation_dues", dues)
      .Bind("obligation_departments", departments)
      .Bind("obligation_regions", regions)
      .Bind("obligation_acting_regions", acting_regions)
      .Bind("obligation_industries", industries)
      .Bind("obligation_periods", periods)
      .BindBytes("obligation_documents", documents);
}

void BindReturns(const BatchOutcome& outcome, NamedParameters& parameters) {
  Texts ids, documents, filed;
  Numbers states;
  for (const auto& [name, stored] : outcome.returns) {
    ids.push_back(ParseReturnName("return", name)->id);
    states.push_back(stored.message->state());
    documents.push_back(stored.document);
    if (IsFiledIn(outcome, *stored.message)) filed.push_back(ids.back());
  }
  parameters.Bind("return_ids", ids)
      .Bind("return_states", states)
      .BindBytes("return_documents", documents)
      .Bind("filed_ids", filed);
}

// What the request log answers: columns 2 to 5 of kLoadNamed.
absl::StatusOr<std::optional<std::string>> EarlierAnswerOf(const RequestKey& key, const pqxx::row& row) {
  if (!row[2].is_null()) return AnswerToRepeat(key, row[2].as<std::string>(), BytesOf(row[3]), BytesOf(row[4]));
  if (row[5].as<bool>()) return RequestIsTooOld();
  return std::nullopt;
}

// The audit rows of a batch. A statement of their own and the last, so that others wait for the chain's end no longer than
// for the changelog's. With the limit of a batch's other statements.
void AppendAuditRows(PgTransaction& transaction, const std::vector<RequestRecord>& requests, absl::Time now) {
  static const auto& query = *new NamedQuery("submission_append_audit", kAppendAuditSql, sql::kBatchTimeout);
  NamedParameters parameters;
  BindAudit(audit::v1::JOURNAL_OPERATIONS, AuditEventsOf(requests, now), parameters);
  transaction.Execute(query, parameters);
}

}  // namespace

PgLedgerTransaction::PgLedgerTransaction(PgTransaction& transaction, PlanCache& plans, const std::string& plan)
    : transaction_(transaction), plans_(plans), plan_(plan), locked_(LockHead()) {}

// The row's lock puts the batches of the plan into one order. False where the plan has no ledger yet.
bool PgLedgerTransaction::LockHead() {
  const pqxx::result rows = transaction_.Execute(sql::kLockHead, plan_);
  if (rows.empty()) return false;
  edition_ = rows[0][0].as<int>();
  if (const auto sequence = rows[0][1].as<int64_t>(); sequence > 0) {
    head_ = {sequence, BytesOf(rows[0][2]), FromPgMicros(rows[0][3].as<int64_t>())};
  }
  return true;
}

BatchState PgLedgerTransaction::Load(const std::vector<Proposal>& proposals) {
  const bool concerns_plan = std::any_of(proposals.begin(), proposals.end(),
                                         [](const Proposal& proposal) { return proposal.obligation.empty(); });
  // Only a publication or a grant may begin a ledger; a filing for a plan that is not there must not leave a trace of one.
  if (!locked_ && concerns_plan) {
    transaction_.Execute(sql::kBeginLedger, plan_);
    locked_ = LockHead();
  }
  BatchState state;
  state.head = head_;
  state.plan = plans_.InForce(transaction_, plan_, edition_);
  LoadNamed(proposals, state);
  LoadEarlierPeriods(state);
  // Not for entries about the ledger, such as keys: whoever may make those must not make filings wait for all this.
  const bool restates = std::any_of(proposals.begin(), proposals.end(), [](const Proposal& proposal) {
    return proposal.obligation.empty() && !proposal.only_ledger;
  });
  if (restates) LoadStated(state);
  if (concerns_plan) state.plan_entry = transaction_.Execute(sql::kNewestPlanEntry, plan_)[0][0].as<int64_t>();
  return state;
}

// The obligations that proposals name, with their returns, and the earlier answers to the same requests.
void PgLedgerTransaction::LoadNamed(const std::vector<Proposal>& proposals, BatchState& state) {
  Texts ids, actors, requests;
  for (const Proposal& proposal : proposals) {
    ids.push_back(proposal.obligation);
    actors.push_back(proposal.key.actor);
    requests.push_back(proposal.key.request_id);
  }
  const pqxx::result rows =
      transaction_.Execute(sql::kLoadNamed, plan_, ArrayOf(ids), ArrayOf(actors), ArrayOf(requests));
  for (size_t i = 0; i < proposals.size(); ++i) {
    const pqxx::row row = rows[static_cast<pqxx::result::size_type>(i)];
    if (!row[0].is_null()) {
      auto obligation = std::make_shared<const v1::Obligation>(Parse<v1::Obligation>(row[0]));
      state.obligations.emplace(obligation->name(), obligation);
    }
    if (!row[1].is_null()) {
      auto filed = std::make_shared<const v1::Return>(Parse<v1::Return>(row[1]));
      state.returns.emplace(filed->name(), filed);
    }
    state.earlier_answers.push_back(EarlierAnswerOf(proposals[i].key, row));
  }
}

// The returns that the figures of those obligations are compared with, where a rule of the plan compares periods.
void PgLedgerTransaction::LoadEarlierPeriods(BatchState& state) {
  if (state.plan == nullptr) return;
  std::set<std::string> earlier;
  for (const auto& [name, obligation] : state.obligations) {
    for (std::string& id : EarlierReturns(*state.plan, *obligation)) earlier.insert(std::move(id));
  }
  if (earlier.empty()) return;
  for (const pqxx::row& row :
       transaction_.Execute(sql::kLoadReturns, plan_, ArrayOf(Texts(earlier.begin(), earlier.end())))) {
    auto filed = std::make_shared<const v1::Return>(Parse<v1::Return>(row[0]));
    state.returns.emplace(filed->name(), filed);
  }
}

// All obligations of the plan, and what was filed for them.
void PgLedgerTransaction::LoadStated(BatchState& state) {
  for (const pqxx::row& row : transaction_.Execute(sql::kStatedObligations, plan_)) {
    auto obligation = std::make_shared<const v1::Obligation>(Parse<v1::Obligation>(row[0]));
    state.obligations.emplace(obligation->name(), obligation);
  }
  for (const pqxx::row& row : transaction_.Execute(sql::kFiledReturns, plan_)) {
    auto filed = std::make_shared<const v1::Return>(Parse<v1::Return>(row[0]));
    state.returns.emplace(filed->name(), filed);
  }
}

void PgLedgerTransaction::Save(const BatchOutcome& outcome, absl::Time now) {
  for (const type::v1::Plan& plan : outcome.editions) {
    transaction_.Execute(sql::kInsertPlan, plan_, plan.edition(), pqxx::binarystring(PlanDocument(plan)),
                         PgTime(FromTimestamp(plan.update_time())));
  }
  NamedParameters parameters;
  BindHead(outcome, parameters);
  BindEntries(outcome, parameters);
  BindSeal(*outcome.seal, parameters);
  BindObligations(outcome, parameters);
  BindReturns(outcome, parameters);
  BindRequests(outcome.requests, now, parameters);
  BindChanges(outcome.changes, now, parameters);
  if (transaction_.Execute(SaveBatch(), parameters)[0][0].as<int>() != 1) {
    throw std::runtime_error(absl::StrCat("the ledger of ", plan_, " has lost its head"));
  }
  AppendAuditRows(transaction_, outcome.requests, now);
}

}  // namespace lianfang::submission
