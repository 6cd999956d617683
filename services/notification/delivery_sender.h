// Sends the deliveries whose time has come. Replicas share the work without knowing of each other: each claims what
// nobody holds.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DELIVERY_SENDER_H_
#define LIANFANG_SERVICES_NOTIFICATION_DELIVERY_SENDER_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "services/notification/mail/mail_transport.h"
#include "services/notification/mail/message.h"
#include "services/notification/mail/template_set.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe. Refers to what it is given.
class DeliverySender {
 public:
  DeliverySender(NotificationStore& store, MailTransport& transport, const TemplateSet& templates, const Clock& clock,
                 Metrics& metrics, NamedMailbox from)
      : store_(store),
        transport_(transport),
        templates_(templates),
        clock_(clock),
        metrics_(metrics),
        from_(std::move(from)) {}

  // Claims a few deliveries, tries each once and records what became of it; answers how many it claimed. What is
  // settled meanwhile is left out of the mail; when nothing is left the delivery is suppressed. Errors of the store:
  // whatever is unrecorded is tried again when the claim has run out, under the same Message-ID.
  absl::StatusOr<int> SendSome();

 private:
  v1::Delivery Try(v1::Delivery delivery, const ReminderBasis& basis);
  absl::StatusOr<std::string> Compose(v1::Delivery& delivery, const ReminderBasis& basis,
                                      std::vector<v1::ReminderItem> items) const;

  NotificationStore& store_;
  MailTransport& transport_;
  const TemplateSet& templates_;
  const Clock& clock_;
  Metrics& metrics_;
  const NamedMailbox from_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DELIVERY_SENDER_H_
