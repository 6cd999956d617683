// What reconciling shows to those who watch the service: runs, their length, and what stands of each plan.
//
// A gauge is told by every replica from the store, whichever of them made the last run; a query takes the maximum.
#ifndef LIANFANG_SERVICES_EXCHANGE_RECONCILIATION_METRICS_H_
#define LIANFANG_SERVICES_EXCHANGE_RECONCILIATION_METRICS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/metrics.h"
#include "services/exchange/store/reconciliation_store.h"

namespace lianfang::exchange {

// Thread-safe.
class ReconciliationMetrics {
 public:
  explicit ReconciliationMetrics(Metrics& metrics) : metrics_(metrics) {}

  // A run has ended.
  void Ran(const std::string& plan, const absl::Status& status, absl::Duration duration);
  // So many records were compared by a run.
  void Compared(const std::string& plan, int64_t records);
  void Stand(const std::string& plan, const ReconciliationTally& tally);

 private:
  Metrics& metrics_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_RECONCILIATION_METRICS_H_
