// A request and what becomes of it, for tests of handlers.
#ifndef LIANFANG_SERVICES_PORTAL_TESTING_FAKE_EXCHANGE_H_
#define LIANFANG_SERVICES_PORTAL_TESTING_FAKE_EXCHANGE_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/errors.h"
#include "services/portal/http/exchange.h"

namespace lianfang::portal {

// Thread-safe.
class FakeExchange : public HttpExchange {
 public:
  FakeExchange(HttpHead head, HttpPeer peer, std::string body)
      : head_(std::move(head)), peer_(std::move(peer)), body_(std::move(body)) {}

  const HttpHead& head() const override { return head_; }
  const HttpPeer& peer() const override { return peer_; }

  void ReadBody(size_t most, const std::string&, std::function<void(absl::StatusOr<std::string>)> then) override {
    body_was_read = true;
    if (!body_fault.ok()) return then(body_fault);
    if (body_.size() <= most) return then(body_);
    then(ErrorWithReason(absl::StatusCode::kResourceExhausted, "the body may have fewer bytes", "REQUEST_TOO_LONG"));
  }
  void Reply(HttpReply reply) override {
    absl::MutexLock lock(&mutex_);
    reply_ = std::move(reply);
  }
  void BeginStream(HttpReply head) override {
    absl::MutexLock lock(&mutex_);
    stream_ = std::move(head);
  }
  void Send(std::string bytes, std::function<void()> sent) override {
    absl::MutexLock lock(&mutex_);
    parts_.push_back(std::move(bytes));
    sent_.push_back(std::move(sent));
  }
  void EndStream(std::string last) override {
    absl::MutexLock lock(&mutex_);
    last_ = std::move(last);
  }
  void OnGone(std::function<void(Gone)> gone) override {
    absl::MutexLock lock(&mutex_);
    gone_ = std::move(gone);
  }

  // Waits for the answer.
  HttpReply AwaitReply() {
    absl::MutexLock lock(&mutex_);
    const auto there = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return reply_.has_value(); };
    mutex_.Await(absl::Condition(&there));
    return *reply_;
  }
  // Waits until so many parts of a stream have been sent.
  std::vector<std::string> AwaitParts(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto there = [this, count]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return parts_.size() >= count; };
    mutex_.Await(absl::Condition(&there));
    return parts_;
  }
  std::string AwaitLast() {
    absl::MutexLock lock(&mutex_);
    const auto there = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return last_.has_value(); };
    mutex_.Await(absl::Condition(&there));
    return *last_;
  }
  HttpReply stream() {
    absl::MutexLock lock(&mutex_);
    return stream_;
  }
  // The part of this number has been written.
  void Written(size_t part) {
    std::function<void()> sent;
    {
      absl::MutexLock lock(&mutex_);
      sent = sent_.at(part);
    }
    if (sent != nullptr) sent();
  }
  void Leave(Gone why) {
    std::function<void(Gone)> gone;
    {
      absl::MutexLock lock(&mutex_);
      gone = std::exchange(gone_, nullptr);
    }
    if (gone != nullptr) gone(why);
  }

  bool body_was_read = false;
  absl::Status body_fault;  // what reading the body answers instead of it

 private:
  const HttpHead head_;
  const HttpPeer peer_;
  const std::string body_;
  absl::Mutex mutex_;
  std::optional<HttpReply> reply_ ABSL_GUARDED_BY(mutex_);
  HttpReply stream_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> parts_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::function<void()>> sent_ ABSL_GUARDED_BY(mutex_);
  std::optional<std::string> last_ ABSL_GUARDED_BY(mutex_);
  std::function<void(Gone)> gone_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_TESTING_FAKE_EXCHANGE_H_
