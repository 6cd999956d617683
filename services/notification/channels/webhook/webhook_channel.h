// Messages through a gateway of the operator's, such as one for WeCom, DingTalk or SMS: an HTTP request for each, signed.
// README.md is the gateway's contract.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_CHANNEL_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/notification/channels/channel.h"

namespace lianfang::notification {

// The secret file is read before each message: a new secret counts from then on.
class WebhookChannel : public Channel {
 public:
  struct Options {
    // https://host[:port]/path of the gateway; http:// only to this machine. It is the operator's alone: nothing that a
    // contact or a message says gets into it.
    std::string url;
    std::string secret_file;
    std::string ca_file;  // certificates that the gateway's must lead to, PEM
    absl::Duration timeout = absl::Seconds(10);
    int connections = 2;
  };

  // INVALID_ARGUMENT when the URL is of another shape.
  static absl::StatusOr<std::unique_ptr<WebhookChannel>> Create(Options options);

  std::string id() const override;
  ChannelLimits limits() const override;
  // A user id or a telephone number within the gateway: letters, digits and `_ . @ + -`.
  absl::StatusOr<std::string> CheckAddress(const std::string& address) const override;
  absl::StatusOr<ComposedMessage> Compose(const TemplateSet& templates, const OutgoingMessage& message,
                                          const v1::Delivery& delivery, absl::Time now) const override;
  SendResult Send(const v1::Delivery& delivery, const ComposedMessage& message) override;

 private:
  explicit WebhookChannel(Options options) : options_(std::move(options)) {}

  const Options options_;
};

// The same in every attempt until the office queues the delivery again: a gateway can drop what it has taken before.
std::string IdempotencyKeyOf(const v1::Delivery& delivery);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_CHANNEL_H_
