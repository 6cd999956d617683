#include "services/submission/config.h"

#include "common/process.h"
#include "common/setting.h"

namespace lianfang::submission {

void AddSettings(CLI::App& app, SubmissionConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--signing-key", config.signing_key, "Ed25519 private key that seals the ledger, PEM")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(app, "--retired-keys", config.retired_keys,
             "Files of public keys that sealed the ledger before, with what each has sealed, as `lianfang ledger keys` "
             "writes them: that still verifies")
      ->delimiter(',')
      ->check(CLI::ExistingFile);
}

PgPool::Options WritingPoolOptions(const SubmissionConfig& config, Metrics* metrics) {
  PgPool::Options options = PoolOptions(config.process, metrics);
  options.size = 2;
  // Its statements look rows up by their keys, whatever the parameters: to plan them anew for each batch takes longer
  // than some of them.
  options.session_setup = "SET plan_cache_mode = force_generic_plan";
  return options;
}

}  // namespace lianfang::submission
