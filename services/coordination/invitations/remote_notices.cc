#include "services/coordination/invitations/remote_notices.h"

#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::coordination {

absl::Status RemoteNotices::Send(const notification::v1::SendNoticeRequest& notice, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  notification::v1::SendNoticeResponse response;
  const grpc::Status status = stub_->SendNotice(&context, notice, &response);
  return status.ok() ? absl::OkStatus() : FromGrpcStatus(status);
}

}  // namespace lianfang::coordination
