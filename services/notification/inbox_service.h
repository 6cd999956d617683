// NotificationService's list of duties: what a department owes, of all kinds and from all services, as it was received.
#ifndef LIANFANG_SERVICES_NOTIFICATION_INBOX_SERVICE_H_
#define LIANFANG_SERVICES_NOTIFICATION_INBOX_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe. Refers to what it is given.
class InboxService {
 public:
  InboxService(NotificationStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  // Binds the handler to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::ListDutiesResponse> ListDuties(const Call& call, const v1::ListDutiesRequest& request);

 private:
  NotificationStore& store_;
  const Clock& clock_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_INBOX_SERVICE_H_
