// The fund's store in memory, for tests of handlers. Keeps the same promises as PostgreSQL: one conformance suite checks both.
#ifndef LIANFANG_SERVICES_FUND_STORE_TESTING_FAKE_FUND_STORE_H_
#define LIANFANG_SERVICES_FUND_STORE_TESTING_FAKE_FUND_STORE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/change.h"
#include "common/testing/request_memory.h"
#include "services/fund/store/fund_store.h"

namespace lianfang::fund {

class FakeFundStore : public FundStore {
 public:
  absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Read(const std::function<absl::Status(FundRows&)>& work, absl::Time deadline) override;
  absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::vector<ProjectRecord>> ListProjects(const ProjectFilter& filter, const Page& page,
                                                          absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Budget>> ListBudgets(const std::string& plan, const Page& page,
                                                      absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Provider>> ListProviders(const std::string& plan, v1::ProviderKind kind,
                                                          const Page& page, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::RateTable>> ListRateTables(const std::string& plan, const Page& page,
                                                            absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::RateList>> ListRateLists(const std::string& plan, const Page& page,
                                                          absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::EmployerRate>> ListRates(const RateFilter& filter, const Page& page,
                                                          absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition,
                                                         absl::Time deadline) override;

  // Audit rows so far: resource and detail.
  std::vector<std::string> audit() const;
  // What changed so far, as the changelog keeps it.
  std::vector<Change> changes() const;
  // The most rates that a mutation has read or saved by one call.
  int most_rates() const;

 private:
  // What a transaction may change; a copy of it is a transaction's way back.
  struct State {
    std::map<std::string, v1::Budget> budgets;
    std::map<std::string, ProjectRecord> projects;
    std::map<std::string, v1::Provider> providers;
    std::map<std::string, v1::RateTable> rate_tables;
    std::map<std::string, v1::RateList> rate_lists;
    std::map<std::string, std::map<std::string, v1::EmployerRate>> rates;  // by list and credit code
  };
  class Rows;

  mutable absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_);
  RequestMemory requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> audit_ ABSL_GUARDED_BY(mutex_);
  std::vector<Change> changes_ ABSL_GUARDED_BY(mutex_);
  int most_rates_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::pair<std::string, int>, type::v1::Plan> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_STORE_TESTING_FAKE_FUND_STORE_H_
