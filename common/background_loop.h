// A thread that takes one step of a task after the other, waits in between as long as each step says, and stops
// promptly.
//
//   class Sweep : public BackgroundTask {
//    public:
//     absl::Duration Step() override { return SweepSome() ? absl::ZeroDuration() : absl::Minutes(1); }
//   };
//   Sweep sweep;
//   const BackgroundLoop loop(sweep);   // sweeps until the loop goes out of scope
#ifndef LIANFANG_COMMON_BACKGROUND_LOOP_H_
#define LIANFANG_COMMON_BACKGROUND_LOOP_H_

#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace lianfang {

// What a loop does.
class BackgroundTask {
 public:
  virtual ~BackgroundTask() = default;

  // Takes a step and says how long to wait before the next. Called by one thread at a time. Must not throw.
  virtual absl::Duration Step() = 0;

  // Makes a step under way, and any later one, return soon. Called by another thread than Step. Only tasks whose steps
  // may take long have something to do here.
  virtual void Interrupt() {}
};

// Made and destroyed by any thread, not by the task's own steps.
class BackgroundLoop {
 public:
  // Takes the first step at once. `task` outlives the loop.
  explicit BackgroundLoop(BackgroundTask& task);
  // Interrupts the task and returns when the step under way has; a wait ends at once. There is no step afterwards.
  ~BackgroundLoop();
  BackgroundLoop(const BackgroundLoop&) = delete;
  BackgroundLoop& operator=(const BackgroundLoop&) = delete;

 private:
  void Run();
  // Whether the loop is to stop; otherwise returns after `wait`.
  bool AwaitStop(absl::Duration wait);

  BackgroundTask& task_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_BACKGROUND_LOOP_H_
