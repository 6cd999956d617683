// Says what the message of a delivery tells: finds what fills its template in, and the files that go with it.
//
//   auto message = writer.Reminder(delivery, items, plans, now);
//   auto composed = channel.Compose(templates, *message, delivery, now);
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_MESSAGE_WRITER_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_MESSAGE_WRITER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar_file.h"
#include "common/calendar_library.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/messages/due_dates_calendar.h"
#include "services/notification/messages/outgoing_message.h"

namespace lianfang::notification {

// Thread-safe. Refers to the calendar.
class MessageWriter {
 public:
  struct Options {
    const CalendarLibrary* calendar = nullptr;  // alarms of due dates ring on its working days; null: on weekdays
    std::string portal_url = "";                // where figures are filed; empty: messages name no page
  };

  // `office` is who sends, as the calendar files name it.
  explicit MessageWriter(CalendarOrganizer office) : MessageWriter(std::move(office), Options()) {}
  MessageWriter(CalendarOrganizer office, Options options) : office_(std::move(office)), options_(std::move(options)) {}

  // As of `now`. `items` are those of the reminder that are still owed, at least one.
  absl::StatusOr<OutgoingMessage> Reminder(const v1::Delivery& delivery, std::vector<v1::ReminderItem> items,
                                           const PlanMap& plans, absl::Time now) const;
  // The same for a mail that takes dates out of the reader's calendar (settled.h); `owed` are the duties that are owed.
  // NOT_FOUND when nothing in it is settled any more.
  absl::StatusOr<OutgoingMessage> Settled(const v1::Delivery& delivery, const std::vector<Duty>& owed,
                                          const PlanMap& plans, absl::Time now) const;
  // The same for a mail that lists confirmations alone (confirmed.h).
  absl::StatusOr<OutgoingMessage> Confirmations(const v1::Delivery& delivery, const PlanMap& plans,
                                                absl::Time now) const;
  // A notice or an alert.
  static OutgoingMessage Notice(const v1::Delivery& delivery, const v1::SendNoticeRequest& content);

 private:
  using Dates = std::vector<v1::Attachment> (*)(const ReminderMail&, const PlanMap&, const DueDatesSource&);

  absl::StatusOr<OutgoingMessage> AboutItems(const v1::Delivery& delivery, const char* template_name,
                                             std::vector<v1::ReminderItem> items, const PlanMap& plans, absl::Time now,
                                             Dates dates) const;

  const CalendarOrganizer office_;
  const Options options_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_MESSAGE_WRITER_H_
