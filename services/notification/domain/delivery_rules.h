// The life of a delivery: queued with a name of its own, tried, tried again, settled.
//
//   v1::Delivery delivery = ReminderDelivery(digest, "lianfang.example", now);
//   delivery = AfterAttempt(delivery, attempt);
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_RULES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "services/notification/domain/digest.h"

namespace lianfang::notification {

// Collection id of delivery names.
inline constexpr char kDeliveryPrefix[] = "deliveries/";

// Attempts before a passing fault counts as final: with the waits of AfterAttempt, more than a day.
inline constexpr int kMaxAttempts = 30;

// A queued delivery. Its id, and so its Message-ID under `mail_domain`, follows from recipient, morning and stages: two
// replicas that plan the same mail name it the same.
v1::Delivery ReminderDelivery(const Digest& digest, absl::string_view mail_domain, absl::Time now);

// The delivery with one more attempt. A passing fault defers it, by a minute, then two, four … up to an hour, each
// longer by up to a quarter so that a crowd does not come back at once.
v1::Delivery AfterAttempt(v1::Delivery delivery, const v1::DeliveryAttempt& attempt);

// The delivery, not to be sent after all.
v1::Delivery Suppressed(v1::Delivery delivery, absl::string_view reason, absl::Time now);

// What of a reminder is still owed at `now`, with urgency and days as of then. `obligations` and `plans` are those of
// now.
std::vector<v1::ReminderItem> StillOwed(const v1::Delivery& delivery, const PlanMap& plans,
                                        const std::vector<submission::v1::Obligation>& obligations, absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_RULES_H_
