// Handlers of appraisals (考核, Plan.assessment). The mid-term assessment (中期评估) is assessment_service.h.
#ifndef LIANFANG_SERVICES_EVALUATION_APPRAISAL_SERVICE_H_
#define LIANFANG_SERVICES_EVALUATION_APPRAISAL_SERVICE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/evaluation/v1/appraisal_service.pb.h"
#include "services/evaluation/standpoint.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

// Thread-safe. Refers to what it is given.
class AppraisalService {
 public:
  AppraisalService(EvaluationStore& store, const Standpoints& standpoints) : store_(store), standpoints_(standpoints) {}

  // Puts the methods under their names in the contract. This object outlives the server.
  void Register(ContractService& contract);

  absl::StatusOr<v1::ListAppraisalsResponse> ListAppraisals(const Call& call, const v1::ListAppraisalsRequest& request);
  absl::StatusOr<v1::GetAppraisalHistoryResponse> GetAppraisalHistory(const Call& call,
                                                                      const v1::GetAppraisalHistoryRequest& request);
  absl::StatusOr<v1::ExportAppraisalsResponse> ExportAppraisals(const Call& call,
                                                                const v1::ExportAppraisalsRequest& request);

 private:
  // What the plan says of a region as of an instant, with the duties about it.
  struct Ground {
    Standpoint standpoint;
    std::vector<duty::v1::Duty> duties;
  };
  absl::StatusOr<Ground> Take(const Call& call, const ScorecardName& name, absl::Time as_of) const;
  static absl::StatusOr<std::vector<v1::Appraisal>> Appraise(const Ground& ground, const ScorecardName& name);

  EvaluationStore& store_;
  const Standpoints& standpoints_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_APPRAISAL_SERVICE_H_
