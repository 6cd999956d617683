#include "services/submission/store/batch_rows.h"

#include <map>
#include <string>
#include <vector>

#include "common/changelog/changelog.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/submission/domain/names.h"
#include "services/submission/store/submission_sql.h"

namespace lianfang::submission {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<int64_t>;

void SavePlans(PgTransaction& transaction, const BatchOutcome& outcome) {
  for (const type::v1::Plan& plan : outcome.plans) {
    transaction.Execute(sql::kInsertPlan, *ParsePlanName("plan.name", plan.name()), plan.edition(),
                        pqxx::binarystring(PlanDocument(plan)), PgTime(FromTimestamp(plan.update_time())));
  }
}

// The columns of each table, as kSaveBatch takes them.

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
      editions.push_back(published[plan]);
      sequences.push_back(head.sequence);
      hashes.push_back(head.hash);
      times.push_back(PgTime(head.commit_time));
    }
  }
  Texts plans, hashes, times;
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

void SaveStateAndLedger(PgTransaction& transaction, const BatchOutcome& outcome) {
  const LedgerRows ledger(outcome);
  const SealRows seals(outcome);
  const HeadRows heads(outcome);
  const ObligationRows obligations(outcome);
  const ReturnRows returns(outcome);
  transaction.Execute(
      sql::kSaveBatch, ArrayOf(ledger.plans), ArrayOf(ledger.sequences), ArrayOfBytes(ledger.entries),
      ArrayOfBytes(ledger.hashes), ArrayOf(ledger.returns), ArrayOf(seals.plans), ArrayOf(seals.firsts),
      ArrayOf(seals.lasts), ArrayOfBytes(seals.seals), ArrayOfBytes(seals.signatures), ArrayOf(seals.keys),
      ArrayOf(heads.plans), ArrayOf(heads.sequences), ArrayOfBytes(heads.hashes), ArrayOf(heads.times),
      ArrayOf(heads.editions), ArrayOf(obligations.plans), ArrayOf(obligations.ids), ArrayOf(obligations.dues),
      ArrayOf(obligations.departments), ArrayOf(obligations.regions), ArrayOf(obligations.acting_regions),
      ArrayOf(obligations.industries), ArrayOf(obligations.periods), ArrayOfBytes(obligations.documents),
      ArrayOf(returns.plans), ArrayOf(returns.ids), ArrayOf(returns.states), ArrayOfBytes(returns.documents));
}

}  // namespace

void SaveBatch(PgTransaction& transaction, const BatchOutcome& outcome, absl::Time now) {
  if (outcome.entries.empty()) return;
  SavePlans(transaction, outcome);
  SaveStateAndLedger(transaction, outcome);
  PgRequestLog(transaction).Record(outcome.requests, now);
  AppendChanges(transaction, outcome.changes, now);  // last: it makes every other writer wait
}

}  // namespace lianfang::submission
