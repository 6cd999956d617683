// A batch in PostgreSQL: what it meets, and what it leaves.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_PG_LEDGER_TRANSACTION_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_PG_LEDGER_TRANSACTION_H_

#include <string>
#include <vector>

#include "common/pg/transaction.h"
#include "services/submission/store/plan_cache.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Throws as libpqxx does.
class PgLedgerTransaction : public LedgerTransaction {
 public:
  // Locks the head of the plan's ledger, where there is one. All outlive the transaction.
  PgLedgerTransaction(PgTransaction& transaction, PlanCache& plans, const std::string& plan);

  BatchState Load(const std::vector<Proposal>& proposals) override;
  void Save(const BatchOutcome& outcome, absl::Time now) override;

 private:
  bool LockHead();
  void LoadNamed(const std::vector<Proposal>& proposals, BatchState& state);
  void LoadStated(BatchState& state);
  void LoadEarlierPeriods(BatchState& state);

  PgTransaction& transaction_;
  PlanCache& plans_;
  const std::string& plan_;  // id
  LedgerHead head_;
  int edition_ = 0;
  bool locked_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_PG_LEDGER_TRANSACTION_H_
