// The peer of every read: a bare gRPC server with mutual TLS that answers each GetScorecard with the same bytes,
// without looking at the request, the caller or a clock. As fast as gRPC is here.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "absl/synchronization/mutex.h"
#include "common/tls/credentials.h"
#include "lianfang/evaluation/v1/evaluation_service.grpc.pb.h"

namespace {

using Evaluation = lianfang::evaluation::v1::EvaluationService;

// Of the callback kind throughout: one method for blocking threads would slow down the others (common/rpc/server.h).
class Echo : public Evaluation::WithRawCallbackMethod_GetScorecard<Evaluation::CallbackService> {
 public:
  explicit Echo(size_t bytes) : slice_(std::string(bytes, 'x')), answer_(&slice_, 1) {}

  grpc::ServerUnaryReactor* GetScorecard(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                         grpc::ByteBuffer* response) override {
    *response = answer_;
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const grpc::Slice slice_;
  const grpc::ByteBuffer answer_;
};

}  // namespace

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as in the services: common/process.cc
  std::string listen;
  size_t bytes = 0;
  lianfang::TlsFiles tls;
  CLI::App app("Bare gRPC echo with mutual TLS");
  app.add_option("--listen", listen, "HOST:PORT")->required();
  app.add_option("--reply-bytes", bytes, "Size of every answer")->required();
  app.add_option("--cert", tls.certificate)->required();
  app.add_option("--key", tls.key)->required();
  app.add_option("--ca", tls.ca)->required();
  CLI11_PARSE(app, argc, argv);

  const auto credentials = lianfang::MutualTlsServer(tls);
  if (!credentials.ok()) {
    std::cerr << credentials.status().ToString() << '\n';
    return 1;
  }
  Echo echo(bytes);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(listen, *credentials, &port);
  builder.RegisterService(&echo);
  const auto server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::cerr << "cannot listen on " << listen << '\n';
    return 1;
  }
  server->Wait();  // until it is killed
}
