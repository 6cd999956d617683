// Due dates that people have in their calendars though nothing is owed any more: one mail takes them out again.
//
//   for (const v1::Delivery& delivery : SettledDeliveries(reminders, obligations, "hrss.example", now)) ...
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_SETTLED_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_SETTLED_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::notification {

// Template of these mails.
inline constexpr char kSettledTemplate[] = "reminder-settled";

// Whether it is such a mail, and no reminder.
bool IsSettledMail(const v1::Delivery& delivery);

// One mail to everybody who was sent a date after `now` of figures that are met or waived by now, and who was not told
// so yet. `reminders` are the deliveries for stages of `obligations`, these mails among them (LoadSettledReminders).
// An item has the stage `settled/{changes}`, so that each is told once, and once more when the return was sent back and
// filed again.
std::vector<v1::Delivery> SettledDeliveries(const std::vector<v1::Delivery>& reminders,
                                            const std::vector<submission::v1::Obligation>& obligations,
                                            absl::string_view mail_domain, absl::Time now);

// The items of such a mail that are still settled at `now`, with the days as of then. `owed` are the obligations that
// are owed.
std::vector<v1::ReminderItem> StillSettled(const v1::Delivery& delivery,
                                           const std::vector<submission::v1::Obligation>& owed, absl::TimeZone zone,
                                           absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_SETTLED_H_
