#include "services/submission/config.h"

namespace lianfang::submission {

void AddSettings(CLI::App& app, SubmissionConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--signing-key", config.signing_key, "Ed25519 private key that seals the ledger, PEM")
      ->required()
      ->check(CLI::ExistingFile);
}

}  // namespace lianfang::submission
