// Settings of the exchange process.
#ifndef LIANFANG_SERVICES_EXCHANGE_CONFIG_H_
#define LIANFANG_SERVICES_EXCHANGE_CONFIG_H_

#include <string>

#include "common/config.h"

namespace lianfang::exchange {

struct ExchangeConfig {
  ProcessConfig process;
  std::string submission_target;
  std::string field_keys;
  std::string fingerprint_key;
  std::string time_zone = "Asia/Shanghai";
  int reconcile_records = 300'000;
  bool reseal = false;
};

// Declares the settings.
void AddSettings(CLI::App& app, ExchangeConfig& config);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_CONFIG_H_
