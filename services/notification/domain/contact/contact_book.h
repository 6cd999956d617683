// The contacts, looked up by place: who is addressed when a stage of a duty speaks to a role.
//
//   ContactBook book(contacts);
//   const Place place = PlaceOf(duty, type::v1::RECIPIENT_LIAISON, policy);
//   for (const Addressee& addressee : book.At(place, stage.time)) ...
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_CONTACT_BOOK_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_CONTACT_BOOK_H_

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification {

// A role in a department of a region.
struct Place {
  std::string region;
  std::string department;
  type::v1::Recipient role;

  friend bool operator<(const Place& left, const Place& right) {
    return std::tie(left.region, left.department, left.role) < std::tie(right.region, right.department, right.role);
  }
};

// Where `role` is, for a duty: liaison officers and conveners in the department that owes, the office director
// in the department that leads.
Place PlaceOf(const Duty& duty, type::v1::Recipient role, const ReminderPolicy& policy);

// Somebody a mail goes to.
struct Addressee {
  const v1::Contact* contact;
  bool copy;  // a deputy, beside those who hold the role
};

// Immutable; thread-safe. Keeps its own copy of the contacts.
class ContactBook {
 public:
  explicit ContactBook(std::vector<v1::Contact> contacts);

  // Whom a mail to `place` reaches at `time`, by name: everyone who holds the role then, and their deputies by copy
  // unless these decline; where nobody holds it the deputies are the addressees and cannot decline. Empty: nobody can
  // be reached.
  std::vector<Addressee> At(const Place& place, absl::Time time) const;

 private:
  std::map<Place, std::vector<v1::Contact>> places_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_CONTACT_BOOK_H_
