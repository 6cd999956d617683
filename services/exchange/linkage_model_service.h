// The handlers of a plan's editions of the linkage model. The rules are domain/reconciliation/model_editions.h.
#ifndef LIANFANG_SERVICES_EXCHANGE_LINKAGE_MODEL_SERVICE_H_
#define LIANFANG_SERVICES_EXCHANGE_LINKAGE_MODEL_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/exchange/v1/reconciliation_service.pb.h"
#include "services/exchange/exchange_context.h"
#include "services/exchange/store/reconciliation_store.h"

namespace lianfang::exchange {

// Thread-safe.
class LinkageModelService {
 public:
  LinkageModelService(const ExchangeContext& context, ReconciliationStore& store) : context_(context), store_(store) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::LinkageModelEdition> ProposeLinkageModel(const Call& call,
                                                              const v1::ProposeLinkageModelRequest& request);
  absl::StatusOr<v1::LinkageModelEdition> ApproveLinkageModel(const Call& call,
                                                              const v1::ApproveLinkageModelRequest& request);
  absl::StatusOr<v1::LinkageModelEdition> RefuseLinkageModel(const Call& call,
                                                             const v1::RefuseLinkageModelRequest& request);
  absl::StatusOr<v1::LinkageModelEdition> GetLinkageModel(const Call& call, const v1::GetLinkageModelRequest& request);
  absl::StatusOr<v1::ListLinkageModelsResponse> ListLinkageModels(const Call& call,
                                                                  const v1::ListLinkageModelsRequest& request);

 private:
  const ExchangeContext& context_;
  ReconciliationStore& store_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_LINKAGE_MODEL_SERVICE_H_
