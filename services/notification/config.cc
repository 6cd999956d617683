#include "services/notification/config.h"

namespace lianfang::notification {

void AddSettings(CLI::App& app, NotificationConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--submission-target", config.submission_target, "Submission, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--smtp-url", config.smtp_url,
             "Mail server: smtp://user:password@host:port (STARTTLS) or smtps:// (TLS from the first byte)")
      ->required();
  AddSetting(app, "--smtp-ca", config.smtp_ca, "Certificates that the mail server's must lead to, PEM")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(app, "--mail-from", config.mail_from, "Mailbox that mails come from")->required();
  AddSetting(app, "--mail-from-name", config.mail_from_name, "Name beside it");
  AddSetting(app, "--calendar", config.calendar, "Working days, CSV")->required()->check(CLI::ExistingFile);
  AddSetting(app, "--templates", config.templates, "Directory of the mails' templates")
      ->required()
      ->check(CLI::ExistingDirectory);
  AddSetting(app, "--tick-seconds", config.tick_seconds, "Seconds between looking for reminders that are due")
      ->check(CLI::Range(0.1, 3600.0));
}

}  // namespace lianfang::notification
