#include "services/notification/domain/digest/settled.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/time.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/digest/reminder_item.h"
#include "services/notification/domain/stage/item_duty.h"
#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification {
namespace {

using v1::Delivery;
using v1::ReminderItem;

// A date in somebody's calendar: mailbox, resource, occasion.
using Entry = std::tuple<std::string, std::string, std::string>;

Entry EntryOf(const Delivery& delivery, const ReminderItem& item) {
  return {MailboxKey(delivery.email()), item.duty(), OccasionOf(item)};
}

std::string StageKeyOf(const ReminderItem& item) {
  return absl::StrCat("settled/", item.date_changes(), item.occasion().empty() ? "" : "/", item.occasion());
}

// The last of the duties that the item is about; there is one.
const Duty& LatestAbout(const ReminderItem& item, const std::vector<Duty>& duties) {
  return *std::find_if(duties.rbegin(), duties.rend(), [&](const Duty& duty) { return IsAbout(item, duty); });
}

// The item as it stands now.
ReminderItem SettledItem(const ReminderItem& sent, const Duty& duty) {
  ReminderItem item = sent;
  Describe(duty, item);
  item.clear_stage();
  item.clear_missed_stages();
  item.clear_late_reason();
  item.clear_previous_due_time();
  item.mutable_stage()->set_key(StageKeyOf(item));
  item.set_reason("已报送或豁免，撤销日历中的截止日期");
  return item;
}

Delivery MailTo(const Delivery& reminder, std::vector<ReminderItem> items, absl::string_view mail_domain,
                absl::Time now) {
  std::string identity = absl::StrCat(kSettledTemplate, "\n", reminder.email());
  for (const ReminderItem& item : items) absl::StrAppend(&identity, "\n", item.duty(), "\n", item.stage().key());
  Delivery delivery = QueuedDelivery(v1::DELIVERY_KIND_REMINDER, DerivedId(identity), mail_domain, now);
  delivery.set_contact(reminder.contact());
  delivery.set_display_name(reminder.display_name());
  delivery.set_email(reminder.email());
  delivery.set_language(reminder.language());
  delivery.set_region(reminder.region());
  delivery.set_department(reminder.department());
  delivery.set_copy(reminder.copy());
  delivery.set_template_(kSettledTemplate);
  delivery.mutable_items()->Add(items.begin(), items.end());
  v1::Contact reader;
  reader.set_email(reminder.email());
  delivery.set_has_files(true);
  SetWays(delivery, reader);
  return delivery;
}

}  // namespace

bool IsSettledMail(const Delivery& delivery) { return delivery.template_() == kSettledTemplate; }

std::vector<Delivery> SettledDeliveries(const std::vector<Delivery>& reminders, const std::vector<Duty>& duties,
                                        absl::string_view mail_domain, absl::Time now) {
  std::map<std::string, std::vector<Duty>> by_resource;
  for (const Duty& duty : duties) by_resource[duty.resource()].push_back(duty);
  std::set<std::pair<Entry, std::string>> told;
  for (const Delivery& delivery : reminders) {
    if (!IsSettledMail(delivery)) continue;
    for (const ReminderItem& item : delivery.items()) told.emplace(EntryOf(delivery, item), item.stage().key());
  }
  std::map<std::string, std::pair<const Delivery*, std::map<Entry, ReminderItem>>> mails;  // by mailbox
  for (const Delivery& delivery : reminders) {
    // Only mails bring dates.
    if (IsSettledMail(delivery) || delivery.state() != v1::DELIVERY_STATE_SENT) continue;
    if (ChannelOf(delivery) != kEmailChannel) continue;
    for (const ReminderItem& sent : delivery.items()) {
      const auto found = by_resource.find(sent.duty());
      if (found == by_resource.end() || FromTimestamp(sent.due_time()) <= now) continue;
      if (!IsSettled(found->second, OccasionOf(sent))) continue;
      ReminderItem item = SettledItem(sent, LatestAbout(sent, found->second));
      const Entry entry = EntryOf(delivery, sent);
      if (told.count({entry, item.stage().key()}) > 0) continue;
      auto& [reminder, items] = mails[MailboxKey(delivery.email())];
      reminder = &delivery;
      items.insert_or_assign(entry, std::move(item));
    }
  }
  std::vector<Delivery> deliveries;
  for (const auto& [mailbox, mail] : mails) {
    std::vector<ReminderItem> items;
    for (const auto& [entry, item] : mail.second) items.push_back(item);
    deliveries.push_back(MailTo(*mail.first, std::move(items), mail_domain, now));
  }
  return deliveries;
}

std::vector<ReminderItem> StillSettled(const Delivery& delivery, const std::vector<Duty>& owed, absl::TimeZone zone,
                                       absl::Time now) {
  std::vector<ReminderItem> items;
  for (ReminderItem item : delivery.items()) {
    const bool owed_again =
        std::any_of(owed.begin(), owed.end(), [&](const Duty& duty) { return IsAbout(item, duty) && IsOwed(duty); });
    const absl::CivilDay due = absl::ToCivilDay(FromTimestamp(item.due_time()) - absl::Nanoseconds(1), zone);
    item.set_days_left(static_cast<int>(due - absl::ToCivilDay(now, zone)));
    if (!owed_again && item.days_left() >= 0) items.push_back(std::move(item));
  }
  return items;
}

}  // namespace lianfang::notification
