// PlanService's handlers of grants: which regions their own offices let other regions' plans include.
#ifndef LIANFANG_SERVICES_SUBMISSION_GRANT_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_GRANT_SERVICE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/serialized.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "services/submission/domain/ledger/grant_rules.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/store/ledger_store.h"

namespace lianfang::submission {

// The grants of a plan (id) as its ledger tells them.
absl::StatusOr<PlanGrants> ReadGrants(LedgerStore& store, const std::string& plan, absl::Time deadline);

// Thread-safe.
class GrantService {
 public:
  GrantService(LedgerStore& store, LedgerWriter& writer) : store_(store), writer_(writer) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  void GrantPlanRegion(const std::shared_ptr<const Call>& call,
                       const std::shared_ptr<const v1::GrantPlanRegionRequest>& request,
                       Reply<Serialized<v1::PlanGrant>> reply);
  void RevokePlanRegion(const std::shared_ptr<const Call>& call,
                        const std::shared_ptr<const v1::RevokePlanRegionRequest>& request,
                        Reply<Serialized<v1::PlanGrant>> reply);
  absl::StatusOr<v1::ListPlanGrantsResponse> ListPlanGrants(const Call& call, const v1::ListPlanGrantsRequest& request);

 private:
  template <typename Request>
  using DecideOn = absl::StatusOr<Decision> (*)(const Snapshot&, const PlanGrants&, const Request&, const Identity&);
  template <typename Request>
  void Change(const std::shared_ptr<const Call>& call, const std::shared_ptr<const Request>& request,
              DecideOn<Request> decide, Reply<Serialized<v1::PlanGrant>> reply);

  LedgerStore& store_;
  LedgerWriter& writer_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_GRANT_SERVICE_H_
