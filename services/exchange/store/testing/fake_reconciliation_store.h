// Links and discrepancies in memory, for tests of handlers. Keeps the same promises as PostgreSQL: one conformance suite checks both.
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_FAKE_RECONCILIATION_STORE_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_FAKE_RECONCILIATION_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/testing/request_memory.h"
#include "services/exchange/store/reconciliation_store.h"

namespace lianfang::exchange {

class FakeReconciliationStore : public ReconciliationStore {
 public:
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

  // What lies in the tables of records and agreements.
  void SetPlans(std::vector<std::string> plans, int64_t position);
  // Names of the discrepancies saved so far, in order.
  std::vector<std::string> saved() const;

 private:
  struct State {
    std::map<std::string, v1::Discrepancy> discrepancies;
    std::map<std::string, v1::Link> links;
    std::map<std::string, ReconciliationMark> marks;
    std::map<std::string, std::vector<v1::DiscrepancyRuleStatus>> rules;
    std::map<std::string, std::vector<v1::LinkageModelEdition>> models;  // by plan
    std::vector<std::string> saved;
  };
  class Rows;

  mutable absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_);
  RequestMemory requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> plans_ ABSL_GUARDED_BY(mutex_);
  int64_t position_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_FAKE_RECONCILIATION_STORE_H_
