#include "services/notification/mail_composer.h"

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/mail/due_dates_calendar.h"
#include "services/notification/mail/notice_mail.h"
#include "services/notification/mail/reminder_mail.h"

namespace lianfang::notification {

absl::StatusOr<std::string> MailComposer::Reminder(const TemplateSet& templates, v1::Delivery& delivery,
                                                   std::vector<v1::ReminderItem> items, const PlanMap& plans,
                                                   absl::Time now) const {
  const auto zone = LoadZone(plans.at(PlanNameOf(items.front().obligation())).time_zone());
  if (!zone.ok()) return zone.status();
  const ReminderMail mail{.recipient = delivery.display_name(),
                          .language = delivery.language(),
                          .copy = delivery.copy(),
                          .day = absl::ToCivilDay(now, *zone),
                          .items = std::move(items)};
  std::vector<v1::Attachment> attachments;
  if (auto due_dates = DueDatesCalendar(mail, plans, FromTimestamp(delivery.create_time()), DomainOf(from_.email))) {
    attachments.push_back(*std::move(due_dates));
  }
  return Compose(delivery, "reminders", templates.Render(kReminderTemplate, mail.language, ReminderData(mail, plans)),
                 attachments);
}

absl::StatusOr<std::string> MailComposer::Notice(const TemplateSet& templates, v1::Delivery& delivery,
                                                 const v1::SendNoticeRequest& content) const {
  return Compose(
      delivery, "notices",
      templates.Render(content.template_(), delivery.language(), NoticeData(content, delivery.display_name())),
      {content.attachments().begin(), content.attachments().end()});
}

absl::StatusOr<std::string> MailComposer::Compose(v1::Delivery& delivery, const char* list,
                                                  const absl::StatusOr<MailContent>& content,
                                                  const std::vector<v1::Attachment>& attachments) const {
  if (!content.ok()) return content.status();
  delivery.set_subject(content->subject);
  delivery.set_text_body(content->text);
  return ComposeMessage({.from = from_,
                         .to = {delivery.display_name(), delivery.email()},
                         .message_id = delivery.message_id(),
                         .list_id = absl::StrCat(list, ".", DomainOf(from_.email)),
                         .date = FromTimestamp(delivery.create_time())},
                        *content, attachments);
}

}  // namespace lianfang::notification
