#include "services/exchange/config.h"

#include "common/setting.h"

namespace lianfang::exchange {

void AddSettings(CLI::App& app, ExchangeConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--submission-target", config.submission_target, "Submission, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--field-keys", config.field_keys,
             "Keys that records are sealed with, `ID HEX` a line; the first one seals, all of them open")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(app, "--fingerprint-key", config.fingerprint_key,
             "Key of the names of records and of the ID numbers' fingerprints, 64 hex digits; never changes")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(app, "--time-zone", config.time_zone, "IANA time zone in which the days of records are meant");
  AddSetting(app, "--reconcile-records", config.reconcile_records,
             "Records of one plan that a run of reconciliation takes at most; more are refused")
      ->check(CLI::Range(1'000, 10'000'000));
  AddSetting(app, "--reseal", config.reseal,
             "Seals every record anew that another key than the first has sealed, and ends");
}

}  // namespace lianfang::exchange
