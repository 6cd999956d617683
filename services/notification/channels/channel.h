// A way by which messages reach people. A channel is one folder beside this file (README.md).
//
//   auto composed = channel.Compose(templates, message, delivery, now);
//   const SendResult result = channel.Send(delivery, *composed);
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "services/notification/channels/send_result.h"
#include "services/notification/messages/outgoing_message.h"
#include "services/notification/messages/template_set.h"

namespace lianfang::notification {

// A message as the channel sends it.
struct ComposedMessage {
  std::string subject;                     // as lists show it
  std::string text;                        // what the recipient reads
  std::string bytes;                       // what goes over the wire
  absl::Time time = absl::InfinitePast();  // of this attempt
};

// How a channel is used, whoever sends by it.
struct ChannelLimits {
  int connections = 1;                             // messages under way at the same time
  absl::Duration attempt_time = absl::Minutes(1);  // the longest that Send takes
  int per_minute = 0;                              // messages of all replicas together; 0: no limit
};

// Thread-safe.
class Channel {
 public:
  virtual ~Channel() = default;

  // As contacts and deliveries name it: the name of its folder.
  virtual std::string id() const = 0;
  virtual ChannelLimits limits() const = 0;

  // A recipient's address as it is stored; INVALID_ARGUMENT saying what is wrong with it.
  virtual absl::StatusOr<std::string> CheckAddress(const std::string& address) const = 0;

  // The message in the words of `templates`, as of `now`. The same arguments give the same bytes. An error when it cannot
  // be written.
  virtual absl::StatusOr<ComposedMessage> Compose(const TemplateSet& templates, const OutgoingMessage& message,
                                                  const v1::Delivery& delivery, absl::Time now) const = 0;

  // Sends what Compose has made of the delivery. Blocks until the server has answered or the attempt's time is up; never
  // throws. Not idempotent: what is sent twice arrives twice, and is recognisable as the same.
  virtual SendResult Send(const v1::Delivery& delivery, const ComposedMessage& message) = 0;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_H_
