#include "services/expert/plans/submission_plans.h"

#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::expert {

absl::StatusOr<type::v1::Plan> SubmissionPlans::GetPlan(const std::string& name, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  submission::v1::GetPlanRequest request;
  request.set_name(name);
  type::v1::Plan plan;
  const grpc::Status status = stub_->GetPlan(&context, request, &plan);
  if (!status.ok()) return FromGrpcStatus(status);
  return plan;
}

}  // namespace lianfang::expert
