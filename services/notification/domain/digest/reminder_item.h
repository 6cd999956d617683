// One obligation in a mail: how pressing it is, and which comes first.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_REMINDER_ITEM_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_REMINDER_ITEM_H_

#include "absl/time/time.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification {

// The obligation as a mail of `now` lists it under the deadline in force, without a stage that would make the mail
// speak of it.
v1::ReminderItem ListedItem(const submission::v1::Obligation& obligation, const Deadline& deadline, absl::TimeZone zone,
                            absl::Time now);

// The order in a mail: by urgency, due time, name.
bool MorePressing(const v1::ReminderItem& left, const v1::ReminderItem& right);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_REMINDER_ITEM_H_
