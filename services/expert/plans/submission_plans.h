// Plans from the submission service, over the wire.
#ifndef LIANFANG_SERVICES_EXPERT_PLANS_SUBMISSION_PLANS_H_
#define LIANFANG_SERVICES_EXPERT_PLANS_SUBMISSION_PLANS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "services/expert/plans/plan_book.h"

namespace lianfang::expert {

// Thread-safe.
class SubmissionPlans : public PlanSource {
 public:
  explicit SubmissionPlans(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(submission::v1::PlanService::NewStub(channel)) {}

  absl::StatusOr<type::v1::Plan> GetPlan(const std::string& name, absl::Time deadline) override;

 private:
  const std::unique_ptr<submission::v1::PlanService::Stub> stub_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_PLANS_SUBMISSION_PLANS_H_
