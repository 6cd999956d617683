// Invitations through the notification service.
#ifndef LIANFANG_SERVICES_EXPERT_INVITATIONS_NOTICE_SENDER_H_
#define LIANFANG_SERVICES_EXPERT_INVITATIONS_NOTICE_SENDER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "lianfang/notification/v1/notification_service.grpc.pb.h"
#include "services/expert/invitations/invitation_sender.h"

namespace lianfang::expert {

// Thread-safe.
class NoticeSender : public InvitationSender {
 public:
  explicit NoticeSender(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(notification::v1::NotificationService::NewStub(channel)) {}

  absl::StatusOr<std::string> Send(const notification::v1::SendNoticeRequest& notice, absl::Time deadline) override;

 private:
  const std::unique_ptr<notification::v1::NotificationService::Stub> stub_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_INVITATIONS_NOTICE_SENDER_H_
