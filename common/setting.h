// Declares a setting once for flags, environment and file: CLI11 reads `--listen`, `LIANFANG_LISTEN` and `listen=` in the
// file named by `--config`, in this order of precedence.
//
//   void AddSettings(CLI::App& app, SubmissionConfig& config) {
//     AddProcessSettings(app, config.process);
//     AddSetting(app, "--signing-key", config.signing_key, "Ed25519 private key, PEM")->required();
//   }
#ifndef LIANFANG_COMMON_SETTING_H_
#define LIANFANG_COMMON_SETTING_H_

#include <CLI/CLI.hpp>
#include <string>

namespace lianfang {

// Declares an option under its flag and, from it, its environment variable: `--metrics-listen` is
// `LIANFANG_METRICS_LISTEN`. For the types that config.cc instantiates.
template <typename Value>
CLI::Option* AddSetting(CLI::App& app, const std::string& flag, Value& value, const std::string& help);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_SETTING_H_
