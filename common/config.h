// Settings that every service has. How a service declares its own: common/setting.h.
#ifndef LIANFANG_COMMON_CONFIG_H_
#define LIANFANG_COMMON_CONFIG_H_

#include <string>

#include "common/audit/retention.h"
#include "common/rpc/server.h"

// CLI11 is dear to compile; only who declares settings includes it.
namespace CLI {
class App;
}

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
  Retention retention;
};

// Declares the settings of every service and `--config FILE`.
void AddProcessSettings(CLI::App& app, ProcessConfig& config);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CONFIG_H_
