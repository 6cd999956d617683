// Requests through the real guard and the real handlers of a service, which stand on stores in memory: a server with mutual TLS in this
// process, and callers with certificates of its own authority.
//
//   std::unique_ptr<FuzzWorld> MakeWorld(RpcRuntime& runtime) { … }           // submission_fuzz.cc
//   FuzzedService Fuzzed() { return {"lianfang.submission.v1", &MakeWorld, now, {"plans/gaoping-2021-2025"}}; }
//
// An input makes one call (fuzz_request.h); state stays from one to the next, so that what was made is found, for a number of calls. It is a
// fault where a call answers INTERNAL, UNKNOWN or DATA_LOSS, which say that a handler threw or that something stored does not hold, or no
// answer comes in time: the last calls are printed, and the process aborts.
#ifndef LIANFANG_TESTS_FUZZ_SERVICE_TARGET_H_
#define LIANFANG_TESTS_FUZZ_SERVICE_TARGET_H_

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/metrics.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/server.h"
#include "common/testing/test_authority.h"
#include "tests/fuzz/fuzz_request.h"
#include "tests/fuzz/message_mutator.h"
#include "tests/fuzz/word_pool.h"

namespace lianfang::fuzz {

// A service's handlers and all that they stand on.
class FuzzWorld {
 public:
  virtual ~FuzzWorld() = default;
  virtual std::vector<ContractService*> services() = 0;
  // Calls that are good, as inputs: what random requests would hardly ever make.
  virtual std::vector<std::string> examples() { return {}; }
};

// An input of these.
template <typename Request>
std::string Example(const std::string& method, const std::string& caller, const Request& request) {
  const auto* const found = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(method);
  return WriteFuzzRequest({found, caller, request.SerializeAsString()});
}

struct FuzzedService {
  std::function<std::unique_ptr<FuzzWorld>(RpcRuntime&)> make;
  absl::Time now;                  // the world's
  std::vector<std::string> words;  // that requests may begin with
};

// What the target of a service defines.
FuzzedService Fuzzed();

// Not thread-safe.
class ServiceTarget {
 public:
  explicit ServiceTarget(FuzzedService service);
  ~ServiceTarget();

  void Run(absl::string_view input);
  std::string Mutate(absl::string_view input, unsigned seed);

 private:
  struct Answer {
    absl::Status status;
    std::string bytes;
  };

  void Begin();
  void End();
  std::string CertificateOf(const std::string& caller);
  std::shared_ptr<grpc::Channel> ChannelOf(const std::string& certificate);
  Answer Call(const FuzzRequest& request);
  FuzzRequest NewCall();
  std::string PickCaller(const google::protobuf::MethodDescriptor& method);
  void Judge(const FuzzRequest& request, const Answer& answer);

  const FuzzedService service_;
  const TestAuthority authority_;
  const std::string directory_;
  Random random_;
  WordPool words_;
  MessageMutator mutator_;
  Metrics metrics_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<FuzzWorld> world_;
  std::vector<const google::protobuf::MethodDescriptor*> methods_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::vector<std::string> examples_;
  std::deque<std::string> calls_;  // the last ones
  int calls_left_ = 0;             // with this world
};

}  // namespace lianfang::fuzz

#endif  // LIANFANG_TESTS_FUZZ_SERVICE_TARGET_H_
