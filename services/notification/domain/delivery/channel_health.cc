#include "services/notification/domain/delivery/channel_health.h"

#include <algorithm>
#include <utility>

namespace lianfang::notification {
namespace {

constexpr absl::Duration kFirstWait = absl::Minutes(1);
constexpr int kMostSteps = 3;  // eight minutes, which the bound cuts
constexpr absl::Duration kCalm = absl::Minutes(10);
constexpr size_t kDoubtsThatConvince = 2;

}  // namespace

int MailsAllowed(const ChannelHealth& health, int wanted, absl::Time now) {
  if (!health.down) return wanted;
  return now < health.next_probe ? 0 : std::min(wanted, 1);
}

ChannelHealth AfterChannelFailure(ChannelHealth health, absl::Time now, absl::Duration rest) {
  if (!health.down) {
    health.down = true;
    health.since = now;
    health.failures = 0;
  }
  const bool first = now - health.last_failure > kCalm && health.failures == 0;
  health.wait_steps = first ? 0 : std::min(health.wait_steps + 1, kMostSteps);
  ++health.failures;
  health.last_failure = now;
  const absl::Duration wait = std::min(kFirstWait * (1 << health.wait_steps), kLongestProbeWait);
  health.next_probe = now + std::max(wait, std::min(rest, kLongestRest));
  return health;
}

ChannelHealth AfterAnswerToMail(ChannelHealth health) {
  health.down = false;
  health.failures = 0;
  health.doubted.clear();
  return health;
}

ChannelHealth AfterDoubt(ChannelHealth health, absl::string_view mailbox, absl::Time now) {
  health.doubted.emplace(mailbox);
  if (health.doubted.size() < kDoubtsThatConvince) return health;
  return AfterChannelFailure(std::move(health), now);
}

}  // namespace lianfang::notification
