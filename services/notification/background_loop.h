// A thread that takes one step after the other until it is told to stop.
//
//   BackgroundLoop loop([&] { return tick.Step(); });                       // the step says how long to wait before
//   the next BackgroundLoop follow([&] { return sync.Step(); }, [&] { sync.Interrupt(); });   // … and may need a push
//   to return
#ifndef LIANFANG_SERVICES_NOTIFICATION_BACKGROUND_LOOP_H_
#define LIANFANG_SERVICES_NOTIFICATION_BACKGROUND_LOOP_H_

#include <functional>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace lianfang::notification {

class BackgroundLoop {
 public:
  // `interrupt`, if any, makes a step under way, and any later one, return soon.
  explicit BackgroundLoop(std::function<absl::Duration()> step, std::function<void()> interrupt = nullptr);
  // Returns when the step under way has.
  ~BackgroundLoop();

 private:
  void Run();

  const std::function<absl::Duration()> step_;
  const std::function<void()> interrupt_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_BACKGROUND_LOOP_H_
