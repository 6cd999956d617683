// The register of employers, and the figures that records make: what other parts of the suite take from records.
#ifndef LIANFANG_SERVICES_EXCHANGE_REGISTER_SERVICE_H_
#define LIANFANG_SERVICES_EXCHANGE_REGISTER_SERVICE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "services/exchange/domain/reading/employer_register.h"
#include "services/exchange/exchange_context.h"
#include "services/exchange/store/record_reading.h"

namespace lianfang::exchange {

// Thread-safe.
class RegisterService {
 public:
  RegisterService(const ExchangeContext& context, RecordReading& records) : context_(context), records_(records) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Employer> GetEmployer(const Call& call, const v1::GetEmployerRequest& request);
  absl::StatusOr<v1::ListEmployersResponse> ListEmployers(const Call& call, const v1::ListEmployersRequest& request);
  absl::StatusOr<v1::FigureDefinitions> SetFigureDefinitions(const Call& call,
                                                             const v1::SetFigureDefinitionsRequest& request);
  absl::StatusOr<v1::FigureDefinitions> GetFigureDefinitions(const Call& call,
                                                             const v1::GetFigureDefinitionsRequest& request);
  absl::StatusOr<v1::ProposeFiguresResponse> ProposeFigures(const Call& call, const v1::ProposeFiguresRequest& request);

 private:
  absl::StatusOr<std::vector<RegisterAgreement>> Agreements(absl::Time deadline) const;

  const ExchangeContext& context_;
  RecordReading& records_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_REGISTER_SERVICE_H_
