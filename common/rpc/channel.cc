#include "common/rpc/channel.h"

namespace lianfang {
namespace {

// Retried are only calls that the server refused unseen or that found no connection; mutations carry request ids
// besides.
constexpr char kServiceConfig[] = R"json({
  "loadBalancingConfig": [{"round_robin": {}}],
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

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& target, const TlsFiles& tls) {
  auto credentials = MutualTlsClient(tls);
  if (!credentials.ok()) return credentials.status();
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  return grpc::CreateCustomChannel(target, *credentials, arguments);
}

void PrepareCall(const Call& cause, grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(cause.deadline));
  context.AddMetadata(kTraceparent, cause.trace.ToHeader());
  context.AddMetadata(kOnBehalfOf, cause.on_behalf_of.empty() ? cause.caller.uri : cause.on_behalf_of);
}

}  // namespace lianfang
