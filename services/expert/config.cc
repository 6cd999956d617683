#include "services/expert/config.h"

#include "common/setting.h"

namespace lianfang::expert {

void AddSettings(CLI::App& app, ExpertConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--submission-target", config.submission_target, "Submission, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--notification-target", config.notification_target,
             "Notification, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--field-keys", config.field_keys,
             "Keys that identifying data are encrypted with, `ID HEX` a line; the first one seals")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(app, "--fingerprint-key", config.fingerprint_key,
             "Key of the ID numbers' fingerprints, 64 hex digits; never changes")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(app, "--tick-seconds", config.tick_seconds, "Seconds between looking for invitations to send or replace")
      ->check(CLI::Range(0.1, 3600.0));
  AddSetting(app, "--answer-page", config.answer_page,
             "Page of the portal on which invited experts answer, https://…; without it they answer by phone");
  AddSetting(
      app, "--calendar", config.calendar,
      "Working days, CSV, by which pools may give experts time to answer; read again when it changes. Without it "
      "every day goes by its weekday");
}

}  // namespace lianfang::expert
