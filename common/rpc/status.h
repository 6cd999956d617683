// Between absl::Status, in which the project speaks, and grpc::Status, in which the wire does. Details (BadRequest,
// ErrorInfo) survive both ways.
#ifndef LIANFANG_COMMON_RPC_STATUS_H_
#define LIANFANG_COMMON_RPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace lianfang {

// A message or details beyond what callers take in trailing metadata (8 KiB) are cut and left out: otherwise nothing of
// the status would arrive. Lists of faults bound themselves (common/errors.h).
grpc::Status ToGrpcStatus(const absl::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

// The status as a message, for per-item answers and details.
google::rpc::Status ToRpcStatus(const absl::Status& status);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_STATUS_H_
