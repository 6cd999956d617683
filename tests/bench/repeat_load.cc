#include <atomic>
#include <iostream>
#include <utility>

#include "absl/synchronization/notification.h"
#include "common/rpc/status.h"
#include "tests/bench/loads.h"
#include "tests/bench/unary_calls.h"

namespace lianfang::bench {

absl::StatusOr<Sample> RepeatLoad(const Target& target, const LoadOptions& options, const std::string& method,
                                  const google::protobuf::MessageLite& request) {
  const auto channels = Connect(target);
  if (!channels.ok()) return channels.status();
  UnaryCalls calls(*channels, method);
  const grpc::ByteBuffer bytes = BufferOf(request);
  std::atomic<bool> empty{false};
  std::atomic<bool> said{false};
  const Sample sample = RunCallers(options, [&](int caller, Answered answered) {
    calls.Start(caller, bytes,
                [&empty, &said, answered = std::move(answered)](const grpc::Status& status, grpc::ByteBuffer& answer) {
                  if (status.ok() && answer.Length() == 0) empty = true;
                  if (!status.ok() && !said.exchange(true)) std::cerr << "refused: " << status.error_message() << '\n';
                  answered(status.ok());
                });
  });
  if (empty) return absl::InternalError("a call answered nothing");
  return sample;
}

absl::StatusOr<size_t> ReplySize(const Target& target, const std::string& method,
                                 const google::protobuf::MessageLite& request) {
  const auto channels = Connect(target);
  if (!channels.ok()) return channels.status();
  absl::StatusOr<size_t> size = absl::UnknownError("not answered");
  absl::Notification answered;
  UnaryCalls calls(*channels, method);
  calls.Start(0, BufferOf(request), [&](const grpc::Status& status, grpc::ByteBuffer& answer) {
    if (status.ok()) {
      size = answer.Length();
    } else {
      size = FromGrpcStatus(status);
    }
    answered.Notify();
  });
  answered.WaitForNotification();
  return size;
}

}  // namespace lianfang::bench
