// Callers for deploy/rollout-test: they call one method of a service through a channel like any service's, without a pause, until they are
// asked to end. Prints one line of JSON, and fails when a call did.
#include <grpcpp/generic/generic_stub.h>
#include <pthread.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang {
namespace {

// What became of the calls. Thread-safe.
class Tally {
 public:
  void Add(const absl::Status& status, absl::Duration took) {
    absl::MutexLock lock(&mutex_);
    ++calls_;
    slowest_ = std::max(slowest_, took);
    if (!status.ok()) ++failures_[status.ToString()];
  }

  // One line: `{"calls":…,"failed":…,"slowest_ms":…}`; what went wrong goes to standard error. Whether nothing did.
  bool Show() {
    absl::MutexLock lock(&mutex_);
    int64_t failed = 0;
    for (const auto& [message, count] : failures_) {
      failed += count;
      std::cerr << count << " x " << message << '\n';
    }
    std::cout << absl::StrCat("{\"calls\":", calls_, ",\"failed\":", failed,
                              ",\"slowest_ms\":", absl::ToInt64Milliseconds(slowest_), "}\n");
    return failed == 0 && calls_ > 0;
  }

 private:
  absl::Mutex mutex_;
  int64_t calls_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Duration slowest_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int64_t> failures_ ABSL_GUARDED_BY(mutex_);
};

using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

struct Options {
  std::string target;
  TlsFiles tls;
  std::string method = "/lianfang.submission.v1.PlanService/ListPlans";
  std::string request_file;  // empty: a message without fields
  int callers = 16;
};

grpc::Status CallOnce(Stub& stub, const std::string& method, const std::string& request, absl::Time deadline) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  const grpc::Slice slice(request);
  const grpc::ByteBuffer message(&slice, 1);
  grpc::ByteBuffer response;
  grpc::Status answer;
  absl::Notification done;
  stub.UnaryCall(&context, method, grpc::StubOptions(), &message, &response, [&](grpc::Status status) {
    answer = std::move(status);
    done.Notify();
  });
  done.WaitForNotification();
  return answer;
}

// Calls again and again until `stopping`.
void CallOn(Stub& stub, const Options& options, const std::string& request, const std::atomic<bool>& stopping,
            Tally& tally) {
  while (!stopping) {
    const absl::Time start = absl::Now();
    const grpc::Status status = CallOnce(stub, options.method, request, start + absl::Seconds(10));
    tally.Add(FromGrpcStatus(status), absl::Now() - start);
  }
}

// Blocks SIGTERM and SIGINT for all threads made later; WaitForSignal takes them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int Run(const Options& options) {
  const sigset_t signals = BlockSignals();
  const auto channel = OpenChannel(options.target, options.tls);
  if (!channel.ok()) {
    std::cerr << channel.status() << '\n';
    return 1;
  }
  std::ifstream file(options.request_file, std::ios::binary);
  const std::string request(std::istreambuf_iterator<char>(file), {});
  Stub stub(*channel);
  std::atomic<bool> stopping = false;
  Tally tally;
  std::vector<std::thread> threads;
  for (int i = 0; i < options.callers; ++i) {
    threads.emplace_back([&] { CallOn(stub, options, request, stopping, tally); });
  }
  int signal = 0;
  sigwait(&signals, &signal);
  stopping = true;
  for (std::thread& thread : threads) thread.join();
  return tally.Show() ? 0 : 1;
}

}  // namespace
}  // namespace lianfang

int main(int argc, char** argv) {
  lianfang::Options options;
  CLI::App app("Callers for deploy/rollout-test; they end on SIGTERM");
  app.add_option("--target", options.target, "The service, such as dns://127.0.0.1:5353/submission:7101")->required();
  app.add_option("--cert", options.tls.certificate, "Client certificate")->required();
  app.add_option("--key", options.tls.key, "Its key")->required();
  app.add_option("--ca", options.tls.ca, "Whom to trust")->required();
  app.add_option("--method", options.method, "What is called, /PACKAGE.SERVICE/METHOD")->capture_default_str();
  app.add_option("--request", options.request_file, "File with the request in the wire format");
  app.add_option("--callers", options.callers, "Callers at once")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return lianfang::Run(options);
}
