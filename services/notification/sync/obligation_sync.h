// Keeps what submission's WatchObligations says: effectively once, because a change and its cursor are saved in one
// transaction.
//
//   ObligationSync sync(channel, store);
//   StreamFollower obligations(sync.Stream(), clock);
#ifndef LIANFANG_SERVICES_NOTIFICATION_SYNC_OBLIGATION_SYNC_H_
#define LIANFANG_SERVICES_NOTIFICATION_SYNC_OBLIGATION_SYNC_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/stream_follower.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe. Refers to the store it is given.
class ObligationSync {
 public:
  ObligationSync(const std::shared_ptr<grpc::Channel>& submission, NotificationStore& store)
      : plans_(submission::v1::PlanService::NewStub(submission)),
        obligations_(submission::v1::SubmissionService::NewStub(submission)),
        store_(store) {}

  // The stream, from the stored cursor on, received into the store. Refers to this.
  ResumableStream<submission::v1::WatchObligationsResponse> Stream();

 private:
  absl::Status Receive(const std::string& after, const submission::v1::WatchObligationsResponse& change,
                       absl::Time deadline);
  absl::Status EnsurePlan(const std::string& name, int edition, absl::Time deadline);

  const std::unique_ptr<submission::v1::PlanService::Stub> plans_;
  const std::unique_ptr<submission::v1::SubmissionService::Stub> obligations_;
  NotificationStore& store_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_SYNC_OBLIGATION_SYNC_H_
