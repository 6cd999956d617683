#include "common/background_loop.h"

namespace lianfang {

BackgroundLoop::BackgroundLoop(BackgroundTask& task) : task_(task), thread_([this] { Run(); }) {}

BackgroundLoop::~BackgroundLoop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  // After the flag: a step that this cuts short is the last.
  task_.Interrupt();
  thread_.join();
}

void BackgroundLoop::Run() {
  absl::Duration wait = absl::ZeroDuration();
  while (!AwaitStop(wait)) wait = task_.Step();
}

bool BackgroundLoop::AwaitStop(absl::Duration wait) {
  absl::MutexLock lock(&mutex_);
  return mutex_.AwaitWithTimeout(absl::Condition(&stopping_), wait);
}

}  // namespace lianfang
