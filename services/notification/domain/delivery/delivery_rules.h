// The life of a delivery: queued with a name of its own, tried, tried again, settled.
//
//   v1::Delivery delivery = ReminderDelivery(digest, "lianfang.example", now);
//   delivery = AfterAttempt(delivery, attempt);
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_DELIVERY_RULES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_DELIVERY_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/change.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "services/notification/domain/digest/digest.h"

namespace lianfang::notification {

// Collection id of delivery names.
inline constexpr char kDeliveryPrefix[] = "deliveries/";

// Template of reminders.
inline constexpr char kReminderTemplate[] = "reminder";

// A queued delivery of `kind`, to be tried from `now` on; `id` names it, and under `mail_domain` its Message-ID.
v1::Delivery QueuedDelivery(v1::DeliveryKind kind, absl::string_view id, absl::string_view mail_domain, absl::Time now);

// 32 hex digits that follow from `identity` alone.
std::string DerivedId(absl::string_view identity);

// A queued reminder; a digest that lists confirmations alone makes a confirmation. Its id, and so its Message-ID under `mail_domain`, follows from recipient, morning and stages: two
// replicas that plan the same mail name it the same. It follows from `again`, too, if given: a delivery that failed
// may have the name already, and its stages are free.
v1::Delivery ReminderDelivery(const Digest& digest, absl::string_view mail_domain, absl::Time now,
                              absl::Time again = absl::InfinitePast());

// The delivery with one more attempt, on the channel that it goes by. A passing fault defers it, by a minute, then two,
// four … up to an hour, each longer by up to a quarter so that a crowd does not come back at once. A fault of the channel
// defers it by a minute. One that this channel has refused for good goes by the next way at once (ways.h); it has failed
// when none is left.
v1::Delivery AfterAttempt(v1::Delivery delivery, const v1::DeliveryAttempt& attempt);

// The delivery, deferred without an attempt of its own: the channel is down.
v1::Delivery HeldBack(v1::Delivery delivery, absl::Time until, absl::Time now);

// Whether the delivery belongs to a region whose code begins so (DivisionPrefix). An alert of no region is about the
// sending as a whole and belongs to every region; any other delivery of no region to the whole country alone.
bool IsWithin(const v1::Delivery& delivery, absl::string_view division_prefix);

// The delivery, to be tried at once by another way: its channel has been down for long.
v1::Delivery PassedOn(v1::Delivery delivery, const v1::ChannelAddress& way, absl::Time now);

// The delivery, deferred without an attempt: a source of what it lists is silent.
v1::Delivery AwaitingSource(v1::Delivery delivery, absl::Time until, absl::Time now);

// Whether RetryDelivery has something to do: it has failed or is deferred.
bool MayBeRetried(const v1::Delivery& delivery);

// The delivery, queued again: it has as many attempts as a new one, and goes to where `contact`, its contact as of now, is
// reached, by the first of its ways; what went by mail alone still does. Absent for a mailbox that is no contact's. FAILED_PRECONDITION unless MayBeRetried, or when the contact
// does not hold its role at `now`; ABORTED when `etag` is given and not the current one.
absl::StatusOr<v1::Delivery> Retried(v1::Delivery delivery, const std::optional<v1::Contact>& contact,
                                     absl::string_view etag, absl::Time now);

// The delivery, not to be sent after all.
v1::Delivery Suppressed(v1::Delivery delivery, absl::string_view reason, absl::Time now);

// Topic of the changelog with every change of a delivery.
inline constexpr char kDeliveriesTopic[] = "deliveries";

// What is told to those who watch: a serialised WatchDeliveriesResponse without its cursor.
Change ChangeOf(const v1::Delivery& delivery);

// What of a reminder is still owed at `now`, with urgency and days as of then. `duties` and `plans` are those of
// now.
std::vector<v1::ReminderItem> StillOwed(const v1::Delivery& delivery, const PlanMap& plans,
                                        const std::vector<Duty>& duties, absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_DELIVERY_RULES_H_
