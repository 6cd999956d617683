// Notices through the notification service.
#ifndef LIANFANG_SERVICES_COORDINATION_INVITATIONS_REMOTE_NOTICES_H_
#define LIANFANG_SERVICES_COORDINATION_INVITATIONS_REMOTE_NOTICES_H_

#include <grpcpp/grpcpp.h>

#include <memory>

#include "lianfang/notification/v1/notification_service.grpc.pb.h"
#include "services/coordination/invitations/conference_notice.h"

namespace lianfang::coordination {

// Thread-safe.
class RemoteNotices : public NoticeSender {
 public:
  explicit RemoteNotices(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(notification::v1::NotificationService::NewStub(channel)) {}

  absl::Status Send(const notification::v1::SendNoticeRequest& notice, absl::Time deadline) override;

 private:
  const std::unique_ptr<notification::v1::NotificationService::Stub> stub_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_INVITATIONS_REMOTE_NOTICES_H_
