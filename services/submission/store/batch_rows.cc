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

void SaveLedger(PgTransaction& transaction, const BatchOutcome& outcome) {
  Texts plans, entries, hashes, returns;
  Numbers sequences;
  for (const SealedEntry& entry : outcome.entries) {
    plans.push_back(entry.plan);
    sequences.push_back(entry.sequence);
    entries.push_back(entry.bytes);
    hashes.push_back(entry.hash);
    returns.push_back(entry.return_id);
  }
  transaction.Execute(sql::kInsertEntries, ArrayOf(plans), ArrayOf(sequences), ArrayOfBytes(entries),
                      ArrayOfBytes(hashes), ArrayOf(returns));
}

void SaveSeals(PgTransaction& transaction, const BatchOutcome& outcome) {
  Texts plans, seals, signatures, keys;
  Numbers firsts, lasts;
  for (const PlanSeal& seal : outcome.seals) {
    plans.push_back(seal.plan);
    firsts.push_back(seal.first_sequence);
    lasts.push_back(seal.last_sequence);
    seals.push_back(seal.seal.seal());
    signatures.push_back(seal.seal.signature());
    keys.push_back(seal.seal.key_id());
  }
  transaction.Execute(sql::kInsertSeals, ArrayOf(plans), ArrayOf(firsts), ArrayOf(lasts), ArrayOfBytes(seals),
                      ArrayOfBytes(signatures), ArrayOf(keys));
}

void SaveHeads(PgTransaction& transaction, const BatchOutcome& outcome) {
  std::map<std::string, int> published;  // the newest edition of each plan that has one in this batch
  for (const type::v1::Plan& plan : outcome.plans) published[*ParsePlanName("plan.name", plan.name())] = plan.edition();
  Texts plans, hashes, times;
  Numbers sequences, editions;
  for (const auto& [plan, head] : outcome.heads) {
    plans.push_back(plan);
    editions.push_back(published[plan]);
    sequences.push_back(head.sequence);
    hashes.push_back(head.hash);
    times.push_back(PgTime(head.commit_time));
  }
  transaction.Execute(sql::kUpdateHeads, ArrayOf(plans), ArrayOf(sequences), ArrayOfBytes(hashes), ArrayOf(times),
                      ArrayOf(editions));
}

void SaveObligations(PgTransaction& transaction, const BatchOutcome& outcome) {
  if (outcome.obligations.empty()) return;
  Texts plans, ids, dues, departments, regions, acting_regions, industries, periods, documents;
  for (const auto& [name, obligation] : outcome.obligations) {
    const ChildName parts = *ParseObligationName("obligation", name);
    plans.push_back(parts.plan);
    ids.push_back(parts.id);
    dues.push_back(PgTime(FromTimestamp(obligation.due_time())));
    departments.push_back(obligation.department());
    regions.push_back(obligation.region());
    acting_regions.push_back(obligation.acting_region());
    industries.push_back(obligation.industry());
    periods.push_back(obligation.period());
    documents.push_back(obligation.SerializeAsString());
  }
  transaction.Execute(sql::kUpsertObligations, ArrayOf(plans), ArrayOf(ids), ArrayOf(dues), ArrayOf(departments),
                      ArrayOf(regions), ArrayOf(acting_regions), ArrayOf(industries), ArrayOf(periods),
                      ArrayOfBytes(documents));
}

void SaveReturns(PgTransaction& transaction, const BatchOutcome& outcome) {
  if (outcome.returns.empty()) return;
  Texts plans, ids, documents;
  Numbers states;
  for (const auto& [name, filed] : outcome.returns) {
    const ChildName parts = *ParseReturnName("return", name);
    plans.push_back(parts.plan);
    ids.push_back(parts.id);
    states.push_back(filed.state());
    documents.push_back(filed.SerializeAsString());
  }
  transaction.Execute(sql::kUpsertReturns, ArrayOf(plans), ArrayOf(ids), ArrayOf(states), ArrayOfBytes(documents));
}

}  // namespace

void SaveBatch(PgTransaction& transaction, const BatchOutcome& outcome, absl::Time now) {
  if (outcome.entries.empty()) return;
  SavePlans(transaction, outcome);
  SaveLedger(transaction, outcome);
  SaveSeals(transaction, outcome);
  SaveHeads(transaction, outcome);
  SaveObligations(transaction, outcome);
  SaveReturns(transaction, outcome);
  PgRequestLog(transaction).Record(outcome.requests, now);
  AppendChanges(transaction, outcome.changes, now);  // last: it makes every other writer wait
}

}  // namespace lianfang::submission
