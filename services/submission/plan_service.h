// PlanService's handlers: validate → load → decide → save.
#ifndef LIANFANG_SERVICES_SUBMISSION_PLAN_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_PLAN_SERVICE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/serialized.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/mutation.h"
#include "services/submission/store/ledger_store.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class PlanService {
 public:
  PlanService(SubmissionStore& store, LedgerStore& ledger, LedgerWriter& writer, const Clock& clock)
      : store_(store), ledger_(ledger), writer_(writer), clock_(clock) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  void PublishPlan(std::shared_ptr<const Call> call, std::shared_ptr<const v1::PublishPlanRequest> request,
                   Reply<Serialized<v1::PublishPlanResponse>> reply);
  void AmendPlan(std::shared_ptr<const Call> call, std::shared_ptr<const v1::AmendPlanRequest> request,
                 Reply<Serialized<v1::PublishPlanResponse>> reply);
  absl::StatusOr<type::v1::Plan> GetPlan(const Call& call, const v1::GetPlanRequest& request);
  absl::StatusOr<v1::ListPlansResponse> ListPlans(const Call& call, const v1::ListPlansRequest& request);

 private:
  // PublishPlan and AmendPlan.
  template <typename Request>
  void Publish(std::shared_ptr<const Call> call, std::shared_ptr<const Request> request, Decide<Request> decide,
               Reply<Serialized<v1::PublishPlanResponse>> reply);

  SubmissionStore& store_;
  LedgerStore& ledger_;
  LedgerWriter& writer_;
  const Clock& clock_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_PLAN_SERVICE_H_
