// The services over gRPC, with generic stubs: no generated code of any contract is linked for it.
#ifndef LIANFANG_SERVICES_PORTAL_UPSTREAM_GRPC_UPSTREAMS_H_
#define LIANFANG_SERVICES_PORTAL_UPSTREAM_GRPC_UPSTREAMS_H_

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>

#include "services/portal/upstream/upstreams.h"

namespace lianfang::portal {

class GrpcUpstreams : public Upstreams {
 public:
  // Channels by the service's name.
  explicit GrpcUpstreams(const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels);
  ~GrpcUpstreams() override;

  void Call(UpstreamCall call, std::function<void(absl::StatusOr<std::string>)> done) override;
  std::shared_ptr<UpstreamStream> Open(UpstreamCall call, StreamEvents events) override;

  // Cancels what is under way and returns when it has ended; what is asked for later is CANCELLED at once. Nothing is called back then.
  void Stop();

  // What is under way, by its context.
  class UnderWay;

 private:
  using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

  const std::shared_ptr<UnderWay> under_way_;
  std::map<std::string, std::unique_ptr<Stub>> stubs_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_UPSTREAM_GRPC_UPSTREAMS_H_
