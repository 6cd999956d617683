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

// Starts the log, runs `serve` and turns its end into an exit status: 0, or 1 with the reason as the last log line.
int RunProcess(const std::string& service, const ProcessConfig& config, const std::function<absl::Status()>& serve);

// Serves the metrics, if an address is configured.
absl::Status ExposeMetrics(const ProcessConfig& config, Metrics& metrics);

PgPool::Options PoolOptions(const ProcessConfig& config, Metrics* metrics = nullptr);

// A bell on `channel`, or null without Redis. INVALID_ARGUMENT for a URL that is none.
absl::StatusOr<std::unique_ptr<Bell>> HangBell(const ProcessConfig& config, const std::string& channel,
                                               std::function<void()> heard, Metrics* metrics = nullptr);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PROCESS_H_
