#include "common/rpc/doorkeeper.h"

#include <utility>

#include "absl/strings/string_view.h"
#include "common/rpc/access.h"
#include "common/rpc/passage.h"
#include "common/rpc/peer.h"
#include "common/rpc/status.h"

namespace lianfang {

Doorkeeper::Doorkeeper(const std::vector<ContractService*>& services, const RpcRuntime& runtime) : runtime_(runtime) {
  for (const ContractService* service : services) {
    for (const ContractService::MethodRef& method : service->methods()) methods_.emplace(method.path, method);
  }
}

grpc::Status Doorkeeper::Process(const InputMetadata& metadata, grpc::AuthContext* context, OutputMetadata*,
                                 OutputMetadata*) {
  const auto path = metadata.find(":path");
  if (path == metadata.end()) return grpc::Status::OK;
  const auto method = methods_.find(absl::string_view(path->second.data(), path->second.size()));
  if (method == methods_.end()) return grpc::Status::OK;
  absl::StatusOr<Identity> peer = PeerOf(context, runtime_.trust_domain);
  const absl::Status admitted = peer.ok() ? CheckAccess(method->second.descriptor, *peer) : peer.status();
  if (admitted.ok()) return grpc::Status::OK;
  Passage passage(method->second.descriptor, method->second.metrics);
  if (peer.ok()) passage.SetCaller(*std::move(peer));
  passage.End(admitted);
  return ToGrpcStatus(admitted);
}

}  // namespace lianfang
