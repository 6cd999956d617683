// Reconciles the plans that have agreements for it: links their records, finds what contradicts, and stores what has changed.
//
// A run looks at the newest versions of all records that the agreements give, so its result does not depend on the order in which they
// came. It runs when records, agreements or the plan have changed, and once a day, since rules count days. Of several replicas one runs at
// a time; another finds that nothing is left to do.
#ifndef LIANFANG_SERVICES_EXCHANGE_RECONCILER_H_
#define LIANFANG_SERVICES_EXCHANGE_RECONCILER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/metrics.h"
#include "lianfang/exchange/v1/reconciliation_service.pb.h"
#include "services/exchange/exchange_context.h"
#include "services/exchange/store/reconciliation_store.h"
#include "services/exchange/store/record_reading.h"

namespace lianfang::exchange {

class Reconciler : public BackgroundTask {
 public:
  // Outlived by what it is given. A step takes place every `interval`.
  Reconciler(const ExchangeContext& context, RecordReading& records, ReconciliationStore& store,
             absl::Duration interval)
      : context_(context), records_(records), store_(store), interval_(interval) {}

  absl::Duration Step() override;

  // Reconciles a plan. Without `always`, only where something has changed since the last run; then the answer counts nothing.
  absl::StatusOr<v1::ReconcilePlanResponse> ReconcilePlan(const std::string& plan, bool always, absl::Time deadline);

 private:
  absl::StatusOr<std::vector<v1::Record>> Shared(const std::vector<AgreementInForce>& agreements, absl::Time deadline);

  const ExchangeContext& context_;
  RecordReading& records_;
  ReconciliationStore& store_;
  const absl::Duration interval_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_RECONCILER_H_
