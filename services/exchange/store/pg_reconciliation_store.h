// Links and discrepancies in PostgreSQL (migrations/deploy/reconciliation.sql).
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_PG_RECONCILIATION_STORE_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_PG_RECONCILIATION_STORE_H_

#include <string>
#include <vector>

#include "common/pg/pool.h"
#include "services/exchange/store/reconciliation_store.h"

namespace lianfang::exchange {

class PgReconciliationStore : public ReconciliationStore {
 public:
  // `pool` outlives the store.
  explicit PgReconciliationStore(PgPool& pool) : pool_(pool) {}

  absl::StatusOr<std::string> Mutate(const RequestKey& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Run(absl::Time now, const std::function<absl::Status(ReconciliationRows&)>& work,
                   absl::Time deadline) override;
  absl::StatusOr<std::optional<v1::Discrepancy>> FindDiscrepancy(const std::string& name, absl::Time deadline) override;
  absl::StatusOr<std::optional<v1::Link>> FindLink(const std::string& name, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Discrepancy>> ListDiscrepancies(const DiscrepancyFilter& filter,
                                                                 const std::optional<DiscrepancyPlace>& after,
                                                                 int limit, bool heads, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Discrepancy>> PageOfDiscrepancies(const std::string& plan, const std::string& after,
                                                                   int limit, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Link>> ListUncertainLinks(const std::string& plan,
                                                           const std::optional<LinkPlace>& after, int limit,
                                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Link>> LinksOf(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::LinkageModelEdition>> ModelsOf(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<ReconciliationTally> Tally(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<std::vector<std::string>> PlansWithAgreements(absl::Time deadline) override;
  absl::StatusOr<int64_t> NewestPosition(absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::DiscrepancyRuleStatus>> RulesOf(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<ReconciliationMark> FindMark(const std::string& plan, absl::Time deadline) override;

 private:
  PgPool& pool_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_PG_RECONCILIATION_STORE_H_
