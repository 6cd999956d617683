// EvaluationService: one method per RPC, each validate → load → decide.
//
//   EvaluationService evaluation(store, clock);
//   ContractService contract("lianfang.evaluation.v1.EvaluationService", server.runtime());
//   evaluation.Register(contract);
#ifndef LIANFANG_SERVICES_EVALUATION_EVALUATION_SERVICE_H_
#define LIANFANG_SERVICES_EVALUATION_EVALUATION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

// Thread-safe. Refers to what it is given.
class EvaluationService {
 public:
  EvaluationService(EvaluationStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  // Puts the methods under their names in the contract. This object outlives the server.
  void Register(ContractService& contract);

  absl::StatusOr<v1::Scorecard> GetScorecard(const Call& call, const v1::GetScorecardRequest& request);

 private:
  EvaluationStore& store_;
  const Clock& clock_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_EVALUATION_SERVICE_H_
