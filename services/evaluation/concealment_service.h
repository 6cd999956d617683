// Handlers of concealed accidents (瞒报), under the contract of AppraisalService.
#ifndef LIANFANG_SERVICES_EVALUATION_CONCEALMENT_SERVICE_H_
#define LIANFANG_SERVICES_EVALUATION_CONCEALMENT_SERVICE_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/evaluation/v1/appraisal_service.pb.h"
#include "services/evaluation/appraisal_context.h"

namespace lianfang::evaluation {

// Thread-safe. Refers to what it is given.
class ConcealmentService {
 public:
  explicit ConcealmentService(const AppraisalContext& context) : context_(context) {}

  // Puts the methods under their names in the contract. This object outlives the server.
  void Register(ContractService& contract);

  absl::StatusOr<v1::Concealment> RecordConcealment(const Call& call, const v1::RecordConcealmentRequest& request);
  absl::StatusOr<v1::Concealment> DecideConcealment(const Call& call, const v1::DecideConcealmentRequest& request);
  absl::StatusOr<v1::Concealment> RevokeConcealment(const Call& call, const v1::RevokeConcealmentRequest& request);
  absl::StatusOr<v1::Concealment> GetConcealment(const Call& call, const v1::GetConcealmentRequest& request);
  absl::StatusOr<v1::ListConcealmentsResponse> ListConcealments(const Call& call,
                                                                const v1::ListConcealmentsRequest& request);

 private:
  // The newest edition of the plan, whoever asks.
  absl::StatusOr<type::v1::Plan> FindPlan(const Call& call, const std::string& plan) const;
  // Runs `step` on a concealment for the plan's office.
  template <typename Request>
  absl::StatusOr<v1::Concealment> Step(const Call& call, const Request& request,
                                       const std::function<absl::Status(v1::Concealment&, absl::Time)>& step);

  const AppraisalContext& context_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_CONCEALMENT_SERVICE_H_
