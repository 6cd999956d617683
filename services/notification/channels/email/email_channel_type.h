// The settings of mail, and the channel that they make.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_EMAIL_CHANNEL_TYPE_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_EMAIL_CHANNEL_TYPE_H_

#include <memory>
#include <string>

#include "services/notification/channels/channel_type.h"

namespace lianfang::notification {

class EmailChannelType : public ChannelType {
 public:
  std::string id() const override;
  void AddSettings(CLI::App& app) override;
  absl::StatusOr<std::unique_ptr<Channel>> Open(const ChannelSender& sender) const override;

 private:
  std::string url_;
  std::string password_file_;  // empty: the URL has the password
  std::string ca_;
  std::string ehlo_name_;  // empty: the host name
  std::string auth_ = "PLAIN,LOGIN";
  int per_minute_ = 0;  // 0: no limit
  int connections_ = 4;
  double timeout_seconds_ = 60;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_EMAIL_CHANNEL_TYPE_H_
