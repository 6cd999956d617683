// What the main function of every service does the same way.
#ifndef LIANFANG_COMMON_PROCESS_H_
#define LIANFANG_COMMON_PROCESS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/config.h"
#include "common/metrics.h"
#include "common/pg/pool.h"
#include "common/redis/bell.h"

namespace lianfang {

// What a process is told by its main function.
struct ProcessParts {
  std::string service;                     // as the log names it
  std::string description;                 // for --help
  const ProcessConfig& config;             // what `declare` has the command line read into
  std::function<void(CLI::App&)> declare;  // its settings
  std::function<absl::Status()> serve;
};

// Reads the settings, starts the log, runs `serve` and turns its end into an exit status: 0, or 1 with the reason as the
// last log line. Settings that are missing or wrong end it with CLI11's status and message, before the log.
int RunProcess(const ProcessParts& parts, int argc, char** argv);

// The same for a service that has its settings in a `Config` with a member `process`:
//
//   int main(int argc, char** argv) { return RunProcess("expert", "Lianfang expert pool", argc, argv, AddSettings, Serve); }
template <typename Config>
int RunProcess(const std::string& service, const std::string& description, int argc, char** argv,
               void (*declare)(CLI::App&, Config&), absl::Status (*serve)(const Config&)) {
  Config config;
  return RunProcess({.service = service,
                     .description = description,
                     .config = config.process,
                     .declare = [&](CLI::App& app) { declare(app, config); },
                     .serve = [&] { return serve(config); }},
                    argc, argv);
}

// Serves the metrics, if an address is configured.
absl::Status ExposeMetrics(const ProcessConfig& config, Metrics& metrics);

PgPool::Options PoolOptions(const ProcessConfig& config, Metrics* metrics = nullptr);

// A bell on `channel`, or null without Redis. INVALID_ARGUMENT for a URL that is none.
absl::StatusOr<std::unique_ptr<Bell>> HangBell(const ProcessConfig& config, const std::string& channel,
                                               std::function<void()> heard, Metrics* metrics = nullptr);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PROCESS_H_
