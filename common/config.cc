#include "common/config.h"

#include <cctype>
#include <cstdlib>
#include <istream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/id.h"
#include "common/server_settings.h"
#include "common/setting.h"

namespace lianfang {
namespace {

constexpr char kConfigVariable[] = "LIANFANG_CONFIG";

// Reads a file of settings: `name=value` a line, the value as it stands, since a password may hold anything; a line may
// be a comment after `#`. CLI11's own reader takes commas, spaces and `#` in a value for more than that, and lets the
// file overrule the environment.
class SettingsFile : public CLI::Config {
 public:
  explicit SettingsFile(const CLI::App& app) : app_(app) {}

  std::string to_config(const CLI::App*, bool, bool, std::string) const override { return ""; }  // we write none

  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> settings;
    for (std::string line; std::getline(input, line);) {
      const absl::string_view text = absl::StripAsciiWhitespace(line);
      if (text.empty() || text.front() == '#') continue;
      const std::pair<absl::string_view, absl::string_view> setting = absl::StrSplit(text, absl::MaxSplits('=', 1));
      CLI::ConfigItem item;
      item.name = std::string(absl::StripAsciiWhitespace(setting.first));
      item.inputs = {std::string(absl::StripAsciiWhitespace(setting.second))};
      if (!SetByEnvironment(item.name)) settings.push_back(std::move(item));
    }
    return settings;
  }

 private:
  bool SetByEnvironment(const std::string& name) const {
    const CLI::Option* option = app_.get_option_no_throw(absl::StrCat("--", name));
    return option != nullptr && std::getenv(option->get_envname().c_str()) != nullptr;
  }

  const CLI::App& app_;
};

// `--config FILE`. CLI11 looks for the file before it looks into the environment, hence by hand; a file that is asked
// for must be there, and say nothing that is not understood.
void AddSettingsFile(CLI::App& app) {
  const char* named = std::getenv(kConfigVariable);
  const std::string file = named == nullptr ? "" : named;
  app.set_config("--config", file, "File with settings, `name=value` a line", !file.empty())->envname(kConfigVariable);
  app.config_formatter(std::make_shared<SettingsFile>(app));
  app.allow_config_extras(CLI::config_extras_mode::error);
}

// What is wrong with the id of a service, or nothing.
std::string CheckServiceId(std::string& id) {
  return IsResourceId(id) ? "" : absl::StrCat("\"", id, "\" is no id of a service, such as edge");
}

// A duration written in seconds.
CLI::Option* AddSeconds(CLI::App& app, const std::string& flag, const std::string& variable, absl::Duration& value,
                        const std::string& help) {
  return app
      .add_option_function<double>(
          flag, [&value](const double& seconds) { value = absl::Seconds(seconds); }, help)
      ->check(CLI::Range(0.0, 86400.0))
      ->envname(variable)
      ->default_str(absl::StrCat(absl::ToDoubleSeconds(value)));
}

// A size written in MiB.
CLI::Option* AddMebibytes(CLI::App& app, const std::string& flag, const std::string& variable, size_t& value,
                          const std::string& help) {
  return app
      .add_option_function<int>(
          flag, [&value](const int& mebibytes) { value = static_cast<size_t>(mebibytes) << 20; }, help)
      ->check(CLI::Range(1, 65536))
      ->envname(variable)
      ->default_str(absl::StrCat(value >> 20));
}

}  // namespace

template <typename Value>
CLI::Option* AddSetting(CLI::App& app, const std::string& flag, Value& value, const std::string& help) {
  std::string variable = "LIANFANG";
  for (const char c : flag.substr(1)) variable.push_back(c == '-' ? '_' : static_cast<char>(std::toupper(c)));
  return app.add_option(flag, value, help)->envname(variable)->capture_default_str();
}

template CLI::Option* AddSetting(CLI::App&, const std::string&, bool&, const std::string&);
template CLI::Option* AddSetting(CLI::App&, const std::string&, int&, const std::string&);
template CLI::Option* AddSetting(CLI::App&, const std::string&, double&, const std::string&);
template CLI::Option* AddSetting(CLI::App&, const std::string&, size_t&, const std::string&);
template CLI::Option* AddSetting(CLI::App&, const std::string&, std::string&, const std::string&);
template CLI::Option* AddSetting(CLI::App&, const std::string&, std::vector<std::string>&, const std::string&);

