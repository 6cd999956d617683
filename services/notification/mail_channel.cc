#include "services/notification/mail_channel.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "services/notification/mail/smtp_failure.h"

namespace lianfang::notification {
namespace {

using Outcome = SendResult::Outcome;
using Scope = SendResult::Scope;

// Whether the server has dealt with a mail: it took it, or refused its recipient or its content with a code.
bool IsAnswerToMail(const SendResult& result) {
  return result.outcome == Outcome::kAccepted || (result.scope != Scope::kChannel && result.smtp_code != 0);
}

}  // namespace

MailChannel::MailChannel(Metrics& metrics)
    : down_(metrics.Gauge("lianfang_mail_channel_down",
                          "1 while the mail server takes no mail from this process: all mails wait.", {})) {}

int MailChannel::Allowed(int wanted, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (!health_.down) return wanted;
  if (probing_) return 0;
  const int allowed = MailsAllowed(health_, wanted, now);
  probing_ = allowed > 0;
  return allowed;
}

void MailChannel::Unused() {
  absl::MutexLock lock(&mutex_);
  probing_ = false;
}

std::optional<absl::Time> MailChannel::DownUntil() const {
  absl::MutexLock lock(&mutex_);
  if (!health_.down) return std::nullopt;
  return health_.next_probe;
}

SendResult MailChannel::Judge(SendResult result, const std::string& mailbox, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const bool was_down = health_.down;
  probing_ = false;
  if (result.scope == Scope::kChannel && result.outcome != Outcome::kAccepted) {
    health_ = AfterChannelFailure(std::move(health_), now);
  } else if (result.doubts_channel) {
    const int failures = health_.failures;
    health_ = AfterDoubt(std::move(health_), mailbox, now);
    if (health_.failures > failures) result.scope = Scope::kChannel;
  } else if (IsAnswerToMail(result)) {
    health_ = AfterAnswerToMail(std::move(health_));
  }
  if (result.scope == Scope::kChannel) fault_ = result;
  if (health_.down != was_down) Announce(result, was_down);
  return result;
}

std::optional<MailChannel::Outage> MailChannel::LastingOutage() const {
  absl::MutexLock lock(&mutex_);
  if (!health_.down || health_.failures < 2) return std::nullopt;
  return Outage{health_.since, fault_};
}

void MailChannel::Announce(const SendResult& result, bool was_down) {
  down_.Set(was_down ? 0 : 1);
  if (was_down) {
    Log(LogLevel::kInfo, "the mail server takes mails again");
    return;
  }
  Log(LogLevel::kError, "the mail server takes no mail; all mails wait",
      {{"smtp_code", absl::StrCat(result.smtp_code)}, {"answer", WithoutMailboxes(result.text, "")}});
}

}  // namespace lianfang::notification
