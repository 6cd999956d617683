// Settings of the coordination process.
#ifndef LIANFANG_SERVICES_COORDINATION_CONFIG_H_
#define LIANFANG_SERVICES_COORDINATION_CONFIG_H_

#include <string>

#include "common/config.h"

namespace lianfang::coordination {

struct CoordinationConfig {
  ProcessConfig process;
  std::string submission_target;
  std::string expert_target;
  std::string notification_target;
  std::string evaluation_target;
  std::string exchange_target;
  double tick_seconds = 10;
};

// Declares the settings.
void AddSettings(CLI::App& app, CoordinationConfig& config);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_CONFIG_H_
