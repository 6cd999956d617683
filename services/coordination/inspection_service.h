// Handlers of inspections and orders.
#ifndef LIANFANG_SERVICES_COORDINATION_INSPECTION_SERVICE_H_
#define LIANFANG_SERVICES_COORDINATION_INSPECTION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/coordination/v1/inspection_service.pb.h"
#include "services/coordination/coordination_context.h"

namespace lianfang::coordination {

// Thread-safe. Outlives the contract that it registers with.
class InspectionService {
 public:
  explicit InspectionService(const CoordinationContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Inspection> CreateInspection(const Call& call, const v1::CreateInspectionRequest& request);
  absl::StatusOr<v1::Inspection> GetInspection(const Call& call, const v1::GetInspectionRequest& request);
  absl::StatusOr<v1::ListInspectionsResponse> ListInspections(const Call& call,
                                                              const v1::ListInspectionsRequest& request);
  absl::StatusOr<v1::Inspection> RecordFindings(const Call& call, const v1::RecordFindingsRequest& request);
  absl::StatusOr<v1::Inspection> CancelInspection(const Call& call, const v1::CancelInspectionRequest& request);
  absl::StatusOr<v1::Order> CreateOrder(const Call& call, const v1::CreateOrderRequest& request);
  absl::StatusOr<v1::Order> GetOrder(const Call& call, const v1::GetOrderRequest& request);
  absl::StatusOr<v1::ListOrdersResponse> ListOrders(const Call& call, const v1::ListOrdersRequest& request);
  absl::StatusOr<v1::Order> AdvanceOrder(const Call& call, const v1::AdvanceOrderRequest& request);
  absl::StatusOr<v1::InspectionStatistics> GetInspectionStatistics(const Call& call,
                                                                   const v1::GetInspectionStatisticsRequest& request);

 private:
  const CoordinationContext& context_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_INSPECTION_SERVICE_H_
