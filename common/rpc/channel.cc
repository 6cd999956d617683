#include "common/rpc/channel.h"

#include "common/origin.h"
#include "common/rpc/trace.h"

namespace lianfang {
namespace {

// A server that drains calls itself unready, and gets no more calls from here: those that race with its end would be
// CANCELLED. UNAVAILABLE is retried, also where a handler says it of its database: reads change nothing, and mutations
// carry request ids, or versions by which what is stored already is told. Of a stream, gRPC repeats what was sent as long as nothing was
// answered, up to 256 KiB; after that the failure is the caller's.
constexpr char kServiceConfig[] = R"json({
  "loadBalancingConfig": [{"round_robin": {}}],
  "healthCheckConfig": {"serviceName": "readiness"},
  "methodConfig": [{
    "name": [{}],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.1s",
      "maxBackoff": "2s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }]
})json";

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& target, const TlsFiles& tls,
                                                           Readiness readiness) {
  auto credentials = MutualTlsClient(tls);
  if (!credentials.ok()) return credentials.status();
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetInt(GRPC_ARG_INHIBIT_HEALTH_CHECKING, readiness == Readiness::kTakenForGranted ? 1 : 0);
  // A connection that ends makes gRPC ask for the name again, by default at most twice a minute: a new replica would
  // wait for its share.
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, 2'000);
  arguments.SetMaxReceiveMessageSize(kLargestMessage);
  // A replica that was away is tried again soon; gRPC's own pauses grow to two minutes.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  return grpc::CreateCustomChannel(target, *credentials, arguments);
}

void PrepareCall(grpc::ClientContext& context, absl::Time deadline) {
  context.set_deadline(absl::ToChronoTime(deadline));
  const Origin* const cause = WorkingFor::Current();
  if (cause == nullptr) return;
  context.AddMetadata(kTraceparent, cause->traceparent);
  context.AddMetadata(kOnBehalfOf, cause->caller);
}

}  // namespace lianfang
