// A mail server that keeps what it is given and answers as the test says.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_TESTING_FAKE_MAIL_TRANSPORT_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_TESTING_FAKE_MAIL_TRANSPORT_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "services/notification/channels/email/mail_transport.h"

namespace lianfang::notification {

// Thread-safe.
class FakeMailTransport : public MailTransport {
 public:
  struct Mail {
    std::string from;
    std::string to;
    std::string message;
  };

  SendResult Send(const std::string& from, const std::string& to, const std::string& message) override {
    absl::MutexLock lock(&mutex_);
    if (outage_.has_value()) return *outage_;
    const auto answer = answers_.find(to);
    if (answer != answers_.end()) return answer->second;
    mails_.push_back({from, to, message});
    return {SendResult::Outcome::kAccepted, 250, ""};
  }

  // What mails to `to` are answered from now on.
  void Answer(const std::string& to, SendResult result) {
    absl::MutexLock lock(&mutex_);
    answers_[to] = std::move(result);
  }
  // Accepts mails to `to` again.
  void Accept(const std::string& to) {
    absl::MutexLock lock(&mutex_);
    answers_.erase(to);
  }
  // What all mails are answered from now on; nullopt: as before.
  void AnswerAll(std::optional<SendResult> result) {
    absl::MutexLock lock(&mutex_);
    outage_ = std::move(result);
  }
  // The mails accepted so far.
  std::vector<Mail> mails() const {
    absl::MutexLock lock(&mutex_);
    return mails_;
  }

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, SendResult> answers_ ABSL_GUARDED_BY(mutex_);
  std::optional<SendResult> outage_ ABSL_GUARDED_BY(mutex_);
  std::vector<Mail> mails_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_TESTING_FAKE_MAIL_TRANSPORT_H_
