// Where log lines go: to a file descriptor, those that come close together in one write.
//
// A busy server writes a line a call, and a system call each was a twentieth of its time. A line that comes after a
// pause is written at once, and so is a warning or an error, with everything before it; any other waits for the ones
// that follow, at most a few milliseconds. Only a process that is killed loses what waits then.
#ifndef LIANFANG_COMMON_GATHERING_SINK_H_
#define LIANFANG_COMMON_GATHERING_SINK_H_

#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace lianfang {

// Thread-safe. Lines are written as they are, without a pattern.
class GatheringSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  // `descriptor` is open as long as the sink is.
  explicit GatheringSink(int descriptor, std::chrono::milliseconds most_wait = std::chrono::milliseconds(5));
  // Writes what waits.
  ~GatheringSink() override;

 protected:
  void sink_it_(const spdlog::details::log_msg& line) override;
  void flush_() override { Write(); }

 private:
  void Loop();
  void Write();

  const int descriptor_;
  const std::chrono::milliseconds most_wait_;
  // Guarded by the base's mutex, as Write is.
  std::string waiting_{};
  spdlog::log_clock::time_point last_{};  // time of the line before
  bool stopping_ = false;
  std::condition_variable changed_{};
  std::thread writer_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_GATHERING_SINK_H_
