// Sends the deliveries of one channel whose time has come. Replicas share the work without knowing of each other: each claims what
// nobody holds.
//
//   DeliverySender sender(store, channel, library, writer, clock, metrics, {.desk = desk});
//   const BackgroundLoop sending(sender);
#ifndef LIANFANG_SERVICES_NOTIFICATION_DELIVERY_SENDER_H_
#define LIANFANG_SERVICES_NOTIFICATION_DELIVERY_SENDER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "services/notification/channels/channel.h"
#include "services/notification/channels/channel_state.h"
#include "services/notification/domain/calendar/quiet_hours.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/messages/message_writer.h"
#include "services/notification/messages/template_library.h"
#include "services/notification/store/notification_store.h"
#include "services/notification/sync/source_freshness.h"

namespace lianfang::notification {

// Thread-safe: each thread that steps sends a message of its own. Refers to what it is given.
class DeliverySender : public BackgroundTask {
 public:
  struct Options {
    AlertDesk desk;
    QuietHours quiet_hours = {};
    const DutySources* sources = nullptr;            // reminders of a silent one's duties wait; null: none ever do
    absl::TimeZone zone = absl::UTCTimeZone();       // of instants that alerts name
    absl::Duration longest_outage = absl::Hours(1);  // then what waits goes by its next way
    absl::Duration interval = absl::Seconds(5);      // between looking for messages that wait
  };

  DeliverySender(NotificationStore& store, Channel& channel, const TemplateLibrary& library,
                 const MessageWriter& writer, const Clock& clock, Metrics& metrics, Options options);

  // Sends some, and says how long to wait: not at all while mails are waiting. A fault of the database is logged.
  absl::Duration Step() override;

  // Claims a few deliveries, tries each once and records what became of it; answers how many it claimed: none in quiet
  // hours, and none before the uploaded templates were read. What is settled meanwhile is left out of a reminder; when
  // nothing is left it is suppressed. A delivery that fails for good alerts the office (FinishDelivery). A failure of
  // the channel (ChannelState) holds everything back; while it lasts one at a time is tried, and once it has lasted what
  // has another way goes by that. Errors of the store: whatever
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
  absl::StatusOr<std::vector<v1::Delivery>> ClaimUpTo(int count, const Lease& lease, absl::Time now);
  absl::StatusOr<int> PassOnSome(absl::Time now);
  v1::Delivery Waiting(v1::Delivery delivery, absl::Time now) const;
  SendResult Send(const v1::Delivery& delivery, const ComposedMessage& message);
  bool Waits(const v1::Delivery& delivery, const Sources& sources) const;
  v1::Delivery Try(v1::Delivery delivery, const Sources& sources);
  absl::Status Finish(const v1::Delivery& tried, const std::string& holder);
  void Report(const SendResult& result, const v1::Delivery& delivery);
  absl::Status TellOfChannel();
  prometheus::Counter& Left(v1::DeliveryState state);
  prometheus::Counter& Failures(SendResult::Scope scope);
  prometheus::Histogram& Taken(SendResult::Outcome outcome);

  NotificationStore& store_;
  Channel& channel_;
  const TemplateLibrary& library_;
  const MessageWriter& writer_;
  const Clock& clock_;
  Metrics& metrics_;
  ChannelState state_;
  const Options options_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DELIVERY_SENDER_H_
