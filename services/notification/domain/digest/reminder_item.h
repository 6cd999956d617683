// One duty in a mail: its words, how pressing it is, and which comes first.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_REMINDER_ITEM_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_REMINDER_ITEM_H_

#include "absl/time/time.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification {

// The duty as a mail of `now` lists it, without a stage that would make the mail speak of it.
v1::ReminderItem ListedItem(const Duty& duty, absl::TimeZone zone, absl::Time now);

// Sets what the item says of the duty whatever the day: its ids and words, and how often its dates changed.
void Describe(const Duty& duty, v1::ReminderItem& item);

// The order in a mail: by urgency, due time, name.
bool MorePressing(const v1::ReminderItem& left, const v1::ReminderItem& right);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_REMINDER_ITEM_H_
