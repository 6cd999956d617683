// Settings of a service, declared once for flags, environment and file: CLI11 reads `--listen`, `LIANFANG_LISTEN` and
// `listen=` in the file named by `--config`, in this order of precedence.
//
//   CLI::App app("Lianfang data submission");
//   AddProcessSettings(app, config.process);
//   AddSetting(app, "--signing-key", config.signing_key, "Ed25519 private key, PEM")->required();
//   CLI11_PARSE(app, argc, argv);
#ifndef LIANFANG_COMMON_CONFIG_H_
#define LIANFANG_COMMON_CONFIG_H_

#include <CLI/CLI.hpp>
#include <string>

#include "common/rpc/server.h"

namespace lianfang {

// What every service process needs.
struct ProcessConfig {
  ServerOptions server;
  std::string metrics_listen;  // empty: no metrics port
  std::string database_url;
  int database_connections = 8;
  std::string database_pooling = "session";  // or "transaction": PgPooling
  std::string redis_url;                     // empty: no wake-up bell; everything works, a little later
  std::string redis_password_file;           // empty: the URL has the password, if there is one
  std::string log_level = "info";
};

// Declares an option under its flag and, from it, its environment variable: `--metrics-listen` is
// `LIANFANG_METRICS_LISTEN`.
template <typename Value>
CLI::Option* AddSetting(CLI::App& app, const std::string& flag, Value& value, const std::string& help) {
  std::string variable = "LIANFANG";
  for (const char c : flag.substr(1)) variable.push_back(c == '-' ? '_' : static_cast<char>(std::toupper(c)));
  return app.add_option(flag, value, help)->envname(variable)->capture_default_str();
}

// Declares the settings of every service and `--config FILE`.
void AddProcessSettings(CLI::App& app, ProcessConfig& config);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CONFIG_H_
