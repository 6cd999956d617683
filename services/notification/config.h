// Settings of the notification process.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CONFIG_H_
#define LIANFANG_SERVICES_NOTIFICATION_CONFIG_H_

#include <string>

#include "common/config.h"

namespace lianfang::notification {

struct NotificationConfig {
  ProcessConfig process;
  std::string submission_target;
  std::string smtp_url;
  std::string smtp_password_file;  // empty: the URL has the password
  std::string smtp_ca;
  std::string smtp_ehlo_name;  // empty: the host name
  std::string smtp_auth = "PLAIN,LOGIN";
  std::string mail_from;
  std::string mail_from_name = "工伤预防行动计划领导小组办公室";
  std::string calendar;
  std::string templates;
  std::string template_overrides;                    // empty: none
  std::string office_mailbox;                        // empty: mail_from
  std::string quiet_hours = "20:00-08:00,days-off";  // on the clocks of `zone`
  std::string reminder_hours = "mornings";
  std::string portal_url;  // empty: mails have no link
  double source_silence_seconds = 120;
  std::string zone = "Asia/Shanghai";
  int mails_per_minute = 0;  // 0: no limit
  int smtp_connections = 4;
  double smtp_timeout_seconds = 60;
  double tick_seconds = 5;
};

// Declares the settings.
void AddSettings(CLI::App& app, NotificationConfig& config);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CONFIG_H_
