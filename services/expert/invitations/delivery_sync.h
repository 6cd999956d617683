// Keeps how the mails ended that this service handed over, as notification's WatchDeliveries says: effectively once,
// because an outcome and the cursor are saved in one transaction.
//
//   DeliverySync sync(channel, store);
//   StreamFollower deliveries(sync.Stream(), clock);
#ifndef LIANFANG_SERVICES_EXPERT_INVITATIONS_DELIVERY_SYNC_H_
#define LIANFANG_SERVICES_EXPERT_INVITATIONS_DELIVERY_SYNC_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>

#include "common/rpc/stream_follower.h"
#include "lianfang/notification/v1/notification_service.grpc.pb.h"
#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

// The outcome that a change tells; nothing for a heartbeat and for a mail that is under way.
std::optional<DeliveryRecord> OutcomeOf(const notification::v1::WatchDeliveriesResponse& change);

// Thread-safe. Refers to the store it is given.
class DeliverySync {
 public:
  DeliverySync(const std::shared_ptr<grpc::Channel>& notification, ExpertStore& store)
      : stub_(notification::v1::NotificationService::NewStub(notification)), store_(store) {}

  // The stream, from the stored cursor on, received into the store. Refers to this.
  ResumableStream<notification::v1::WatchDeliveriesResponse> Stream();

 private:
  const std::unique_ptr<notification::v1::NotificationService::Stub> stub_;
  ExpertStore& store_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_INVITATIONS_DELIVERY_SYNC_H_
