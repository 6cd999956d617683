// Handlers of activities.
#ifndef LIANFANG_SERVICES_COORDINATION_ACTIVITY_SERVICE_H_
#define LIANFANG_SERVICES_COORDINATION_ACTIVITY_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/coordination/v1/activity_service.pb.h"
#include "services/coordination/coordination_context.h"
#include "services/coordination/exchange/exchange_records.h"

namespace lianfang::coordination {

// Thread-safe. Outlives the contract that it registers with.
class ActivityService {
 public:
  ActivityService(const CoordinationContext& context, ExchangeRecords& exchange)
      : context_(context), exchange_(exchange) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Activity> CreateActivity(const Call& call, const v1::CreateActivityRequest& request);
  absl::StatusOr<v1::Activity> GetActivity(const Call& call, const v1::GetActivityRequest& request);
  absl::StatusOr<v1::ListActivitiesResponse> ListActivities(const Call& call, const v1::ListActivitiesRequest& request);
  absl::StatusOr<v1::Activity> PublishAttendance(const Call& call, const v1::PublishAttendanceRequest& request);
  absl::StatusOr<v1::Activity> WithdrawActivity(const Call& call, const v1::WithdrawActivityRequest& request);
  absl::StatusOr<v1::ActivitySummary> GetActivitySummary(const Call& call,
                                                         const v1::GetActivitySummaryRequest& request);

 private:
  using KnownActivity = CoordinationContext::Known<v1::Activity>;

  // Stores that the part is begun, unless that is known.
  absl::Status KeepBegun(const Call& call, const v1::PublishAttendanceRequest& request, const KnownActivity& known);
  // Stores how many of the part, which is open, exchange has refused. What cannot be stored is logged: the part stays open in any case.
  void KeepRefused(const Call& call, const v1::PublishAttendanceRequest& request, int refused,
                   const KnownActivity& known);

  const CoordinationContext& context_;
  ExchangeRecords& exchange_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_ACTIVITY_SERVICE_H_
