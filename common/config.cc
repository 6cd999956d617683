#include "common/config.h"

namespace lianfang {
namespace {

// A duration written in seconds.
CLI::Option* AddSeconds(CLI::App& app, const std::string& flag, absl::Duration& value, const std::string& help) {
  return app
      .add_option_function<double>(
          flag, [&value](const double& seconds) { value = absl::Seconds(seconds); }, help)
      ->check(CLI::Range(0.0, 86400.0));
}

}  // namespace

void AddProcessSettings(CLI::App& app, ProcessConfig& config) {
  app.set_config("--config", "", "File with settings, `name=value` a line")->envname("LIANFANG_CONFIG");
  ServerOptions& server = config.server;
  AddSetting(app, "--listen", server.listen, "Address of the mTLS port, host:port")->required();
  AddSetting(app, "--health-listen", server.health_listen, "Address of the plaintext, health-only port")->required();
  AddSetting(app, "--metrics-listen", config.metrics_listen, "Address of the Prometheus metrics; empty: none");
  AddSetting(app, "--tls-cert", server.tls.certificate, "Certificate chain, PEM")->required();
  AddSetting(app, "--tls-key", server.tls.key, "Private key, PEM")->required();
  AddSetting(app, "--tls-ca", server.tls.ca, "Certificate authority to trust, PEM")->required();
  AddSetting(app, "--trust-domain", server.trust_domain, "Trust domain of the identities");
  AddSetting(app, "--database-url", config.database_url, "PostgreSQL, postgresql://user:password@host:port/database")
      ->required();
  AddSetting(app, "--database-connections", config.database_connections, "Connections to PostgreSQL")
      ->check(CLI::Range(1, 200));
  AddSetting(app, "--redis-url", config.redis_url, "Redis, redis://:password@host:port; empty: none");
  AddSetting(app, "--workers", server.workers.threads, "Threads for work that blocks")->check(CLI::Range(1, 256));
  AddSetting(app, "--queue", server.workers.queue, "Calls that may wait for a thread; more are refused");
  AddSetting(app, "--log-level", config.log_level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  AddSeconds(app, "--drain-delay", server.drain_delay, "Seconds between readiness off and refusing calls, on SIGTERM");
  AddSeconds(app, "--drain-limit", server.drain_limit, "Seconds that calls under way may take to end, on SIGTERM");
}

}  // namespace lianfang
