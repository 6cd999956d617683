#include "services/expert/invitations/notice_sender.h"

#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::expert {

absl::StatusOr<std::string> NoticeSender::Send(const notification::v1::SendNoticeRequest& notice, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  notification::v1::SendNoticeResponse response;
  const grpc::Status status = stub_->SendNotice(&context, notice, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  if (response.deliveries().empty()) return absl::InternalError("a notice was recorded without a delivery");
  return response.deliveries(0).name();
}

}  // namespace lianfang::expert
