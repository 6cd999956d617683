// Unary calls of bytes over several connections by gRPC's own client, as callers have it.
#ifndef LIANFANG_TESTS_BENCH_UNARY_CALLS_H_
#define LIANFANG_TESTS_BENCH_UNARY_CALLS_H_

#include <google/protobuf/message_lite.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "tests/bench/target.h"

namespace lianfang::bench {

// Each its own connection; gRPC would otherwise share one. All are connected when this returns, or it is UNAVAILABLE.
absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connect(const Target& target);

// A message as gRPC takes bytes.
grpc::ByteBuffer BufferOf(const google::protobuf::MessageLite& message);

// Calls of one method.
class UnaryCalls {
 public:
  using Done = std::function<void(const grpc::Status&, grpc::ByteBuffer&)>;

  // `method` is the full path, such as `/lianfang.submission.v1.SubmissionService/SubmitReturn`.
  UnaryCalls(const std::vector<std::shared_ptr<grpc::Channel>>& channels, std::string method);
  // Waits for the calls under way, and for gRPC to be done with them: a process must not end meanwhile.
  ~UnaryCalls();

  // Starts a call; a caller always takes the same connection. `done` runs on one of gRPC's threads.
  void Start(int caller, grpc::ByteBuffer request, Done done);

 private:
  struct Pending;

  void Finish(Pending* call, const grpc::Status& status);

  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  const std::string method_;
  absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace lianfang::bench

#endif  // LIANFANG_TESTS_BENCH_UNARY_CALLS_H_
