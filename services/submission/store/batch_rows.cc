#include "services/submission/store/batch_rows.h"

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/changelog/changelog.h"
#include "common/pg/array.h"
#include "common/pg/request_log.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/submission_sql.h"

namespace lianfang::submission {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<int64_t>;

// Everything of a batch: one statement, since every message to the server and back costs a batch as much as several
// rows. What one part writes no other part reads; the foreign keys are checked at the end of the statement. It answers
// how many heads it has moved, and only those that are where the batch began; asking for that makes it lock them first.
const Query& SaveBatchQuery() {
  static const std::string& sql = *new std::string(absl::StrCat(
      "WITH moved AS ("
      "  UPDATE ledger_heads h SET sequence = u.sequence, entry_hash = u.entry_hash, commit_time = u.commit_time, "
      "  edition = greatest(h.edition, u.edition) "
      "  FROM unnest($1::text[], $2::bytea[], $3::bigint[], $4::bytea[], $5::timestamptz[], $6::integer[]) "
      "    AS u(plan_id, before, sequence, entry_hash, commit_time, edition) "
      "  WHERE h.plan_id = u.plan_id AND coalesce(h.entry_hash, '') = u.before RETURNING 1), "
      "entered AS ("
      "  INSERT INTO ledger (plan_id, sequence, entry, entry_hash, return_id) "
      "  SELECT plan_id, sequence, entry, entry_hash, nullif(return_id, '') "
      "  FROM unnest($7::text[], $8::bigint[], $9::bytea[], $10::bytea[], $11::text[]) "
      "    AS u(plan_id, sequence, entry, entry_hash, return_id)), "
      "sealed AS ("
      "  INSERT INTO seals (plan_id, first_sequence, last_sequence, seal, signature, key_id) "
      "  SELECT * FROM unnest($12::text[], $13::bigint[], $14::bigint[], $15::bytea[], $16::bytea[], $17::text[])), "
      "owed AS ("
      "  INSERT INTO obligations (plan_id, obligation_id, due_time, department, region, acting_region, industry, "
      "  period, document) SELECT * FROM unnest($18::text[], $19::text[], $20::timestamptz[], $21::text[], "
      "$22::text[], "
      "  $23::text[], $24::text[], $25::text[], $26::bytea[]) "
      "  ON CONFLICT (plan_id, obligation_id) DO UPDATE SET due_time = excluded.due_time, department = "
      "  excluded.department, acting_region = excluded.acting_region, document = excluded.document), "
      "filed AS ("
      "  INSERT INTO returns (plan_id, return_id, state, document) "
      "  SELECT * FROM unnest($27::text[], $28::text[], $29::integer[], $30::bytea[]) "
      "  ON CONFLICT (plan_id, return_id) DO UPDATE SET state = excluded.state, document = excluded.document), ",
      RecordRequestsSql(31), ", ", AppendChangesSql(39), " SELECT count(*) FROM moved"));
  static const Query query{"submission_save_batch", sql.c_str()};
  return query;
}

void SavePlans(PgTransaction& transaction, const std::vector<type::v1::Plan>& plans) {
  for (const type::v1::Plan& plan : plans) {
    transaction.Execute(sql::kInsertPlan, *ParsePlanName("plan.name", plan.name()), plan.edition(),
                        pqxx::binarystring(PlanDocument(plan)), PgTime(FromTimestamp(plan.update_time())));
  }
}

// The columns of each table, as the statement takes them.

struct LedgerRows {
  explicit LedgerRows(const BatchOutcome& outcome) {
    for (const SealedEntry& entry : outcome.entries) {
      plans.push_back(entry.plan);
      sequences.push_back(entry.sequence);
      entries.push_back(entry.bytes);
      hashes.push_back(entry.hash);
      returns.push_back(entry.return_id);
    }
  }
  Texts plans, entries, hashes, returns;
  Numbers sequences;
};

struct SealRows {
  explicit SealRows(const BatchOutcome& outcome) {
    for (const PlanSeal& seal : outcome.seals) {
      plans.push_back(seal.plan);
      firsts.push_back(seal.first_sequence);
      lasts.push_back(seal.last_sequence);
      seals.push_back(seal.seal.seal());
      signatures.push_back(seal.seal.signature());
      keys.push_back(seal.seal.key_id());
    }
  }
  Texts plans, seals, signatures, keys;
  Numbers firsts, lasts;
};

struct HeadRows {
  explicit HeadRows(const BatchOutcome& outcome) {
    std::map<std::string, int> published;  // the newest edition of each plan that has one in this batch
    for (const type::v1::Plan& plan : outcome.plans) {
      published[*ParsePlanName("plan.name", plan.name())] = plan.edition();
    }
    for (const auto& [plan, head] : outcome.heads) {
      plans.push_back(plan);
      befores.push_back(outcome.heads_before.at(plan));
      editions.push_back(published[plan]);
      sequences.push_back(head.sequence);
      hashes.push_back(head.hash);
      times.push_back(PgTime(head.commit_time));
    }
  }
  Texts plans, befores, hashes, times;
  Numbers sequences, editions;
};

struct ObligationRows {
  explicit ObligationRows(const BatchOutcome& outcome) {
    for (const auto& [name, stored] : outcome.obligations) {
      const ChildName parts = *ParseObligationName("obligation", name);
      const v1::Obligation& obligation = *stored.message;
      plans.push_back(parts.plan);
      ids.push_back(parts.id);
      dues.push_back(PgTime(FromTimestamp(obligation.due_time())));
      departments.push_back(obligation.department());
      regions.push_back(obligation.region());
      acting_regions.push_back(obligation.acting_region());
      industries.push_back(obligation.industry());
      periods.push_back(obligation.period());
      documents.push_back(stored.document);
    }
  }
  Texts plans, ids, dues, departments, regions, acting_regions, industries, periods, documents;
};

struct ReturnRows {
  explicit ReturnRows(const BatchOutcome& outcome) {
    for (const auto& [name, stored] : outcome.returns) {
      const ChildName parts = *ParseReturnName("return", name);
      plans.push_back(parts.plan);
      ids.push_back(parts.id);
      states.push_back(stored.message->state());
      documents.push_back(stored.document);
    }
  }
  Texts plans, ids, documents;
  Numbers states;
};

// The statement's parameters, in order, as they are sent.
auto ParametersOf(const BatchOutcome& outcome, absl::Time now) {
  const HeadRows heads(outcome);
  const LedgerRows ledger(outcome);
  const SealRows seals(outcome);
  const ObligationRows obligations(outcome);
  const ReturnRows returns(outcome);
  RequestRows requests(outcome.requests, now);
  ChangeRows changes(outcome.changes, now);
  return std::make_tuple(
      ArrayOf(heads.plans), ArrayOfBytes(heads.befores), ArrayOf(heads.sequences), ArrayOfBytes(heads.hashes),
      ArrayOf(heads.times), ArrayOf(heads.editions), ArrayOf(ledger.plans), ArrayOf(ledger.sequences),
      ArrayOfBytes(ledger.entries), ArrayOfBytes(ledger.hashes), ArrayOf(ledger.returns), ArrayOf(seals.plans),
      ArrayOf(seals.firsts), ArrayOf(seals.lasts), ArrayOfBytes(seals.seals), ArrayOfBytes(seals.signatures),
      ArrayOf(seals.keys), ArrayOf(obligations.plans), ArrayOf(obligations.ids), ArrayOf(obligations.dues),
      ArrayOf(obligations.departments), ArrayOf(obligations.regions), ArrayOf(obligations.acting_regions),
      ArrayOf(obligations.industries), ArrayOf(obligations.periods), ArrayOfBytes(obligations.documents),
      ArrayOf(returns.plans), ArrayOf(returns.ids), ArrayOf(returns.states), ArrayOfBytes(returns.documents),
      std::move(requests.actors), std::move(requests.ids), std::move(requests.methods), std::move(requests.hashes),
      std::move(requests.responses), std::move(requests.resources), std::move(requests.details),
      std::move(requests.time), std::move(changes.topics), std::move(changes.payloads), std::move(changes.time));
}

}  // namespace

BatchRows RowsOf(const BatchOutcome& outcome, absl::Time now) {
  using Parameters = decltype(ParametersOf(outcome, now));
  return [plans = outcome.plans, head_count = outcome.heads.size(),
          parameters = std::make_shared<const Parameters>(ParametersOf(outcome, now))](PgTransaction& transaction) {
    SavePlans(transaction, plans);
    const pqxx::result moved = std::apply(
        [&transaction](const auto&... each) { return transaction.Execute(SaveBatchQuery(), each...); }, *parameters);
    return moved[0][0].as<size_t>() == head_count;
  };
}

}  // namespace lianfang::submission
