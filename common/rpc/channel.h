// Channels to other services of the suite: mutual TLS, round robin over what the name resolves to, and retries on
// UNAVAILABLE.
//
//   auto channel = OpenChannel("dns:///submission:7101", tls);
//   grpc::ClientContext context;
//   PrepareCall(context, deadline);
#ifndef LIANFANG_COMMON_RPC_CHANNEL_H_
#define LIANFANG_COMMON_RPC_CHANNEL_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/tls/credentials.h"

namespace lianfang {

// Metadata key under which a service names the person (identity URI) it acts for.
inline constexpr char kOnBehalfOf[] = "lianfang-on-behalf-of";

// The largest message that clients of the suite take, in bytes: a full page of plans or obligations, and the record of a
// draw from a large pool, are beyond gRPC's 4 MiB. What servers take is in the contract (request_bounds.h).
inline constexpr int kLargestMessage = 16 << 20;

// Whether a channel watches the health of the servers that it finds, and calls none that is not ready. A proxy has no
// health of a service to show, and a watch would take one of its connections.
enum class Readiness { kWatched, kTakenForGranted };

// A channel is thread-safe and meant to be kept. FAILED_PRECONDITION when a TLS file cannot be read; whether the peer
// is there shows at the first call.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& target, const TlsFiles& tls,
                                                           Readiness readiness = Readiness::kWatched);

// Gives an outgoing call its deadline, and, where this thread works for a call (common/origin.h), the trace of that one
// and the name of whoever made it.
void PrepareCall(grpc::ClientContext& context, absl::Time deadline);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_CHANNEL_H_
