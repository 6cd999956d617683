// Settings of the evaluation service, from flags, environment and file (common/config.h).
#ifndef LIANFANG_SERVICES_EVALUATION_CONFIG_H_
#define LIANFANG_SERVICES_EVALUATION_CONFIG_H_

#include <string>
#include <vector>

#include "common/config.h"

namespace lianfang::evaluation {

struct EvaluationConfig {
  ProcessConfig process;
  std::string submission_target;          // whose watch streams are followed
  std::vector<std::string> duty_sources;  // NAME=TARGET; empty: submission alone
};

void AddSettings(CLI::App& app, EvaluationConfig& config);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_CONFIG_H_
