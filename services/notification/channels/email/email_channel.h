// Mail: the channel that every recipient has an address on.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_EMAIL_CHANNEL_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_EMAIL_CHANNEL_H_

#include <string>
#include <utility>

#include "services/notification/channels/channel.h"
#include "services/notification/channels/email/mail_transport.h"
#include "services/notification/channels/email/message.h"

namespace lianfang::notification {

// Refers to the transport.
class EmailChannel : public Channel {
 public:
  EmailChannel(MailTransport& transport, NamedMailbox from, ChannelLimits limits = {})
      : transport_(transport), from_(std::move(from)), limits_(limits) {}

  std::string id() const override;
  ChannelLimits limits() const override { return limits_; }
  absl::StatusOr<std::string> CheckAddress(const std::string& address) const override;
  absl::StatusOr<ComposedMessage> Compose(const TemplateSet& templates, const OutgoingMessage& message,
                                          const v1::Delivery& delivery, absl::Time now) const override;
  SendResult Send(const v1::Delivery& delivery, const ComposedMessage& message) override;

 private:
  MailTransport& transport_;
  const NamedMailbox from_;
  const ChannelLimits limits_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_EMAIL_CHANNEL_H_
