#include "services/notification/domain/contact/contact_book.h"

#include <algorithm>
#include <utility>

#include "services/notification/domain/contact/contact_rules.h"

namespace lianfang::notification {

using v1::Contact;

Place PlaceOf(const Duty& duty, type::v1::Recipient role, const ReminderPolicy& policy) {
  if (role != type::v1::RECIPIENT_OFFICE_DIRECTOR) return {duty.acting_region(), duty.department(), role};
  return {policy.lead_region.empty() ? duty.region() : policy.lead_region, policy.lead_department, role};
}

ContactBook::ContactBook(std::vector<Contact> contacts) {
  std::sort(contacts.begin(), contacts.end(),
            [](const Contact& left, const Contact& right) { return left.name() < right.name(); });
  for (Contact& contact : contacts) {
    std::vector<Contact>& place = places_[{contact.region(), contact.department(), contact.role()}];
    place.push_back(std::move(contact));
  }
}

std::vector<Addressee> ContactBook::At(const Place& place, absl::Time time) const {
  const auto found = places_.find(place);
  if (found == places_.end()) return {};
  std::vector<Addressee> addressees;
  bool held = false;
  for (const Contact& contact : found->second) {
    if (!IsValidAt(contact, time)) continue;
    addressees.push_back({&contact, contact.deputy()});
    held = held || !contact.deputy();
  }
  if (!held) {
    for (Addressee& addressee : addressees) addressee.copy = false;
  }
  addressees.erase(
      std::remove_if(addressees.begin(), addressees.end(),
                     [](const Addressee& addressee) { return addressee.copy && addressee.contact->copies_declined(); }),
      addressees.end());
  return addressees;
}

}  // namespace lianfang::notification
