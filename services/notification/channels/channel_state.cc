#include "services/notification/channels/channel_state.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "services/notification/channels/answer_text.h"

namespace lianfang::notification {
namespace {

using Outcome = SendResult::Outcome;
using Scope = SendResult::Scope;

// Whether the server has dealt with a mail: it took it, or refused its recipient or its content with a code.
bool IsAnswerToMail(const SendResult& result) {
  return result.outcome == Outcome::kAccepted || (result.scope != Scope::kChannel && result.code != 0);
}

}  // namespace

ChannelState::ChannelState(std::string channel, Metrics& metrics)
    : channel_(std::move(channel)),
      down_(metrics.Gauge("lianfang_channel_down",
                          "1 while the channel takes nothing from this process: its messages wait.",
                          {{"channel", channel_}})) {}

int ChannelState::Allowed(int wanted, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (!health_.down) return wanted;
  if (probing_) return 0;
  const int allowed = MailsAllowed(health_, wanted, now);
  probing_ = allowed > 0;
  return allowed;
}

void ChannelState::Unused() {
  absl::MutexLock lock(&mutex_);
  probing_ = false;
}

std::optional<absl::Time> ChannelState::DownUntil() const {
  absl::MutexLock lock(&mutex_);
  if (!health_.down) return std::nullopt;
  return health_.next_probe;
}

SendResult ChannelState::Judge(SendResult result, const std::string& address, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const bool was_down = health_.down;
  probing_ = false;
  if (result.scope == Scope::kChannel && result.outcome != Outcome::kAccepted) {
    health_ = AfterChannelFailure(std::move(health_), now, result.rest);
  } else if (result.doubts_channel) {
    const int failures = health_.failures;
    health_ = AfterDoubt(std::move(health_), address, now);
    if (health_.failures > failures) result.scope = Scope::kChannel;
  } else if (IsAnswerToMail(result)) {
    health_ = AfterAnswerToMail(std::move(health_));
  }
  if (result.scope == Scope::kChannel) {
    fault_ = result;
    fault_.text = WithoutAddresses(result.text, address);  // for the log, and for an alert that every office reads
  }
  if (health_.down != was_down) Announce(result, was_down);
  return result;
}

bool ChannelState::DownFor(absl::Duration time, absl::Time now) const {
  absl::MutexLock lock(&mutex_);
  return health_.down && health_.failures >= 2 && now - health_.since >= time;
}

std::optional<ChannelState::Outage> ChannelState::LastingOutage() const {
  absl::MutexLock lock(&mutex_);
  if (!health_.down || health_.failures < 2) return std::nullopt;
  return Outage{health_.since, fault_};
}

void ChannelState::Announce(const SendResult& result, bool was_down) {
  down_.Set(was_down ? 0 : 1);
  if (was_down) {
    Log(LogLevel::kInfo, "the channel takes messages again", {{"channel", channel_}});
    return;
  }
  Log(LogLevel::kError, "the channel takes nothing; its messages wait",
      {{"channel", channel_}, {"code", absl::StrCat(result.code)}, {"answer", fault_.text}});
}

}  // namespace lianfang::notification
