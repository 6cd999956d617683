// Due dates that people have in their calendars though nothing is owed any more: one mail takes them out again.
//
//   for (const v1::Delivery& delivery : SettledDeliveries(reminders, duties, "hrss.example", now)) ...
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_SETTLED_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_SETTLED_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification {

// Template of these mails.
inline constexpr char kSettledTemplate[] = "reminder-settled";

// Whether it is such a mail, and no reminder.
bool IsSettledMail(const v1::Delivery& delivery);

// One mail to everybody who was sent a date after `now` of what is met or withdrawn by now, and who was not told
// so yet. `reminders` are the deliveries for stages of the resources of which `duties` are all, these mails among them
// (LoadSettledReminders). An item has the stage `settled/{changes}`, so that each is told once, and once more when what
// was done was sent back and done again.
std::vector<v1::Delivery> SettledDeliveries(const std::vector<v1::Delivery>& reminders, const std::vector<Duty>& duties,
                                            absl::string_view mail_domain, absl::Time now);

// The items of such a mail that are still settled at `now`, with the days as of then. `owed` are the duties that are
// owed.
std::vector<v1::ReminderItem> StillSettled(const v1::Delivery& delivery, const std::vector<Duty>& owed,
                                           absl::TimeZone zone, absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_SETTLED_H_
