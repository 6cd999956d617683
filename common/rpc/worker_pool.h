// A bounded pool of threads for work that blocks, such as database calls: gRPC's own threads must never block.
//
//   WorkerPool pool({.threads = 16, .queue = 1024});
//   if (!pool.TryRun([] { ... })) → the queue is full: answer RESOURCE_EXHAUSTED
#ifndef LIANFANG_COMMON_RPC_WORKER_POOL_H_
#define LIANFANG_COMMON_RPC_WORKER_POOL_H_

#include <prometheus/gauge.h>

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace lianfang {

// Thread-safe. Work that was accepted is run, also while the pool is being destroyed.
class WorkerPool {
 public:
  using Work = absl::AnyInvocable<void()>;

  struct Options {
    int threads = 16;
    size_t queue = 1024;                   // work waiting beyond the running; more is refused
    prometheus::Gauge* waiting = nullptr;  // shows how much waits, if given; outlives the pool
  };

  explicit WorkerPool(const Options& options);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Accepts the work, or refuses it where the queue is full. `work` must not throw.
  [[nodiscard]] bool TryRun(Work work);

  // Accepts the work beyond the bound too. For work whose number is bounded elsewhere: one per open stream.
  void Run(Work work);

 private:
  void Loop();
  void ShowWaiting() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t queue_limit_;
  prometheus::Gauge* const waiting_;
  absl::Mutex mutex_;
  std::deque<Work> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_WORKER_POOL_H_
