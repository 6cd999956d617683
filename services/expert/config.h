// Settings of the expert process.
#ifndef LIANFANG_SERVICES_EXPERT_CONFIG_H_
#define LIANFANG_SERVICES_EXPERT_CONFIG_H_

#include <string>

#include "common/config.h"

namespace lianfang::expert {

struct ExpertConfig {
  ProcessConfig process;
  std::string submission_target;
  std::string notification_target;
  std::string field_keys;
  std::string fingerprint_key;
  double tick_seconds = 5;
  std::string answer_page;
  std::string calendar;
};

// Declares the settings.
void AddSettings(CLI::App& app, ExpertConfig& config);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_CONFIG_H_
