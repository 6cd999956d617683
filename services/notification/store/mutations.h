// The mutations of this service, each as load → decide → save on the rows of a store, whichever it is.
//
//   auto contact = PutContact(store, {.key = key, .contact = checked, .etag = etag, .now = now}, deadline);
//
// Errors common to all: those of the store, and the first response for a repeat (NotificationStore::Mutate).
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_MUTATIONS_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_MUTATIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/request_key.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "lianfang/notification/v1/template.pb.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/domain/template/template_rules.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// A contact to store. Without a key nothing is stored: the answer says what would be.
struct ContactPut {
  std::optional<RequestKey> key;
  v1::Contact contact;  // as CheckContact left it
  std::string etag;     // empty: not checked
  absl::Time now;
};

// Creates or replaces a contact (DecideContact).
absl::StatusOr<v1::Contact> PutContact(NotificationStore& store, const ContactPut& put, absl::Time deadline);

// A delivery to queue again.
struct DeliveryRetry {
  RequestKey key;
  std::string name;
  std::string etag;  // empty: not checked
  absl::Time now;
  std::string within = "";  // what the codes of the regions begin with that the caller may act in
};

// Queues a delivery again, to the mailbox that its contact has now (Retried). NOT_FOUND when there is none of that name,
// PERMISSION_DENIED when it is of another region,
// ABORTED (BEING_SENT) while it is being sent, FAILED_PRECONDITION (SUPERSEDED) when another delivery stands for its
// stages.
absl::StatusOr<v1::Delivery> RetryDelivery(NotificationStore& store, const DeliveryRetry& retry, absl::Time deadline);

// Deliveries to queue again: those named, or all that have failed or were deferred since.
struct DeliveriesRetry {
  RequestKey key = {};
  std::vector<std::string> names = {};
  absl::Time failed_since = absl::InfiniteFuture();  // where no names are given
  absl::Time now = absl::InfinitePast();
  std::string within = "";  // as above
};

// The most that one RetryDeliveries queues.
inline constexpr int kMaxRetries = 1000;

// The same for each of many, in one transaction: what one is refused for is its own result.
absl::StatusOr<v1::RetryDeliveriesResponse> RetryDeliveries(NotificationStore& store, const DeliveriesRetry& retry,
                                                            absl::Time deadline);

// Records what became of a delivery, and ends the right of `holder` to send it. One that failed for good or was
// suppressed frees its stages. One that a way has
// refused for good tells the office at `desk`: of a contact's address the first time, of others each time; of an alert
// never.
// ABORTED when the holder does not have the right.
absl::Status FinishDelivery(NotificationStore& store, const v1::Delivery& tried, const std::string& holder,
                            const AlertDesk& desk, absl::Time deadline);

// An upload or a reset to record. Without a key nothing is stored: the answer says what would be.
struct TemplatePut {
  std::optional<RequestKey> key;
  TemplateChange change;
};

// Records the next version of a template (DecideTemplateVersion).
absl::StatusOr<v1::TemplateVersion> PutTemplateVersion(NotificationStore& store, const TemplatePut& put,
                                                       absl::Time deadline);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_MUTATIONS_H_
