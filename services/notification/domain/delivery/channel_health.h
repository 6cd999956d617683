// Whether mails get out at all, as the attempts tell. While they do not, one mail at a time is tried, later and later;
// the others wait without an attempt of their own.
//
//   if (MailsAllowed(health, 4, now) == 0) return;                  // wait until health.next_probe
//   health = AfterChannelFailure(std::move(health), now);           // the server takes nothing from us
//   health = AfterAnswerToMail(std::move(health));                  // the server talks to us about a mail again
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_CHANNEL_HEALTH_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_CHANNEL_HEALTH_H_

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lianfang::notification {

// The longest wait between two probes.
inline constexpr absl::Duration kLongestProbeWait = absl::Minutes(5);

// The longest rest that a channel is left.
inline constexpr absl::Duration kLongestRest = absl::Hours(1);

struct ChannelHealth {
  bool down = false;
  absl::Time since;    // when it went down; undefined while it is up
  int failures = 0;    // in vain since then; 0 while it is up
  int wait_steps = 0;  // how often the wait has doubled
  absl::Time last_failure = absl::InfinitePast();
  absl::Time next_probe = absl::InfinitePast();  // while it is down
  std::set<std::string> doubted;                 // mailboxes refused for what may be the channel's fault, in a row
};

// How many of `wanted` mails may be tried at `now`: all while the channel is up, one when a probe is due, else none.
int MailsAllowed(const ChannelHealth& health, int wanted, absl::Time now);

// A failure of the channel, which asks to be left alone for `rest`; at most an hour of it counts. The next probe waits 1, 2, 4 and at most 5 minutes. A channel that fails again within ten
// minutes of having been up, such as one with a limit per hour, is not tried faster than before.
ChannelHealth AfterChannelFailure(ChannelHealth health, absl::Time now, absl::Duration rest = absl::ZeroDuration());

// The server has accepted a mail, or refused its recipient: it deals with us.
ChannelHealth AfterAnswerToMail(ChannelHealth health);

// A refusal of `mailbox` that may be the channel's fault. It is, and the answer has failed, when the server has said so
// of two mailboxes and dealt with no mail in between.
ChannelHealth AfterDoubt(ChannelHealth health, absl::string_view mailbox, absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_CHANNEL_HEALTH_H_
