// Handlers of the register of providers and model enterprises.
#ifndef LIANFANG_SERVICES_FUND_PROVIDER_SERVICE_H_
#define LIANFANG_SERVICES_FUND_PROVIDER_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/fund/v1/project_service.pb.h"
#include "services/fund/fund_context.h"

namespace lianfang::fund {

// Thread-safe. Outlives the contract that it registers with.
class ProviderService {
 public:
  explicit ProviderService(const FundContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Provider> PutProvider(const Call& call, const v1::PutProviderRequest& request);
  absl::StatusOr<v1::Provider> GetProvider(const Call& call, const v1::GetProviderRequest& request);
  absl::StatusOr<v1::ListProvidersResponse> ListProviders(const Call& call, const v1::ListProvidersRequest& request);
  absl::StatusOr<v1::Provider> RecordConduct(const Call& call, const v1::RecordConductRequest& request);

 private:
  const FundContext& context_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_PROVIDER_SERVICE_H_
