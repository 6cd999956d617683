// Keeps what a source's WatchDuties says: effectively once, because a change and its cursor are saved in one transaction.
//
//   DutySync sync("submission", channel, plans, store);
//   StreamFollower duties(sync.Stream(), clock);
#ifndef LIANFANG_SERVICES_NOTIFICATION_SYNC_DUTY_SYNC_H_
#define LIANFANG_SERVICES_NOTIFICATION_SYNC_DUTY_SYNC_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/stream_follower.h"
#include "lianfang/duty/v1/duty_service.grpc.pb.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe. Refers to the store it is given.
class DutySync {
 public:
  // `source` names the service in the store; `plans` leads to the PlanService that has the plans of its duties.
  DutySync(std::string source, const std::shared_ptr<grpc::Channel>& duties,
           const std::shared_ptr<grpc::Channel>& plans, NotificationStore& store)
      : source_(std::move(source)),
        duties_(duty::v1::DutyService::NewStub(duties)),
        plans_(submission::v1::PlanService::NewStub(plans)),
        store_(store) {}

  // The stream, from the stored cursor on, received into the store. Refers to this.
  ResumableStream<duty::v1::WatchDutiesResponse> Stream();

 private:
  absl::Status Receive(const std::string& after, const duty::v1::WatchDutiesResponse& change, absl::Time deadline);
  absl::Status EnsurePlan(const std::string& name, int edition, absl::Time deadline);

  const std::string source_;
  const std::unique_ptr<duty::v1::DutyService::Stub> duties_;
  const std::unique_ptr<submission::v1::PlanService::Stub> plans_;
  NotificationStore& store_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_SYNC_DUTY_SYNC_H_
