// Handlers of the union's opinions.
#ifndef LIANFANG_SERVICES_COORDINATION_OPINION_SERVICE_H_
#define LIANFANG_SERVICES_COORDINATION_OPINION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "services/coordination/coordination_context.h"

namespace lianfang::coordination {

// Thread-safe. Outlives the contract that it registers with.
class OpinionService {
 public:
  explicit OpinionService(const CoordinationContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Opinion> IssueOpinion(const Call& call, const v1::IssueOpinionRequest& request);
  absl::StatusOr<v1::Opinion> GetOpinion(const Call& call, const v1::GetOpinionRequest& request);
  absl::StatusOr<v1::ListOpinionsResponse> ListOpinions(const Call& call, const v1::ListOpinionsRequest& request);
  absl::StatusOr<v1::Opinion> AnswerOpinion(const Call& call, const v1::AnswerOpinionRequest& request);
  absl::StatusOr<v1::Opinion> JudgeAnswer(const Call& call, const v1::JudgeAnswerRequest& request);

 private:
  const CoordinationContext& context_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_OPINION_SERVICE_H_
