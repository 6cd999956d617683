// Settings of the notification process.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CONFIG_H_
#define LIANFANG_SERVICES_NOTIFICATION_CONFIG_H_

#include <string>
#include <vector>

#include "common/config.h"
#include "services/notification/channels/channel_list.h"

namespace lianfang::notification {

struct NotificationConfig {
  ProcessConfig process;
  std::string submission_target;
  std::vector<std::string> duty_sources;      // NAME=TARGET; empty: submission alone
  ChannelTypes channels = AllChannelTypes();  // each with its settings
  std::string mail_from;
  std::string mail_from_name = "工伤预防行动计划领导小组办公室";
  std::string calendar;
  std::string templates;
  std::string template_overrides;                    // empty: none
  std::string office_mailbox;                        // empty: mail_from
  std::string office_address;                        // channel=address; empty: none
  std::string quiet_hours = "20:00-08:00,days-off";  // on the clocks of `zone`
  std::string reminder_hours = "mornings";
  std::string portal_url;  // empty: mails have no link
  double source_silence_seconds = 120;
  std::string zone = "Asia/Shanghai";
  double longest_outage_minutes = 60;
  double tick_seconds = 5;
};

// Declares the settings.
void AddSettings(CLI::App& app, NotificationConfig& config);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CONFIG_H_