void AddServerSettings(CLI::App& app, ProcessConfig& config) {
  AddSettingsFile(app);
  ServerOptions& server = config.server;
  AddSetting(app, "--listen", server.listen, "Address of the mTLS port, host:port")->required();
  AddSetting(app, "--health-listen", server.health_listen, "Address of the plaintext, health-only port")->required();
  AddSetting(app, "--metrics-listen", config.metrics_listen, "Address of the Prometheus metrics; empty: none");
  AddSetting(app, "--tls-cert", server.tls.certificate, "Certificate chain, PEM")->required();
  AddSetting(app, "--tls-key", server.tls.key, "Private key, PEM")->required();
  AddSetting(app, "--tls-ca", server.tls.ca, "Certificate authority to trust, PEM")->required();
  AddSetting(app, "--tls-crl-dir", server.crl_directory,
             "Directory of revocation lists, PEM; who is in one is refused at the next call; empty: none");
  AddSetting(app, "--tls-deny-serials", server.denied_serials,
             "File of serial numbers, hex, one a line: certificates that are refused at the next call; empty: none");
  AddSetting(app, "--trust-domain", server.trust_domain, "Trust domain of the identities");
  AddSetting(app, "--trusted-proxies", server.trusted_proxies,
             "Services whose x-forwarded-client-cert is believed, and who may do nothing without it: edge,portal")
      ->delimiter(',')
      ->check(CLI::Validator(CheckServiceId, "ID"));
  AddSetting(app, "--redis-url", config.redis_url,
             "Redis, redis://:password@host:port; empty: none. Read by submission, evaluation and portal");
  AddSetting(app, "--redis-password-file", config.redis_password_file, "File with the password of Redis");
  AddSetting(app, "--workers", server.workers.threads, "Threads for work that blocks")->check(CLI::Range(1, 256));
  AddSetting(app, "--queue", server.workers.queue, "Calls that may wait for a thread; more are refused");
  AddSetting(app, "--log-level", config.log_level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  AddSetting(app, "--reflection", server.reflection,
             "true: tools may ask the mTLS port for its contracts (grpc.reflection.v1 and v1alpha)");
  AddSetting(app, "--calls-per-caller", server.quotas.calls_per_caller,
             "Calls that one identity may have under way in a process; more are refused")
      ->check(CLI::Range(1, 1'000'000));
  AddSetting(app, "--streams", server.quotas.streams,
             "Streams that all may have open in a process; persons leave a fifth of them to services")
      ->check(CLI::Range(1, 1'000'000));
  AddSetting(app, "--streams-per-caller", server.quotas.streams_per_caller,
             "Streams that one identity may have open in a process")
      ->check(CLI::Range(1, 1'000'000));
  AddMebibytes(app, "--transport-memory", "LIANFANG_TRANSPORT_MEMORY", server.transport_bytes,
               "MiB that messages under way on all connections may fill; then idle connections and streams are ended");
  AddSeconds(app, "--connection-age", "LIANFANG_CONNECTION_AGE", server.max_connection_age,
             "Seconds after which a client is asked to connect anew, so that new replicas get their share");
  AddSeconds(app, "--drain-delay", "LIANFANG_DRAIN_DELAY", server.drain_delay,
             "Seconds between readiness off and refusing calls, on SIGTERM");
  AddSeconds(app, "--drain-limit", "LIANFANG_DRAIN_LIMIT", server.drain_limit,
             "Seconds that calls under way may take to end, on SIGTERM");
}

void AddProcessSettings(CLI::App& app, ProcessConfig& config) {
  AddServerSettings(app, config);
  AddSetting(app, "--database-url", config.database_url, "PostgreSQL, postgresql://user:password@host:port/database")
      ->required();
  AddSetting(app, "--database-connections", config.database_connections, "Connections to PostgreSQL")
      ->check(CLI::Range(1, 200));
  AddSetting(app, "--database-pooling", config.database_pooling,
             "transaction: behind a pooler such as pgbouncer in transaction mode; nothing is prepared then")
      ->check(CLI::IsMember({"session", "transaction"}));
  Retention& retention = config.retention;
  AddSetting(app, "--request-log-days", retention.request_log_days,
             "Days for which a repeated request is answered its first response; later its id is refused")
      ->check(CLI::Range(Retention::kLeastRequestLogDays, Retention::kMostDays));
  AddSetting(app, "--changelog-days", retention.changelog_days,
             "Days for which changes are kept for those who follow them; who is further behind is refused")
      ->check(CLI::Range(Retention::kLeastChangelogDays, Retention::kMostDays));
  AddSetting(app, "--audit-days", retention.audit_days,
             "Days for which audit rows of mutations and denials are kept; removed by whole months")
      ->check(CLI::Range(Retention::kLeastAuditDays, Retention::kMostDays));
  AddSetting(app, "--audit-read-days", retention.audit_read_days,
             "Days for which audit rows of reads of personal data are kept; removed by whole months")
      ->check(CLI::Range(Retention::kLeastAuditReadDays, Retention::kMostDays));
}

}  // namespace lianfang
