#include "services/notification/config.h"

#include "common/setting.h"

namespace lianfang::notification {

void AddSettings(CLI::App& app, NotificationConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--submission-target", config.submission_target,
             "Submission, which has the plans, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--duty-sources", config.duty_sources,
             "Services whose duties are reminded of, NAME=TARGET by commas, such as submission=dns:///host:port; "
             "submission alone where it is not given")
      ->delimiter(',');
  for (const auto& type : config.channels) type->AddSettings(app);
  AddSetting(app, "--mail-from", config.mail_from, "Mailbox that mails come from")->required();
  AddSetting(app, "--mail-from-name", config.mail_from_name, "Name beside it");
  AddSetting(app, "--calendar", config.calendar,
             "Working days, CSV; read again when it changes. While it cannot be read, the last good one counts")
      ->required();
  AddSetting(app, "--templates", config.templates, "Directory of the mails' templates")
      ->required()
      ->check(CLI::ExistingDirectory);
  AddSetting(app, "--template-overrides", config.template_overrides,
             "Directory of templates that take the place of those of the same name")
      ->check(CLI::ExistingDirectory);
  AddSetting(app, "--office-mailbox", config.office_mailbox,
             "Mailbox of the plan office, which gets alerts; the one that mails come from where it is not given");
  AddSetting(
      app, "--office-address", config.office_address,
      "Address of the plan office on another channel, such as webhook=duty, which gets the alerts that mail does "
      "not carry");
  AddSetting(app, "--quiet-hours", config.quiet_hours,
             "When no mail goes out: hours such as 20:00-08:00, days-off, both joined by a comma, or none");
  AddSetting(app, "--reminder-hours", config.reminder_hours,
             "When late reminders go out: on working mornings, or at any hour (for demonstrations)")
      ->check(CLI::IsMember({"mornings", "any"}));
  AddSetting(app, "--zone", config.zone, "Time zone of the quiet hours");
  AddSetting(app, "--portal-url", config.portal_url, "Where figures are filed, https://…, as reminders name it");
  AddSetting(app, "--source-silence-seconds", config.source_silence_seconds,
             "Reminders of a source wait once it has been silent for so long; it tells its position every 15 s. 0: "
             "they never do")
      ->check(CLI::Range(0.0, 86400.0));
  AddSetting(app, "--channel-outage-minutes", config.longest_outage_minutes,
             "How long messages wait for a channel that is down before they go by the recipient's next one")
      ->check(CLI::Range(0.0, 10080.0));
  AddSetting(app, "--tick-seconds", config.tick_seconds, "Seconds between looking for reminders that are due")
      ->check(CLI::Range(0.1, 3600.0));
}

}  // namespace lianfang::notification
