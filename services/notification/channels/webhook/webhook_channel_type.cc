#include "services/notification/channels/webhook/webhook_channel_type.h"

#include "common/setting.h"
#include "services/notification/channels/webhook/webhook_channel.h"

namespace lianfang::notification {

std::string WebhookChannelType::id() const { return "webhook"; }

void WebhookChannelType::AddSettings(CLI::App& app) {
  AddSetting(app, "--webhook-url", url_,
             "Gateway for short messages, such as one for WeCom, DingTalk or SMS: https://host/path; none where it is "
             "not given");
  AddSetting(app, "--webhook-secret-file", secret_file_,
             "File with the secret that requests to the gateway are signed with; read before each")
      ->check(CLI::ExistingFile);
  AddSetting(app, "--webhook-ca", ca_, "Certificates that the gateway's must lead to, PEM");
  AddSetting(app, "--webhook-timeout-seconds", timeout_seconds_, "The longest that a request to the gateway may take")
      ->check(CLI::Range(1.0, 60.0));
}

absl::StatusOr<std::unique_ptr<Channel>> WebhookChannelType::Open(const ChannelSender& /*sender*/) const {
  if (url_.empty()) return std::unique_ptr<Channel>();
  return WebhookChannel::Create(
      {.url = url_, .secret_file = secret_file_, .ca_file = ca_, .timeout = absl::Seconds(timeout_seconds_)});
}

}  // namespace lianfang::notification
