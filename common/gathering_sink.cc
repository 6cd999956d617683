#include "common/gathering_sink.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <utility>

namespace lianfang {
namespace {

constexpr size_t kMostWaiting = size_t{64} << 10;  // bytes; more are written at once

// A thread that takes no signals: they are for whoever waits for them.
std::thread StartWithoutSignals(std::function<void()> loop) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::move(loop));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

GatheringSink::GatheringSink(int descriptor, std::chrono::milliseconds most_wait)
    : descriptor_(descriptor), most_wait_(most_wait), writer_(StartWithoutSignals([this] { Loop(); })) {}

GatheringSink::~GatheringSink() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  writer_.join();
  Write();
}

void GatheringSink::sink_it_(const spdlog::details::log_msg& line) {
  const bool first = waiting_.empty();
  waiting_.append(line.payload.data(), line.payload.size()).push_back('\n');
  const bool after_pause = first && line.time - last_ >= most_wait_;
  last_ = line.time;
  if (after_pause || line.level >= spdlog::level::warn || waiting_.size() >= kMostWaiting) {
    Write();
  } else if (first) {
    changed_.notify_one();
  }
}

void GatheringSink::Loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    changed_.wait_for(lock, most_wait_, [this] { return stopping_; });
    Write();
  }
}

// What cannot be written is lost, as it would be line by line.
void GatheringSink::Write() {
  const char* next = waiting_.data();
  const char* const end = next + waiting_.size();
  while (next < end) {
    const ssize_t written = ::write(descriptor_, next, static_cast<size_t>(end - next));
    if (written < 0 && errno != EINTR) break;
    if (written > 0) next += written;
  }
  waiting_.clear();
}

}  // namespace lianfang
