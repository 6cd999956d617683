// Agreements: proposed, approved by the owner and the office, amended, ended, and read as of any instant.
#ifndef LIANFANG_SERVICES_EXCHANGE_AGREEMENT_SERVICE_H_
#define LIANFANG_SERVICES_EXCHANGE_AGREEMENT_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "services/exchange/exchange_context.h"

namespace lianfang::exchange {

// Thread-safe.
class AgreementService {
 public:
  explicit AgreementService(const ExchangeContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Agreement> ProposeAgreement(const Call& call, const v1::ProposeAgreementRequest& request);
  absl::StatusOr<v1::Agreement> ApproveAgreement(const Call& call, const v1::ApproveAgreementRequest& request);
  absl::StatusOr<v1::Agreement> EndAgreement(const Call& call, const v1::EndAgreementRequest& request);
  absl::StatusOr<v1::Agreement> GetAgreement(const Call& call, const v1::GetAgreementRequest& request);
  absl::StatusOr<v1::ListAgreementsResponse> ListAgreements(const Call& call, const v1::ListAgreementsRequest& request);

 private:
  const ExchangeContext& context_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_AGREEMENT_SERVICE_H_
