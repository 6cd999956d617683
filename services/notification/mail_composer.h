// Writes the mail of a delivery: finds its words, and puts them together for SMTP.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MAIL_COMPOSER_H_
#define LIANFANG_SERVICES_NOTIFICATION_MAIL_COMPOSER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar_library.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/mail/due_dates_calendar.h"
#include "services/notification/mail/message.h"
#include "services/notification/mail/template_set.h"

namespace lianfang::notification {

// Thread-safe. Refers to the calendar.
class MailComposer {
 public:
  struct Options {
    const CalendarLibrary* calendar = nullptr;  // alarms of due dates ring on its working days; null: on weekdays
    std::string portal_url = "";                // where figures are filed; empty: mails name no page
  };

  explicit MailComposer(NamedMailbox from) : MailComposer(std::move(from), Options()) {}
  MailComposer(NamedMailbox from, Options options) : from_(std::move(from)), options_(std::move(options)) {}

  const NamedMailbox& from() const { return from_; }

  // The whole message, in the words of `templates`, as of `now`, and the delivery with its subject and text. `items`
  // are those of the reminder that are still owed, at least one.
  absl::StatusOr<std::string> Reminder(const TemplateSet& templates, v1::Delivery& delivery,
                                       std::vector<v1::ReminderItem> items, const PlanMap& plans, absl::Time now) const;
  // The same for a mail that takes dates out of the reader's calendar (settled.h); `owed` are the obligations that are
  // owed. NOT_FOUND when nothing in it is settled any more.
  absl::StatusOr<std::string> Settled(const TemplateSet& templates, v1::Delivery& delivery,
                                      const std::vector<submission::v1::Obligation>& owed, const PlanMap& plans,
                                      absl::Time now) const;
  // The same for a notice or an alert.
  absl::StatusOr<std::string> Notice(const TemplateSet& templates, v1::Delivery& delivery,
                                     const v1::SendNoticeRequest& content, absl::Time now) const;

 private:
  using Dates = std::vector<v1::Attachment> (*)(const ReminderMail&, const PlanMap&, const DueDatesSource&);

  absl::StatusOr<std::string> AboutItems(const TemplateSet& templates, v1::Delivery& delivery,
                                         const char* template_name, std::vector<v1::ReminderItem> items,
                                         const PlanMap& plans, absl::Time now, Dates dates) const;

  // `header` lacks what every mail has.
  absl::StatusOr<std::string> Compose(v1::Delivery& delivery, MessageHeader header,
                                      const absl::StatusOr<MailContent>& content,
                                      const std::vector<v1::Attachment>& attachments) const;

  const NamedMailbox from_;
  const Options options_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MAIL_COMPOSER_H_
