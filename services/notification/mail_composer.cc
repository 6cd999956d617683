#include "services/notification/mail_composer.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/digest/settled.h"
#include "services/notification/domain/stage/plan_names.h"
#include "services/notification/mail/notice_mail.h"
#include "services/notification/mail/reminder_mail.h"

namespace lianfang::notification {

namespace {

// The mailbox of the plan office whose obligation comes first; empty where it has none.
std::string ReplyTo(const ReminderMail& mail, const PlanMap& plans) {
  return PlanOf(plans, mail.items.front().obligation()).office().email();
}

}  // namespace

absl::StatusOr<std::string> MailComposer::Reminder(const TemplateSet& templates, v1::Delivery& delivery,
                                                   std::vector<v1::ReminderItem> items, const PlanMap& plans,
                                                   absl::Time now) const {
  return AboutItems(templates, delivery, kReminderTemplate, std::move(items), plans, now, DueDatesCalendar);
}

absl::StatusOr<std::string> MailComposer::Settled(const TemplateSet& templates, v1::Delivery& delivery,
                                                  const std::vector<submission::v1::Obligation>& owed,
                                                  const PlanMap& plans, absl::Time now) const {
  const auto zone = LoadZone(PlanOf(plans, delivery.items(0).obligation()).time_zone());
  if (!zone.ok()) return zone.status();
  std::vector<v1::ReminderItem> items = StillSettled(delivery, owed, *zone, now);
  if (items.empty()) return absl::NotFoundError("nothing in it is settled any more");
  return AboutItems(templates, delivery, kSettledTemplate, std::move(items), plans, now, SettledDatesCalendar);
}

absl::StatusOr<std::string> MailComposer::AboutItems(const TemplateSet& templates, v1::Delivery& delivery,
                                                     const char* template_name, std::vector<v1::ReminderItem> items,
                                                     const PlanMap& plans, absl::Time now, Dates dates) const {
  const auto zone = LoadZone(plans.at(PlanNameOf(items.front().obligation())).time_zone());
  if (!zone.ok()) return zone.status();
  const ReminderMail mail{.recipient = delivery.display_name(),
                          .language = delivery.language(),
                          .copy = delivery.copy(),
                          .day = absl::ToCivilDay(now, *zone),
                          .items = std::move(items),
                          .portal_url = options_.portal_url};
  const auto calendar =
      options_.calendar == nullptr ? std::make_shared<const WorkingCalendar>() : options_.calendar->Current();
  const DueDatesSource source{*calendar, {from_.display_name, from_.email}, FromTimestamp(delivery.create_time())};
  const std::string reply_to = ReplyTo(mail, plans);
  MessageHeader header{.list_id = absl::StrCat("reminders.", DomainOf(from_.email)), .date = now, .reply_to = reply_to};
  // Only copies can be declined; what a holder of the role owes is sent as long as it is owed.
  if (mail.copy) {
    header.unsubscribe =
        absl::StrCat("mailto:", reply_to.empty() ? from_.email : reply_to, "?subject=unsubscribe-copies");
  }
  return Compose(delivery, std::move(header), templates.Render(template_name, mail.language, ReminderData(mail, plans)),
                 dates(mail, plans, source));
}

absl::StatusOr<std::string> MailComposer::Notice(const TemplateSet& templates, v1::Delivery& delivery,
                                                 const v1::SendNoticeRequest& content, absl::Time now) const {
  return Compose(
      delivery, {.list_id = absl::StrCat("notices.", DomainOf(from_.email)), .date = now},
      templates.Render(content.template_(), delivery.language(), NoticeData(content, delivery.display_name())),
      {content.attachments().begin(), content.attachments().end()});
}

absl::StatusOr<std::string> MailComposer::Compose(v1::Delivery& delivery, MessageHeader header,
                                                  const absl::StatusOr<MailContent>& content,
                                                  const std::vector<v1::Attachment>& attachments) const {
  if (!content.ok()) return content.status();
  delivery.set_subject(content->subject);
  delivery.set_text_body(content->text);
  header.from = from_;
  header.to = {delivery.display_name(), delivery.email()};
  header.message_id = delivery.message_id();
  return ComposeMessage(header, *content, attachments);
}

}  // namespace lianfang::notification
