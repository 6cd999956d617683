// Services that answer what a test says.
#ifndef LIANFANG_SERVICES_PORTAL_TESTING_FAKE_UPSTREAMS_H_
#define LIANFANG_SERVICES_PORTAL_TESTING_FAKE_UPSTREAMS_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "services/portal/upstream/upstreams.h"

namespace lianfang::portal {

class FakeStream : public UpstreamStream {
 public:
  explicit FakeStream(StreamEvents events) : events_(std::move(events)) {}

  void Next() override {
    absl::MutexLock lock(&mutex_);
    ++asked_;
  }
  void Cancel() override {
    {
      absl::MutexLock lock(&mutex_);
      if (std::exchange(cancelled_, true)) return;
    }
    End(absl::CancelledError("cancelled"));
  }
  void Tell(std::string message) {
    const auto tell = events_.message;  // another thread may cancel meanwhile
    tell(std::move(message));
  }
  void End(absl::Status status) {
    if (auto events = std::exchange(events_, StreamEvents()); events.end != nullptr) events.end(std::move(status));
  }
  // Waits until so many messages have been asked for.
  void AwaitAsked(int count) {
    absl::MutexLock lock(&mutex_);
    const auto there = [this, count]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return asked_ >= count; };
    mutex_.Await(absl::Condition(&there));
  }
  int asked() {
    absl::MutexLock lock(&mutex_);
    return asked_;
  }
  bool cancelled() {
    absl::MutexLock lock(&mutex_);
    return cancelled_;
  }

 private:
  StreamEvents events_;
  absl::Mutex mutex_;
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
};

class FakeUpstreams : public Upstreams {
 public:
  void Call(UpstreamCall call, std::function<void(absl::StatusOr<std::string>)> done) override {
    {
      absl::MutexLock lock(&mutex_);
      calls_.push_back(call);
    }
    done(answer(call));
  }
  std::shared_ptr<UpstreamStream> Open(UpstreamCall call, StreamEvents events) override {
    auto stream = std::make_shared<FakeStream>(std::move(events));
    absl::MutexLock lock(&mutex_);
    calls_.push_back(std::move(call));
    streams_.push_back(stream);
    return stream;
  }

  std::vector<UpstreamCall> calls() {
    absl::MutexLock lock(&mutex_);
    return calls_;
  }
  std::shared_ptr<FakeStream> AwaitStream(size_t number) {
    absl::MutexLock lock(&mutex_);
    const auto there = [this, number]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return streams_.size() > number; };
    mutex_.Await(absl::Condition(&there));
    return streams_[number];
  }

  std::function<absl::StatusOr<std::string>(const UpstreamCall&)> answer = [](const UpstreamCall&) {
    return std::string();
  };

 private:
  absl::Mutex mutex_;
  std::vector<UpstreamCall> calls_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<FakeStream>> streams_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_TESTING_FAKE_UPSTREAMS_H_
