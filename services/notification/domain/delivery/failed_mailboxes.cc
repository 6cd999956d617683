#include "services/notification/domain/delivery/failed_mailboxes.h"

#include <algorithm>

#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/delivery/ways.h"

namespace lianfang::notification {

absl::Time TriedAgainFrom(const FailedMailboxes& failed, const std::string& email,
                          const std::vector<v1::Contact>& contacts, absl::Time stage_time,
                          const WorkingCalendar& calendar, absl::TimeZone zone) {
  const auto found = failed.find(MailboxKey(email));
  if (found == failed.end()) return absl::InfinitePast();
  const absl::Time failure = found->second.last_failure;
  const bool changed = std::any_of(contacts.begin(), contacts.end(), [&](const v1::Contact& contact) {
    return MailboxKey(contact.email()) == MailboxKey(email) && FromTimestamp(contact.update_time()) > failure;
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
             return failed.count(MailboxKey(FailedAddressOf(way.channel(), way.address()))) > 0;
           });
  }));
}

}  // namespace lianfang::notification
