// The ways to a recipient: which channel a delivery goes by, and which one is next.
//
//   SetWays(delivery, contact);
//   if (const auto next = WayAfterRefusal(delivery)) delivery = PassedOn(delivery, *next, reason, now);
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_WAYS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_WAYS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"

namespace lianfang::notification {

// Attempts of its own that a delivery has on one channel before that has failed for good: with the waits of
// AfterAttempt, five days (RFC 5321, 4.5.4.1). Failures of the channel are not counted: they may last for as long as they
// like.
inline constexpr int kMaxAttempts = 126;

// The channel that every recipient has an address on: `Contact.email`.
inline constexpr char kEmailChannel[] = "email";

// The ways to a contact, in the order in which they are tried: at least `email`.
std::vector<v1::ChannelAddress> WaysTo(const v1::Contact& contact);

// Lets the delivery go to the contact: by the first of its ways, or by mail alone where it has files.
void SetWays(v1::Delivery& delivery, const v1::Contact& contact);

// The channel that the delivery goes by, and the recipient's address on it. Deliveries recorded before there were
// channels go by mail.
std::string ChannelOf(const v1::Delivery& delivery);
std::string AddressOf(const v1::Delivery& delivery);
std::string ChannelOf(const v1::DeliveryAttempt& attempt);

// By what addresses that take nothing are kept: the mailbox itself, `channel:address` of others.
std::string FailedAddressOf(absl::string_view channel, absl::string_view address);

// When the round of attempts began that is under way: ever, or when the office last queued the delivery again.
absl::Time RoundOf(const v1::Delivery& delivery);

// Attempts of this round on this channel that were the message's or the address's own.
int OwnAttempts(const v1::Delivery& delivery, const std::string& channel);

// Whether this channel has refused the delivery for good, or has had all its attempts, in this round.
bool IsClosed(const v1::Delivery& delivery, const std::string& channel);

// The next way when the present one is closed: the first one behind it that is not, going around; nullopt when none is
// left.
std::optional<v1::ChannelAddress> WayAfterRefusal(const v1::Delivery& delivery);

// The next way while the present channel is down: the first one behind it that is not closed. Not going around: a
// delivery that has come to the last one waits there.
std::optional<v1::ChannelAddress> WayInOutage(const v1::Delivery& delivery);

// The way that the last attempt closed, whether or not there was another one; nullopt when that attempt closed none.
std::optional<v1::ChannelAddress> JustClosed(const v1::Delivery& delivery);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_WAYS_H_
