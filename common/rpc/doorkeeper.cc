#include "common/rpc/doorkeeper.h"

#include "absl/strings/string_view.h"
#include "common/rpc/passage.h"
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
  Passage passage(method->second.descriptor, method->second.metrics);
  const Arrival arrival{.auth = context, .metadata = metadata, .address = ""};
  const absl::Status admitted = passage.Identify(arrival, runtime_);
  if (admitted.ok()) return grpc::Status::OK;
  passage.EndByHeaders(arrival, admitted);
  return ToGrpcStatus(admitted);
}

}  // namespace lianfang
