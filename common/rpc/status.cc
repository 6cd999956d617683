#include "common/rpc/status.h"

#include <atomic>
#include <string>

#include "absl/strings/cord.h"
#include "common/errors.h"

namespace lianfang {
namespace {

// Both travel in trailing metadata, the message percent-encoded, the status in base64.
constexpr size_t kMostMessageBytes = 640;
constexpr size_t kMostStatusBytes = 3800;

std::atomic<Localizer> localizer_of_process = nullptr;

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status message;
  message.set_code(static_cast<int>(status.code()));
  message.set_message(std::string(status.message()));
  status.ForEachPayload([&message](absl::string_view type, const absl::Cord& payload) {
    auto* detail = message.add_details();
    detail->set_type_url(std::string(type));
    detail->set_value(std::string(payload));
  });
  if (const Localizer localize = localizer_of_process.load(); localize != nullptr && !status.ok()) {
    localize(message, kMostStatusBytes);
  }
  return message;
}

void LocalizeStatuses(Localizer localizer) { localizer_of_process = localizer; }

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status message = ToRpcStatus(status);
  message.set_message(Shortened(message.message(), kMostMessageBytes));
  const auto code = static_cast<grpc::StatusCode>(message.code());
  if (message.details().empty()) return grpc::Status(code, message.message());
  if (message.ByteSizeLong() > kMostStatusBytes) return grpc::Status(code, message.message());
  return grpc::Status(code, message.message(), message.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status message;
  if (message.ParseFromString(status.error_details())) {
    for (const auto& detail : message.details()) result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace lianfang
