// Mailboxes of contacts, and their addresses on other channels (FailedAddressOf), to which the last message failed for
// good, and when they are tried again.
//
// A delivery that fails for good frees its stages: they are due again as long as something is owed. Without a pause the
// next tick would send the same mail to the same mailbox every few seconds.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_FAILED_MAILBOXES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_FAILED_MAILBOXES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/working_calendar.h"
#include "lianfang/notification/v1/contact.pb.h"

namespace lianfang::notification {

// A mailbox that takes nothing. It is forgotten when a mail to it is accepted.
struct FailedMailbox {
  std::string email;
  absl::Time since;         // when a mail to it first failed for good
  absl::Time last_failure;  // when one did last
};

// By mailbox (MailboxKey).
using FailedMailboxes = std::map<std::string, FailedMailbox>;

// From when on reminders to a contact go out again. InfinitePast as long as one of its ways has not failed: a message that
// its mailbox refuses goes on by that one. Otherwise by the first way that is tried again: at once where a contact with
// the same mailbox was changed since the failure, else on the next working day, at the time of day of `stage_time`.
absl::Time TriedAgainFrom(const FailedMailboxes& failed, const v1::Contact& contact,
                          const std::vector<v1::Contact>& contacts, absl::Time stage_time,
                          const WorkingCalendar& calendar, absl::TimeZone zone);

// How many of the contacts valid at `now` nothing reaches: their mailbox has failed, and so has every other address.
int CountUnreachable(const FailedMailboxes& failed, const std::vector<v1::Contact>& contacts, absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DELIVERY_FAILED_MAILBOXES_H_
