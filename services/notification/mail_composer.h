// Writes the mail of a delivery: finds its words, and puts them together for SMTP.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MAIL_COMPOSER_H_
#define LIANFANG_SERVICES_NOTIFICATION_MAIL_COMPOSER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/mail/message.h"
#include "services/notification/mail/template_set.h"

namespace lianfang::notification {

// Thread-safe.
class MailComposer {
 public:
  explicit MailComposer(NamedMailbox from) : from_(std::move(from)) {}

  const NamedMailbox& from() const { return from_; }

  // The whole message, in the words of `templates`, as of `now`, and the delivery with its subject and text. `items`
  // are those of the reminder that are still owed, at least one.
  absl::StatusOr<std::string> Reminder(const TemplateSet& templates, v1::Delivery& delivery,
                                       std::vector<v1::ReminderItem> items, const PlanMap& plans, absl::Time now) const;
  // The same for a notice or an alert.
  absl::StatusOr<std::string> Notice(const TemplateSet& templates, v1::Delivery& delivery,
                                     const v1::SendNoticeRequest& content) const;

 private:
  absl::StatusOr<std::string> Compose(v1::Delivery& delivery, const char* list,
                                      const absl::StatusOr<MailContent>& content,
                                      const std::vector<v1::Attachment>& attachments) const;

  const NamedMailbox from_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MAIL_COMPOSER_H_
