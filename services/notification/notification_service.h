// NotificationService's handlers of contacts and deliveries: validate → load → decide → save.
#ifndef LIANFANG_SERVICES_NOTIFICATION_NOTIFICATION_SERVICE_H_
#define LIANFANG_SERVICES_NOTIFICATION_NOTIFICATION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/messages/template_library.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe. Refers to what it is given.
class NotificationService {
 public:
  NotificationService(NotificationStore& store, const TemplateLibrary& library, const AddressChecks& channels,
                      const Clock& clock)
      : store_(store), library_(library), channels_(channels), clock_(clock) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::Contact> PutContact(const Call& call, const v1::PutContactRequest& request);
  absl::StatusOr<v1::ResolveSubjectResponse> ResolveSubject(const Call& call, const v1::ResolveSubjectRequest& request);
  absl::StatusOr<v1::ListContactsResponse> ListContacts(const Call& call, const v1::ListContactsRequest& request);
  absl::StatusOr<v1::ListDeliveriesResponse> ListDeliveries(const Call& call, const v1::ListDeliveriesRequest& request);
  absl::StatusOr<v1::Delivery> GetDelivery(const Call& call, const v1::GetDeliveryRequest& request);
  absl::StatusOr<v1::Delivery> RetryDelivery(const Call& call, const v1::RetryDeliveryRequest& request);
  absl::StatusOr<v1::RetryDeliveriesResponse> RetryDeliveries(const Call& call,
                                                              const v1::RetryDeliveriesRequest& request);

 private:
  NotificationStore& store_;
  const TemplateLibrary& library_;
  const AddressChecks& channels_;
  const Clock& clock_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_NOTIFICATION_SERVICE_H_
