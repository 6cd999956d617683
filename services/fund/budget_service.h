// Handlers of budgets.
#ifndef LIANFANG_SERVICES_FUND_BUDGET_SERVICE_H_
#define LIANFANG_SERVICES_FUND_BUDGET_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/fund/v1/project_service.pb.h"
#include "services/fund/fund_context.h"

namespace lianfang::fund {

// Thread-safe. Outlives the contract that it registers with.
class BudgetService {
 public:
  explicit BudgetService(const FundContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Budget> PutBudget(const Call& call, const v1::PutBudgetRequest& request);
  absl::StatusOr<v1::Budget> GetBudget(const Call& call, const v1::GetBudgetRequest& request);
  absl::StatusOr<v1::ListBudgetsResponse> ListBudgets(const Call& call, const v1::ListBudgetsRequest& request);

 private:
  const FundContext& context_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_BUDGET_SERVICE_H_
