#include "cli/records/silence_guard.h"

namespace lianfang::cli {

SilenceGuard::SilenceGuard(grpc::ClientContext& context, absl::Duration patience)
    : context_(context), patience_(patience), waiter_([this] { Wait(); }) {}

SilenceGuard::~SilenceGuard() {
  {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }
  waiter_.join();
}

bool SilenceGuard::fired() const {
  absl::MutexLock lock(&mutex_);
  return fired_;
}

void SilenceGuard::Expect(absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  deadline_ = deadline;
  changed_ = true;
}

void SilenceGuard::Wait() {
  absl::MutexLock lock(&mutex_);
  const auto woken = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return ended_ || changed_; };
  while (!ended_ && !fired_) {
    changed_ = false;
    if (mutex_.AwaitWithDeadline(absl::Condition(&woken), deadline_)) continue;
    fired_ = true;
    context_.TryCancel();
  }
}

}  // namespace lianfang::cli
