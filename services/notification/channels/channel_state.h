// The state of one channel in this process (domain/delivery/channel_health.h), where people see it: a metric that is
// there from the start, and the log.
//
//   const int allowed = channel.Allowed(4, now);
//   …
//   result = channel.Judge(result, mailbox, now);
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_STATE_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_STATE_H_

#include <optional>
#include <string>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/metrics.h"
#include "services/notification/channels/send_result.h"
#include "services/notification/domain/delivery/channel_health.h"

namespace lianfang::notification {

// Thread-safe: the threads that send share it, so that one of them tries while the channel is down.
class ChannelState {
 public:
  ChannelState(std::string channel, Metrics& metrics);

  // How many of `wanted` messages may be tried now. While the channel is down, the one that is allowed is the probe: nobody
  // else gets one until it is judged, or `Unused` gives it back.
  int Allowed(int wanted, absl::Time now);
  void Unused();

  // Until when messages that were not tried wait; nullopt while the channel is up.
  std::optional<absl::Time> DownUntil() const;

  // Takes note of an attempt. The result comes back with the scope of the channel when doubts about it have become
  // certain. Logs when the channel goes down and when it is up again.
  SendResult Judge(SendResult result, const std::string& address, absl::Time now);

  // Whether the channel has been down for that long, a probe was in vain, too, and messages should go by other ways.
  bool DownFor(absl::Duration time, absl::Time now) const;

  // An outage that lasts: a probe was in vain, too.
  struct Outage {
    absl::Time since;
    SendResult fault;  // the last one
  };

  // The outage under way, if it lasts. The office is told then, and of no fault that passes within a minute.
  std::optional<Outage> LastingOutage() const;

 private:
  void Announce(const SendResult& result, bool was_down) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string channel_;
  prometheus::Gauge& down_;
  mutable absl::Mutex mutex_;
  ChannelHealth health_ ABSL_GUARDED_BY(mutex_);
  SendResult fault_ ABSL_GUARDED_BY(mutex_) = {SendResult::Outcome::kAccepted, 0, ""};
  bool probing_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_STATE_H_
