// The settings of the gateway, and the channel that they make.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_CHANNEL_TYPE_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_CHANNEL_TYPE_H_

#include <memory>
#include <string>

#include "services/notification/channels/channel_type.h"

namespace lianfang::notification {

class WebhookChannelType : public ChannelType {
 public:
  std::string id() const override;
  void AddSettings(CLI::App& app) override;
  absl::StatusOr<std::unique_ptr<Channel>> Open(const ChannelSender& sender) const override;

 private:
  std::string url_;  // empty: no webhook
  std::string secret_file_;
  std::string ca_ = "/etc/ssl/certs/ca-certificates.crt";
  double timeout_seconds_ = 10;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_CHANNEL_TYPE_H_
