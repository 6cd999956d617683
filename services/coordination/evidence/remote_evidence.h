// Evidence over the wire: from submission, expert and evaluation.
#ifndef LIANFANG_SERVICES_COORDINATION_EVIDENCE_REMOTE_EVIDENCE_H_
#define LIANFANG_SERVICES_COORDINATION_EVIDENCE_REMOTE_EVIDENCE_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "lianfang/evaluation/v1/evaluation_service.grpc.pb.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "services/coordination/evidence/evidence_source.h"

namespace lianfang::coordination {

// Thread-safe.
class RemoteEvidence : public EvidenceSource {
 public:
  RemoteEvidence(const std::shared_ptr<grpc::Channel>& submission, const std::shared_ptr<grpc::Channel>& expert,
                 const std::shared_ptr<grpc::Channel>& evaluation)
      : plans_(submission::v1::PlanService::NewStub(submission)),
        submission_(submission::v1::SubmissionService::NewStub(submission)),
        expert_(expert::v1::ExpertService::NewStub(expert)),
        evaluation_(evaluation::v1::EvaluationService::NewStub(evaluation)) {}

  absl::StatusOr<std::vector<type::v1::Plan>> ListPlans(absl::Time deadline) override;
  absl::StatusOr<ReturnsCount> CountReturns(const std::string& plan, const std::string& period,
                                            absl::Time deadline) override;
  absl::StatusOr<PoolSize> GetPoolSize(const std::string& plan, const std::string& pool, absl::Time deadline) override;
  absl::StatusOr<AssessmentCount> CountAssessed(const std::string& plan, const std::string& region,
                                                const std::string& period, absl::Time deadline) override;

 private:
  const std::unique_ptr<submission::v1::PlanService::Stub> plans_;
  const std::unique_ptr<submission::v1::SubmissionService::Stub> submission_;
  const std::unique_ptr<expert::v1::ExpertService::Stub> expert_;
  const std::unique_ptr<evaluation::v1::EvaluationService::Stub> evaluation_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_EVIDENCE_REMOTE_EVIDENCE_H_
