#include "services/notification/config.h"

#include "common/setting.h"

namespace lianfang::notification {

void AddSettings(CLI::App& app, NotificationConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--submission-target", config.submission_target, "Submission, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--smtp-url", config.smtp_url,
             "Mail server: smtp://user:password@host:port (STARTTLS) or smtps:// (TLS from the first byte)")
      ->required();
  AddSetting(app, "--smtp-password-file", config.smtp_password_file,
             "File with the mail server's password, as it is; goes before the URL's")
      ->check(CLI::ExistingFile);
  AddSetting(app, "--smtp-ca", config.smtp_ca, "Certificates that the mail server's must lead to, PEM")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(
      app, "--smtp-ehlo-name", config.smtp_ehlo_name,
      "Name that this machine gives itself to the mail server (EHLO), such as notice.city.example; its host name "
      "where it is not given. Servers may want a fully-qualified one");
  AddSetting(app, "--smtp-auth", config.smtp_auth,
             "Mechanisms that the password may be shown by, of PLAIN, LOGIN, CRAM-MD5, DIGEST-MD5, NTLM, GSSAPI, by "
             "commas");
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
  AddSetting(app, "--quiet-hours", config.quiet_hours,
             "When no mail goes out: hours such as 20:00-08:00, days-off, both joined by a comma, or none");
  AddSetting(app, "--reminder-hours", config.reminder_hours,
             "When late reminders go out: on working mornings, or at any hour (for demonstrations)")
      ->check(CLI::IsMember({"mornings", "any"}));
  AddSetting(app, "--zone", config.zone, "Time zone of the quiet hours");
  AddSetting(app, "--portal-url", config.portal_url, "Where figures are filed, https://…, as reminders name it");
  AddSetting(
      app, "--source-silence-seconds", config.source_silence_seconds,
      "Reminders wait once submission has been silent for so long; it tells its position every 15 s. 0: they never do")
      ->check(CLI::Range(0.0, 86400.0));
  AddSetting(app, "--mails-per-minute", config.mails_per_minute,
             "At most so many, of all replicas together; 0: no limit")
      ->check(CLI::Range(0, 100'000));
  AddSetting(app, "--smtp-connections", config.smtp_connections, "Connections to the mail server at the same time")
      ->check(CLI::Range(1, 16));
  AddSetting(app, "--smtp-timeout-seconds", config.smtp_timeout_seconds, "The longest that sending a mail may take")
      ->check(CLI::Range(1.0, 600.0));
  AddSetting(app, "--tick-seconds", config.tick_seconds, "Seconds between looking for reminders that are due")
      ->check(CLI::Range(0.1, 3600.0));
}

}  // namespace lianfang::notification
