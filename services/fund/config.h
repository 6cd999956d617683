// Settings of the fund process.
#ifndef LIANFANG_SERVICES_FUND_CONFIG_H_
#define LIANFANG_SERVICES_FUND_CONFIG_H_

#include <string>

#include "common/config.h"

namespace lianfang::fund {

struct FundConfig {
  ProcessConfig process;
  std::string submission_target;
  std::string expert_target;
};

// Declares the settings.
void AddSettings(CLI::App& app, FundConfig& config);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_CONFIG_H_
