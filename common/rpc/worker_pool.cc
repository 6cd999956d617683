#include "common/rpc/worker_pool.h"

#include <utility>

namespace lianfang {

WorkerPool::WorkerPool(const Options& options) : queue_limit_(options.queue), waiting_(options.waiting) {
  for (int i = 0; i < options.threads; ++i) threads_.emplace_back([this] { Loop(); });
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (auto& thread : threads_) thread.join();
}

bool WorkerPool::TryRun(Work work) {
  absl::MutexLock lock(&mutex_);
  if (stopping_ || queue_.size() >= queue_limit_) return false;
  queue_.push_back(std::move(work));
  ShowWaiting();
  return true;
}

void WorkerPool::Run(Work work) {
  absl::MutexLock lock(&mutex_);
  queue_.push_back(std::move(work));
  ShowWaiting();
}

void WorkerPool::ShowWaiting() {
  if (waiting_ != nullptr) waiting_->Set(static_cast<double>(queue_.size()));
}

void WorkerPool::Loop() {
  for (;;) {
    Work work;
    {
      absl::MutexLock lock(&mutex_);
      const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); };
      mutex_.Await(absl::Condition(&ready));
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
      ShowWaiting();
    }
    work();
  }
}

}  // namespace lianfang
