#include "services/notification/messages/message_writer.h"

#include <memory>
#include <utility>

#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/digest/confirmed.h"
#include "services/notification/domain/digest/settled.h"
#include "services/notification/domain/stage/plan_names.h"
#include "services/notification/messages/confirmed_list.h"
#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/reminder_mail.h"

namespace lianfang::notification {
namespace {

// Confirmations name no date that a calendar could keep.
std::vector<v1::Attachment> NoDates(const ReminderMail&, const PlanMap&, const DueDatesSource&) { return {}; }

}  // namespace

absl::StatusOr<OutgoingMessage> MessageWriter::Reminder(const v1::Delivery& delivery,
                                                        std::vector<v1::ReminderItem> items, const PlanMap& plans,
                                                        absl::Time now) const {
  return AboutItems(delivery, kReminderTemplate, std::move(items), plans, now, DueDatesCalendar);
}

absl::StatusOr<OutgoingMessage> MessageWriter::Settled(const v1::Delivery& delivery, const std::vector<Duty>& owed,
                                                       const PlanMap& plans, absl::Time now) const {
  const auto zone = LoadZone(PlanOf(plans, delivery.items(0)).time_zone());
  if (!zone.ok()) return zone.status();
  std::vector<v1::ReminderItem> items = StillSettled(delivery, owed, *zone, now);
  if (items.empty()) return absl::NotFoundError("nothing in it is settled any more");
  return AboutItems(delivery, kSettledTemplate, std::move(items), plans, now, SettledDatesCalendar);
}

absl::StatusOr<OutgoingMessage> MessageWriter::Confirmations(const v1::Delivery& delivery, const PlanMap& plans,
                                                             absl::Time now) const {
  return AboutItems(delivery, kConfirmationDigestTemplate, {}, plans, now, NoDates);
}

absl::StatusOr<OutgoingMessage> MessageWriter::AboutItems(const v1::Delivery& delivery, const char* template_name,
                                                          std::vector<v1::ReminderItem> items, const PlanMap& plans,
                                                          absl::Time now, Dates dates) const {
  const type::v1::Plan& plan = items.empty() ? PlanOf(plans, delivery.confirmations(0)) : PlanOf(plans, items.front());
  const auto zone = LoadZone(plan.time_zone());
  if (!zone.ok()) return zone.status();
  const ReminderMail mail{.recipient = delivery.display_name(),
                          .language = delivery.language(),
                          .copy = delivery.copy(),
                          .day = absl::ToCivilDay(now, *zone),
                          .items = std::move(items),
                          .portal_url = options_.portal_url,
                          .confirmations = {delivery.confirmations().begin(), delivery.confirmations().end()}};
  const auto calendar =
      options_.calendar == nullptr ? std::make_shared<const WorkingCalendar>() : options_.calendar->Current();
  const DueDatesSource source{*calendar, office_, FromTimestamp(delivery.create_time())};
  // Only copies can be declined; what a holder of the role owes is sent as long as it is owed.
  return OutgoingMessage{.template_name = template_name,
                         .data = ReminderData(mail, plans),
                         .attachments = dates(mail, plans, source),
                         .list = mail.items.empty() ? "notices" : "reminders",
                         .reply_to = plan.office().email(),
                         .may_be_declined = mail.copy};
}

OutgoingMessage MessageWriter::Notice(const v1::Delivery& delivery, const v1::SendNoticeRequest& content) {
  return {.template_name = content.template_(),
          .data = NoticeData(content, delivery.display_name()),
          .attachments = {content.attachments().begin(), content.attachments().end()},
          .list = "notices"};
}

}  // namespace lianfang::notification
