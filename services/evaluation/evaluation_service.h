// EvaluationService's scorecards: one method per RPC, each validate → load → decide.
//
//   EvaluationService evaluation(standpoints);
//   ContractService contract("lianfang.evaluation.v1.EvaluationService", server.runtime());
//   evaluation.Register(contract);
#ifndef LIANFANG_SERVICES_EVALUATION_EVALUATION_SERVICE_H_
#define LIANFANG_SERVICES_EVALUATION_EVALUATION_SERVICE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/serialized.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "services/evaluation/live/record_warnings.h"
#include "services/evaluation/standpoint.h"

namespace lianfang::evaluation {

// Thread-safe. Refers to what it is given.
class EvaluationService {
 public:
  // Without `warnings` nothing is said about discrepancies.
  explicit EvaluationService(const Standpoints& standpoints, const RecordWarnings* warnings = nullptr)
      : standpoints_(standpoints), warnings_(warnings) {}

  // Puts the methods under their names in the contract. This object outlives the server.
  void Register(ContractService& contract);

  absl::StatusOr<Serialized<v1::Scorecard>> GetScorecard(const Call& call, const v1::GetScorecardRequest& request);

  // The same where memory holds the answer; null where it does not, or not yet.
  std::optional<absl::StatusOr<Serialized<v1::Scorecard>>> GetRememberedScorecard(
      const Call& call, const v1::GetScorecardRequest& request);

  absl::StatusOr<v1::ListScorecardsResponse> ListScorecards(const Call& call, const v1::ListScorecardsRequest& request);
  absl::StatusOr<v1::Explanation> ExplainResult(const Call& call, const v1::ExplainResultRequest& request);

 private:
  // A scorecard of now with the warnings beside it.
  Serialized<v1::Scorecard> WithWarnings(ReadyScorecard scorecard, const Standpoint& standpoint,
                                         const std::string& region, const std::string& period) const;

  const Standpoints& standpoints_;
  const RecordWarnings* warnings_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_EVALUATION_SERVICE_H_
