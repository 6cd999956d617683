#include "services/expert/invitations/notice_sender.h"

#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::expert {

absl::Status NoticeSender::Send(const notification::v1::SendNoticeRequest& notice, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  notification::v1::SendNoticeResponse response;
  return FromGrpcStatus(stub_->SendNotice(&context, notice, &response));
}

}  // namespace lianfang::expert
