#include "common/process.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/log.h"
#include "common/version.h"

namespace lianfang {

namespace {

// What the libraries would write to standard error in forms of their own: one JSON line an event, like everything else.
void TakeOverLibraryLogs() {
  gpr_set_log_function([](gpr_log_func_args* args) {
    Log(args->severity == GPR_LOG_SEVERITY_ERROR ? LogLevel::kWarning : LogLevel::kInfo, "grpc",
        {{"message", args->message}});
  });
  google::protobuf::SetLogHandler([](google::protobuf::LogLevel, const char*, int, const std::string& message) {
    Log(LogLevel::kWarning, "protobuf", {{"message", message}});
  });
}

}  // namespace

int RunProcess(const ProcessParts& parts, int argc, char** argv) {
  CLI::App app(parts.description);
  parts.declare(app);
  app.set_version_flag("--version", absl::StrCat("lianfang-", parts.service, " ", kVersion));
  CLI11_PARSE(app, argc, argv);
  InitLog(parts.service, parts.config.log_level);
  Log(LogLevel::kInfo, "started", {{"version", kVersion}});
  TakeOverLibraryLogs();
  // Debian's Abseil is built to look for lock cycles at every lock, gRPC's included: up to a tenth of a busy server.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  signal(SIGPIPE, SIG_IGN);  // libpq and hiredis may write to a peer that is gone; that is an error, not the end
  absl::Status status;
  try {
    status = parts.serve();
  } catch (const std::exception& error) {
    status = absl::InternalError(error.what());
  }
  if (status.ok()) return 0;
  Log(LogLevel::kError, "stopped", {{"reason", status.ToString()}});
  return 1;
}

absl::Status ExposeMetrics(const ProcessConfig& config, Metrics& metrics) {
  metrics.Gauge("lianfang_server_info", "1; the label has the version of the program.", {{"version", kVersion}}).Set(1);
  return config.metrics_listen.empty() ? absl::OkStatus() : metrics.Expose(config.metrics_listen);
}

PgPool::Options PoolOptions(const ProcessConfig& config, Metrics* metrics) {
  PgPool::Options options;
  options.url = config.database_url;
  if (config.database_pooling == "transaction") options.pooling = PgPooling::kTransaction;
  options.size = config.database_connections;
  options.metrics = metrics;
  return options;
}

absl::StatusOr<std::unique_ptr<Bell>> HangBell(const ProcessConfig& config, const std::string& channel,
                                               std::function<void()> heard, Metrics* metrics) {
  if (config.redis_url.empty()) return std::unique_ptr<Bell>();
  auto address = RedisAddress::Parse(config.redis_url);
  if (!address.ok()) return address.status();
  address->password_file = config.redis_password_file;
  return std::make_unique<Bell>(*std::move(address), channel, std::move(heard), metrics);
}

}  // namespace lianfang
