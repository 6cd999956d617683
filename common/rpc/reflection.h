// Server reflection: tools ask a server for its services and their contracts. gRPC 1.51 has it in version v1alpha only, by
// blocking threads, and without the contract of its health service.
//
//   Reflection reflection({"lianfang.submission.v1.PlanService", …});
//   reflection.RegisterAt(builder);        // /grpc.reflection.v1.ServerReflection and /grpc.reflection.v1alpha.…
//
// Whoever can open a connection may ask: on the mTLS port, everybody with a certificate.
#ifndef LIANFANG_COMMON_RPC_REFLECTION_H_
#define LIANFANG_COMMON_RPC_REFLECTION_H_

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "grpc/reflection/v1/reflection.pb.h"

namespace lianfang {

// The contracts of a server: its own services, health, and reflection itself. Thread-safe.
class ContractCatalogue {
 public:
  // `services`: full names of services whose generated code is linked in.
  explicit ContractCatalogue(std::vector<std::string> services);

  grpc::reflection::v1::ServerReflectionResponse Answer(
      const grpc::reflection::v1::ServerReflectionRequest& question) const;

 private:
  const google::protobuf::FileDescriptor* FileOf(const grpc::reflection::v1::ServerReflectionRequest& question) const;

  std::vector<std::string> services_;  // in order
  // The generated contracts, and v1alpha's, of which nothing is generated.
  google::protobuf::DescriptorPool pool_;
};

class Reflection {
 public:
  explicit Reflection(std::vector<std::string> services);
  ~Reflection();

  // Outlives the server that is built.
  void RegisterAt(grpc::ServerBuilder& builder);

 private:
  class Version;

  ContractCatalogue catalogue_;
  std::vector<std::unique_ptr<Version>> versions_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_REFLECTION_H_
