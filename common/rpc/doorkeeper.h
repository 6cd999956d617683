// Refuses callers by their role when a call's headers are there, before its message is: gRPC would otherwise take in the
// whole message first, and only then ask the handler.
//
// gRPC sends of such a refusal the code and the message, not the details (ErrorInfo): the message therefore says whom
// the method admits. The call is logged and counted as any other.
//
// Whom it admits is identified once more for the handler (passage.h): gRPC hands all calls of a connection the same
// AuthContext, so nothing that is known of one call can be kept in it, and there is no other way from here to the
// handler. What a thread remembers of the last callers (caller.cc) makes the second time cheap.
#ifndef LIANFANG_COMMON_RPC_DOORKEEPER_H_
#define LIANFANG_COMMON_RPC_DOORKEEPER_H_

#include <grpcpp/security/auth_metadata_processor.h>

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/runtime.h"

namespace lianfang {

// Thread-safe. The services and the runtime outlive it.
class Doorkeeper : public grpc::AuthMetadataProcessor {
 public:
  Doorkeeper(const std::vector<ContractService*>& services, const RpcRuntime& runtime);

  bool IsBlocking() const override { return false; }  // one more change of thread for each call otherwise

  // Refuses whom the method of the path does not admit. Paths that are no method of the services pass: health,
  // reflection, and what gRPC knows to be UNIMPLEMENTED.
  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext* context, OutputMetadata* consumed,
                       OutputMetadata* response) override;

 private:
  const RpcRuntime& runtime_;
  absl::flat_hash_map<std::string, ContractService::MethodRef> methods_;  // by path
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_DOORKEEPER_H_
