#include "common/following/remote_plans.h"

#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang {

absl::StatusOr<type::v1::Plan> RemotePlans::GetPlan(const std::string& name, int edition, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  submission::v1::GetPlanRequest request;
  request.set_name(name);
  request.set_edition(edition);
  type::v1::Plan plan;
  const grpc::Status status = stub_->GetPlan(&context, request, &plan);
  if (!status.ok()) return FromGrpcStatus(status);
  return plan;
}

}  // namespace lianfang
