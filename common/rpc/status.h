// Between absl::Status, in which the project speaks, and grpc::Status, in which the wire does. Details (BadRequest,
// ErrorInfo) survive both ways.
#ifndef LIANFANG_COMMON_RPC_STATUS_H_
#define LIANFANG_COMMON_RPC_STATUS_H_

#include <grpcpp/support/status.h>

#include <cstddef>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace lianfang {

// A message or details beyond what callers take in trailing metadata (8 KiB) are cut and left out: otherwise nothing of
// the status would arrive. Lists of faults bound themselves (common/errors.h).
grpc::Status ToGrpcStatus(const absl::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

// The status as a message, for per-item answers and details.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// Adds to every status that is put on the wire from then on what people read (google.rpc.LocalizedMessage), within a
// number of bytes. A process says it once, before it serves; common/ itself has no words for people.
using Localizer = void (*)(google::rpc::Status& status, size_t most_bytes);
void LocalizeStatuses(Localizer localizer);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_STATUS_H_
