#include "services/notification/background_loop.h"

#include <utility>

namespace lianfang::notification {

BackgroundLoop::BackgroundLoop(std::function<absl::Duration()> step, std::function<void()> interrupt)
    : step_(std::move(step)), interrupt_(std::move(interrupt)), thread_([this] { Run(); }) {}

BackgroundLoop::~BackgroundLoop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (interrupt_ != nullptr) interrupt_();
  thread_.join();
}

void BackgroundLoop::Run() {
  absl::Duration wait = absl::ZeroDuration();
  for (;;) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(&stopping_), wait);
      if (stopping_) return;
    }
    wait = step_();
  }
}

}  // namespace lianfang::notification
