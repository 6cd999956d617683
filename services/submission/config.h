// Settings of the submission process.
#ifndef LIANFANG_SERVICES_SUBMISSION_CONFIG_H_
#define LIANFANG_SERVICES_SUBMISSION_CONFIG_H_

#include <string>

#include "common/config.h"

namespace lianfang::submission {

struct SubmissionConfig {
  ProcessConfig process;
  std::string signing_key;  // PEM file, Ed25519
};

// Declares the settings.
void AddSettings(CLI::App& app, SubmissionConfig& config);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_CONFIG_H_
