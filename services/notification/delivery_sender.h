// Sends the deliveries whose time has come. Replicas share the work without knowing of each other: each claims what
// nobody holds.
//
//   DeliverySender sender(store, transport, library, composer, clock, metrics, {.desk = desk});
//   const BackgroundLoop sending(sender);
#ifndef LIANFANG_SERVICES_NOTIFICATION_DELIVERY_SENDER_H_
#define LIANFANG_SERVICES_NOTIFICATION_DELIVERY_SENDER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "services/notification/domain/calendar/quiet_hours.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/mail/mail_transport.h"
#include "services/notification/mail/template_library.h"
#include "services/notification/mail_channel.h"
#include "services/notification/mail_composer.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe: each thread that steps has a connection to the mail server of its own. Refers to what it is given.
class DeliverySender : public BackgroundTask {
 public:
  struct Options {
    AlertDesk desk;
    QuietHours quiet_hours = {};
    std::function<bool()> reminders_wait = nullptr;  // asked before each claim; null: they never do
    absl::TimeZone zone = absl::UTCTimeZone();       // of instants that alerts name
    int mails_per_minute = 0;                        // of all replicas together; 0: no limit
    absl::Duration attempt_time = absl::Minutes(1);  // the longest that the transport takes for a mail
    absl::Duration interval = absl::Seconds(5);      // between looking for mails that wait
  };

  DeliverySender(NotificationStore& store, MailTransport& transport, const TemplateLibrary& library,
                 const MailComposer& composer, const Clock& clock, Metrics& metrics, Options options);

  // Sends some, and says how long to wait: not at all while mails are waiting. A fault of the database is logged.
  absl::Duration Step() override;

  // Claims a few deliveries, tries each once and records what became of it; answers how many it claimed: none in quiet
  // hours, and none before the uploaded templates were read. What is settled meanwhile is left out of a reminder; when
  // nothing is left it is suppressed. A delivery that fails for good alerts the office (FinishDelivery). A failure of
  // the channel (MailChannel) holds all mails back; while it lasts one at a time is tried. Errors of the store: whatever
  // is unrecorded is tried again when the claim has run out, under the same Message-ID.
  absl::StatusOr<int> SendSome();

 private:
  // What the claimed deliveries are written from.
  struct Sources {
    std::shared_ptr<const TemplateSet> templates;
    ReminderBasis basis;                                   // of reminders
    std::map<std::string, v1::SendNoticeRequest> notices;  // by name
  };

  absl::StatusOr<int> SendUpTo(int count, std::shared_ptr<const TemplateSet> templates, absl::Time now);
  absl::StatusOr<Sources> LoadSources(const std::vector<v1::Delivery>& claimed);
  SendResult Send(const std::string& to, const std::string& message);
  v1::Delivery Try(v1::Delivery delivery, const Sources& sources);
  absl::Status Finish(const v1::Delivery& tried, const std::string& holder);
  void Report(const SendResult& result, const v1::Delivery& delivery);
  absl::Status TellOfChannel();
  prometheus::Counter& Left(v1::DeliveryState state);
  prometheus::Counter& Failures(SendResult::Scope scope);
  prometheus::Histogram& Taken(SendResult::Outcome outcome);

  NotificationStore& store_;
  MailTransport& transport_;
  const TemplateLibrary& library_;
  const MailComposer& composer_;
  const Clock& clock_;
  Metrics& metrics_;
  MailChannel channel_;
  const Options options_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DELIVERY_SENDER_H_
