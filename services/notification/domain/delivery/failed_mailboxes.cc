#include "services/notification/domain/delivery/failed_mailboxes.h"

#include <algorithm>

#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/delivery/ways.h"

namespace lianfang::notification {

namespace {

// The failure of a way to a contact; null where it has not failed.
const FailedMailbox* FailureOf(const FailedMailboxes& failed, const v1::ChannelAddress& way) {
  const auto found = failed.find(MailboxKey(FailedAddressOf(way.channel(), way.address())));
  return found == failed.end() ? nullptr : &found->second;
}

}  // namespace

absl::Time TriedAgainFrom(const FailedMailboxes& failed, const v1::Contact& contact,
                          const std::vector<v1::Contact>& contacts, absl::Time stage_time,
                          const WorkingCalendar& calendar, absl::TimeZone zone) {
  absl::Time failure = absl::InfiniteFuture();  // the earliest
  for (const v1::ChannelAddress& way : WaysTo(contact)) {
    const FailedMailbox* of_way = FailureOf(failed, way);
    if (of_way == nullptr) return absl::InfinitePast();
    failure = std::min(failure, of_way->last_failure);
  }
  const bool changed = std::any_of(contacts.begin(), contacts.end(), [&](const v1::Contact& other) {
    return MailboxKey(other.email()) == MailboxKey(contact.email()) && FromTimestamp(other.update_time()) > failure;
  });
  if (changed) return absl::InfinitePast();
  const absl::CivilDay day = calendar.AtOrAfter(absl::ToCivilDay(failure, zone) + 1);
  const absl::CivilSecond morning = absl::ToCivilSecond(stage_time, zone);
  return absl::FromCivil(
      absl::CivilSecond(day.year(), day.month(), day.day(), morning.hour(), morning.minute(), morning.second()), zone);
}

int CountUnreachable(const FailedMailboxes& failed, const std::vector<v1::Contact>& contacts, absl::Time now) {
  return static_cast<int>(std::count_if(contacts.begin(), contacts.end(), [&](const v1::Contact& contact) {
    const std::vector<v1::ChannelAddress> ways = WaysTo(contact);
    return IsValidAt(contact, now) && std::all_of(ways.begin(), ways.end(), [&](const v1::ChannelAddress& way) {
             return FailureOf(failed, way) != nullptr;
           });
  }));
}

}  // namespace lianfang::notification
