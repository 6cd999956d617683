// Settings of the submission process.
#ifndef LIANFANG_SERVICES_SUBMISSION_CONFIG_H_
#define LIANFANG_SERVICES_SUBMISSION_CONFIG_H_

#include <string>
#include <vector>

#include "common/config.h"
#include "common/metrics.h"
#include "common/pg/pool.h"

namespace lianfang::submission {

struct SubmissionConfig {
  ProcessConfig process;
  std::string signing_key;                // PEM file, Ed25519
  std::vector<std::string> retired_keys;  // files of public keys that signed before (common/ledger/key_file.h)
};

// Declares the settings.
void AddSettings(CLI::App& app, SubmissionConfig& config);

// Of the writer's own connections: reads, however many, never make it wait.
PgPool::Options WritingPoolOptions(const SubmissionConfig& config, Metrics* metrics);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_CONFIG_H_
