// Callers for deploy/rollout-test: they call submission through a channel like any service's, without a pause, until
// they are asked to end. Prints one line of JSON, and fails when a call did.
#include <pthread.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"

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

// Calls again and again until `stopping`.
void CallOn(submission::v1::PlanService::Stub& stub, const std::atomic<bool>& stopping, Tally& tally) {
  while (!stopping) {
    grpc::ClientContext context;
    const absl::Time start = absl::Now();
    context.set_deadline(absl::ToChronoTime(start + absl::Seconds(10)));
    submission::v1::ListPlansResponse plans;
    const grpc::Status status = stub.ListPlans(&context, submission::v1::ListPlansRequest(), &plans);
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

int Run(const std::string& target, const TlsFiles& tls, int callers) {
  const sigset_t signals = BlockSignals();
  const auto channel = OpenChannel(target, tls);
  if (!channel.ok()) {
    std::cerr << channel.status() << '\n';
    return 1;
  }
  const auto stub = submission::v1::PlanService::NewStub(*channel);
  std::atomic<bool> stopping = false;
  Tally tally;
  std::vector<std::thread> threads;
  for (int i = 0; i < callers; ++i) threads.emplace_back([&] { CallOn(*stub, stopping, tally); });
  int signal = 0;
  sigwait(&signals, &signal);
  stopping = true;
  for (std::thread& thread : threads) thread.join();
  return tally.Show() ? 0 : 1;
}

}  // namespace
}  // namespace lianfang

int main(int argc, char** argv) {
  std::string target;
  lianfang::TlsFiles tls;
  int callers = 16;
  CLI::App app("Callers for deploy/rollout-test; they end on SIGTERM");
  app.add_option("--target", target, "Submission, such as dns://127.0.0.1:5353/submission:7101")->required();
  app.add_option("--cert", tls.certificate, "Client certificate")->required();
  app.add_option("--key", tls.key, "Its key")->required();
  app.add_option("--ca", tls.ca, "Whom to trust")->required();
  app.add_option("--callers", callers, "Callers at once")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return lianfang::Run(target, tls, callers);
}
