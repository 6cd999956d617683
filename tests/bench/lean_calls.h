// Unary calls of bytes over several connections by a client that does as little as it can, like pgbench: one thread, and
// of every connection all that stands ready at once. For loads whose peer is called by pgbench, on the cores that both
// are measured on: gRPC's own client costs as much for a call as the server does (unary_calls.h). A connection that the
// server ends stays ended, which it does after LIANFANG_CONNECTION_AGE: loads are shorter.
#ifndef LIANFANG_TESTS_BENCH_LEAN_CALLS_H_
#define LIANFANG_TESTS_BENCH_LEAN_CALLS_H_

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "tests/bench/http2_calls.h"
#include "tests/bench/target.h"

namespace lianfang::bench {

// Calls of one method.
class LeanCalls {
 public:
  // Connects to the target and its replicas in turn. `method` is the full path, such as `/lianfang.submission.v1.SubmissionService/SubmitReturn`.
  static absl::StatusOr<std::unique_ptr<LeanCalls>> Connect(const Target& target, const std::string& method);
  // Waits for the calls under way.
  ~LeanCalls();

  // Starts a call with a serialised request; a caller always takes the same connection. `done` runs on this client's
  // thread.
  void Start(int caller, std::string request, Done done);

 private:
  struct Starting {
    size_t connection;
    std::string request;
    Done done;
  };

  explicit LeanCalls(std::vector<std::unique_ptr<Http2Calls>> connections);

  void Wake();
  void Loop();
  bool Begin();
  bool HasStarted();
  void Await();

  std::vector<std::unique_ptr<Http2Calls>> connections_;  // of the thread
  const int wake_;                                        // an eventfd
  absl::Mutex mutex_;
  std::vector<Starting> starting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lianfang::bench

#endif  // LIANFANG_TESTS_BENCH_LEAN_CALLS_H_
