// Follows submission's WatchObligations and keeps what it says: effectively once, because a change and its cursor are
// saved in one transaction.
#ifndef LIANFANG_SERVICES_NOTIFICATION_SYNC_OBLIGATION_SYNC_H_
#define LIANFANG_SERVICES_NOTIFICATION_SYNC_OBLIGATION_SYNC_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Step is called by one thread at a time; Interrupt by any.
class ObligationSync {
 public:
  ObligationSync(const std::shared_ptr<grpc::Channel>& submission, NotificationStore& store)
      : plans_(submission::v1::PlanService::NewStub(submission)),
        obligations_(submission::v1::SubmissionService::NewStub(submission)),
        store_(store) {}

  // Follows the stream from the stored cursor until it breaks, and says how long to wait before following it again:
  // longer each time it brought nothing.
  absl::Duration Step();

  // Ends the stream under way and all later ones.
  void Interrupt();

 private:
  absl::Status Follow(grpc::ClientContext& context, int& received);
  absl::Status Receive(const std::string& after, const submission::v1::WatchObligationsResponse& change);
  absl::Status EnsurePlan(const std::string& name, int edition, absl::Time deadline);
  bool Open(grpc::ClientContext* context);

  const std::unique_ptr<submission::v1::PlanService::Stub> plans_;
  const std::unique_ptr<submission::v1::SubmissionService::Stub> obligations_;
  NotificationStore& store_;
  absl::Duration wait_ = absl::ZeroDuration();
  absl::Mutex mutex_;
  bool interrupted_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;  // of the stream that is open
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_SYNC_OBLIGATION_SYNC_H_
