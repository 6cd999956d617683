// Budgets, projects, providers and premium rates in PostgreSQL.
#ifndef LIANFANG_SERVICES_FUND_STORE_PG_FUND_STORE_H_
#define LIANFANG_SERVICES_FUND_STORE_PG_FUND_STORE_H_

#include "common/pg/pool.h"
#include "services/fund/store/fund_store.h"

namespace lianfang::fund {

// Refers to the pool.
class PgFundStore : public FundStore {
 public:
  explicit PgFundStore(PgPool& pool) : pool_(pool) {}

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

 private:
  PgPool& pool_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_STORE_PG_FUND_STORE_H_
