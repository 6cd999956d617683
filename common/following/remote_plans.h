// Plans from the service that publishes them, over the wire.
#ifndef LIANFANG_COMMON_FOLLOWING_REMOTE_PLANS_H_
#define LIANFANG_COMMON_FOLLOWING_REMOTE_PLANS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "common/following/plan_editions.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"

namespace lianfang {

// Thread-safe.
class RemotePlans : public PlanSource {
 public:
  explicit RemotePlans(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(submission::v1::PlanService::NewStub(channel)) {}

  absl::StatusOr<type::v1::Plan> GetPlan(const std::string& name, int edition, absl::Time deadline) override;

 private:
  const std::unique_ptr<submission::v1::PlanService::Stub> stub_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FOLLOWING_REMOTE_PLANS_H_
