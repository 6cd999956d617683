#include "services/submission/config.h"

namespace lianfang::submission {

void AddSettings(CLI::App& app, SubmissionConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--signing-key", config.signing_key, "Ed25519 private key that seals the ledger, PEM")
      ->required()
      ->check(CLI::ExistingFile);
  AddSetting(app, "--retired-keys", config.retired_keys,
             "Public keys, PEM, that sealed the ledger before: what they signed still verifies")
      ->delimiter(',')
      ->check(CLI::ExistingFile);
}

}  // namespace lianfang::submission
