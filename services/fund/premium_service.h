// Handlers of floating premium rates: tables, lists, figures, rates.
#ifndef LIANFANG_SERVICES_FUND_PREMIUM_SERVICE_H_
#define LIANFANG_SERVICES_FUND_PREMIUM_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/fund/v1/premium_service.pb.h"
#include "services/fund/fund_context.h"

namespace lianfang::fund {

// Thread-safe. Outlives the contract that it registers with.
class PremiumService {
 public:
  explicit PremiumService(const FundContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::RateTable> PutRateTable(const Call& call, const v1::PutRateTableRequest& request);
  absl::StatusOr<v1::RateTable> GetRateTable(const Call& call, const v1::GetRateTableRequest& request);
  absl::StatusOr<v1::ListRateTablesResponse> ListRateTables(const Call& call, const v1::ListRateTablesRequest& request);
  absl::StatusOr<v1::RateList> ImportEmployers(const Call& call, const v1::ImportEmployersRequest& request);
  absl::StatusOr<v1::RateList> ProposeRates(const Call& call, const v1::ProposeRatesRequest& request);
  absl::StatusOr<v1::RateList> ReopenRateList(const Call& call, const v1::ReopenRateListRequest& request);
  absl::StatusOr<v1::EmployerRate> CorrectRate(const Call& call, const v1::CorrectRateRequest& request);
  absl::StatusOr<v1::RateList> PublishRates(const Call& call, const v1::PublishRatesRequest& request);
  absl::StatusOr<v1::RateList> GetRateList(const Call& call, const v1::GetRateListRequest& request);
  absl::StatusOr<v1::ListRateListsResponse> ListRateLists(const Call& call, const v1::ListRateListsRequest& request);
  absl::StatusOr<v1::EmployerRate> GetRate(const Call& call, const v1::GetRateRequest& request);
  absl::StatusOr<v1::ListRatesResponse> ListRates(const Call& call, const v1::ListRatesRequest& request);
  absl::StatusOr<v1::ExportRatesResponse> ExportRates(const Call& call, const v1::ExportRatesRequest& request);

 private:
  // A list as stored, for somebody who may read it; `field` names it in the request. INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED.
  absl::StatusOr<v1::RateList> FindReadableList(const Call& call, absl::string_view field,
                                                const std::string& name) const;

  const FundContext& context_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_PREMIUM_SERVICE_H_
