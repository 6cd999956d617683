// EvaluationService's history: the evaluations that were kept, and what differs between two instants.
#ifndef LIANFANG_SERVICES_EVALUATION_HISTORY_SERVICE_H_
#define LIANFANG_SERVICES_EVALUATION_HISTORY_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "services/evaluation/standpoint.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

// Thread-safe. Refers to what it is given.
class HistoryService {
 public:
  HistoryService(EvaluationStore& store, const Standpoints& standpoints) : store_(store), standpoints_(standpoints) {}

  // Puts the methods under their names in the contract. This object outlives the server.
  void Register(ContractService& contract);

  absl::StatusOr<v1::ListEvaluationsResponse> ListEvaluations(const Call& call,
                                                              const v1::ListEvaluationsRequest& request);
  absl::StatusOr<v1::Evaluation> GetEvaluation(const Call& call, const v1::GetEvaluationRequest& request);
  absl::StatusOr<v1::ScorecardComparison> CompareScorecards(const Call& call,
                                                            const v1::CompareScorecardsRequest& request);

 private:
  EvaluationStore& store_;
  const Standpoints& standpoints_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_HISTORY_SERVICE_H_
