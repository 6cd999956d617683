// Handlers of selections.
#ifndef LIANFANG_SERVICES_COORDINATION_SELECTION_SERVICE_H_
#define LIANFANG_SERVICES_COORDINATION_SELECTION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/coordination/v1/selection_service.pb.h"
#include "services/coordination/coordination_context.h"
#include "services/coordination/exchange/exchange_records.h"

namespace lianfang::coordination {

// Thread-safe. Outlives the contract that it registers with.
class SelectionService {
 public:
  SelectionService(const CoordinationContext& context, ExchangeRecords& exchange)
      : context_(context), exchange_(exchange) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Selection> FreezeSelection(const Call& call, const v1::FreezeSelectionRequest& request);
  absl::StatusOr<v1::Selection> DrawSelection(const Call& call, const v1::DrawSelectionRequest& request);
  absl::StatusOr<v1::Selection> GetSelection(const Call& call, const v1::GetSelectionRequest& request);
  absl::StatusOr<v1::ListSelectionsResponse> ListSelections(const Call& call, const v1::ListSelectionsRequest& request);

 private:
  // Fills in the employers from exchange's register.
  absl::Status TakeFromRegister(const PlanFrame& frame, absl::Time deadline, v1::Selection& selection) const;

  const CoordinationContext& context_;
  ExchangeRecords& exchange_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_SELECTION_SERVICE_H_
