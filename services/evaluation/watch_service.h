// EvaluationService's watch: changes of results as they happen.
#ifndef LIANFANG_SERVICES_EVALUATION_WATCH_SERVICE_H_
#define LIANFANG_SERVICES_EVALUATION_WATCH_SERVICE_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/changelog/tailer.h"
#include "common/identity.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "services/evaluation/live/live_plans.h"
#include "services/evaluation/standpoint.h"

namespace lianfang::evaluation {

// What one watcher wants and may see.
struct Watcher {
  Identity caller;
  std::string plan;    // id; empty: all
  std::string region;  // and those below it; empty: all that the caller may read
};

// The stream's message of a kept evaluation under its cursor, or of a heartbeat where `payload` is empty; nothing when
// the evaluation is not for this watcher. UNAVAILABLE while the plan is not known here, which decides what the caller
// may see.
absl::StatusOr<std::optional<std::string>> EncodeChange(const std::string& payload, const std::string& cursor,
                                                        const Watcher& watcher, const LivePlans& plans);

// WatchScorecards: the changelog, streamed. Thread-safe. Refers to what it is given.
class WatchService {
 public:
  WatchService(PgPool& pool, ChangelogTailer& tailer, const LivePlans& plans, const Standpoints& standpoints)
      : pool_(pool), tailer_(tailer), plans_(plans), standpoints_(standpoints) {}

  void Register(ContractService& contract);

  absl::StatusOr<std::unique_ptr<Feed>> WatchScorecards(const Call& call, const v1::WatchScorecardsRequest& request);

 private:
  PgPool& pool_;
  ChangelogTailer& tailer_;
  const LivePlans& plans_;
  const Standpoints& standpoints_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_WATCH_SERVICE_H_
