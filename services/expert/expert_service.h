// Handlers of experts and pools: nomination, reading, change, reveal, composition, matching.
#ifndef LIANFANG_SERVICES_EXPERT_EXPERT_SERVICE_H_
#define LIANFANG_SERVICES_EXPERT_EXPERT_SERVICE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/expert_context.h"
#include "services/expert/panel_case.h"

namespace lianfang::expert {

// Thread-safe. Outlives the contract that it registers with.
class ExpertService {
 public:
  explicit ExpertService(const ExpertContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Expert> CreateExpert(const Call& call, const v1::CreateExpertRequest& request);
  absl::StatusOr<v1::Expert> GetExpert(const Call& call, const v1::GetExpertRequest& request);
  absl::StatusOr<v1::ListExpertsResponse> ListExperts(const Call& call, const v1::ListExpertsRequest& request);
  absl::StatusOr<v1::Expert> UpdateExpert(const Call& call, const v1::UpdateExpertRequest& request);
  absl::StatusOr<v1::RevealExpertResponse> RevealExpert(const Call& call, const v1::RevealExpertRequest& request);
  absl::StatusOr<v1::PoolComposition> GetPoolComposition(const Call& call,
                                                         const v1::GetPoolCompositionRequest& request);
  absl::StatusOr<v1::MatchTrainingResponse> MatchTraining(const Call& call, const v1::MatchTrainingRequest& request);

 private:
  absl::StatusOr<std::vector<ExpertRecord>> ReadPool(const PoolView& pool, absl::Time deadline) const;
  // The change of a record that UpdateExpert asks for. FAILED_PRECONDITION for another person's ID number once
  // reviewed.
  absl::Status Update(ExpertRecord& record, const v1::UpdateExpertRequest& request, const PoolView& pool,
                      absl::Time now) const;
  // What a saved change means for seats that the person holds: a new address is told anew, a conflict is reported.
  absl::Status TellSeats(ExpertTransaction& rows, const ExpertRecord& record, const v1::IdentifyingData& before,
                         const PoolView& pool, const Pools& pools, const Identity& editor, const Decision& by) const;

  const ExpertContext& context_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_EXPERT_SERVICE_H_
