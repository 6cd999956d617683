// Ends a stream whose peer is silent: a stream of hours has no deadline that would notice it.
//
//   SilenceGuard guard(context, absl::Seconds(60));
//   const bool read = guard.Watch([&] { return calls->Read(&response); });
//   if (!read && guard.fired()) ...                             // cancelled by the guard, not by the peer
#ifndef LIANFANG_CLI_RECORDS_SILENCE_GUARD_H_
#define LIANFANG_CLI_RECORDS_SILENCE_GUARD_H_

#include <grpcpp/grpcpp.h>

#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace lianfang::cli {

// One thread uses it; a thread of its own waits. Refers to the context.
class SilenceGuard {
 public:
  SilenceGuard(grpc::ClientContext& context, absl::Duration patience);
  ~SilenceGuard();
  SilenceGuard(const SilenceGuard&) = delete;
  SilenceGuard& operator=(const SilenceGuard&) = delete;

  // Runs a call that waits for the peer; the context is cancelled where the call takes longer than the patience.
  template <typename Call>
  auto Watch(Call call) {
    Expect(absl::Now() + patience_);
    const auto result = call();
    Expect(absl::InfiniteFuture());
    return result;
  }

  // Whether it has cancelled.
  bool fired() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Expect(absl::Time deadline) ABSL_LOCKS_EXCLUDED(mutex_);
  void Wait() ABSL_LOCKS_EXCLUDED(mutex_);

  grpc::ClientContext& context_;
  const absl::Duration patience_;
  mutable absl::Mutex mutex_;
  absl::Time deadline_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  bool changed_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool fired_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread waiter_;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECORDS_SILENCE_GUARD_H_
