// NotificationService's watch: the changelog of deliveries, streamed.
#ifndef LIANFANG_SERVICES_NOTIFICATION_WATCH_SERVICE_H_
#define LIANFANG_SERVICES_NOTIFICATION_WATCH_SERVICE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/changelog/tailer.h"
#include "common/pg/pool.h"
#include "common/rpc/contract_service.h"

namespace lianfang::notification {

// Thread-safe.
class WatchService {
 public:
  WatchService(PgPool& pool, ChangelogTailer& tailer) : pool_(pool), tailer_(tailer) {}

  // Binds WatchDeliveries to the contract; this object outlives the service.
  void Register(ContractService& service);

 private:
  absl::StatusOr<ChangePlace> Begin(const Call& call, const std::string& cursor);

  PgPool& pool_;
  ChangelogTailer& tailer_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_WATCH_SERVICE_H_
