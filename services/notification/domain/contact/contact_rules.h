// What a contact must be, and how its name follows from whom it stands for.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_CONTACT_RULES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_CONTACT_RULES_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::notification {

// Collection id of contact names.
inline constexpr char kContactPrefix[] = "contacts/";

// Language of whoever states none.
inline constexpr char kDefaultLanguage[] = "zh-CN";

// `RECIPIENT_OFFICE_DIRECTOR` → `office-director`, as contact ids write roles; empty for RECIPIENT_UNSPECIFIED.
std::string RoleId(type::v1::Recipient role);

// `contacts/140581-emergency-liaison-`: what the name of every contact in this place begins with; a suffix completes
// it.
std::string ContactNamePrefix(const v1::Contact& contact);

// The channels that contacts may have addresses on beside `email`, each with its check: an address as it is stored, or
// what is wrong with it.
using AddressCheck = std::function<absl::StatusOr<std::string>(const std::string&)>;
using AddressChecks = std::map<std::string, AddressCheck>;

// The contact as it will be stored: addresses normalised, language filled in. INVALID_ARGUMENT naming every fault by its
// path under `contact`. An empty name is left for the store to number. `languages` are those that mails can be written
// in, `channels` those that this server sends by.
absl::StatusOr<v1::Contact> CheckContact(const v1::Contact& contact, const std::vector<std::string>& languages,
                                         const AddressChecks& channels = {});

// What putting `checked` makes of the contacts in its place: the contact as it will stand, created or replaced. Without
// a name it gets the lowest number that is free. ABORTED when `etag` is given and not the current one.
absl::StatusOr<v1::Contact> DecideContact(const std::vector<v1::Contact>& in_place, v1::Contact checked,
                                          absl::string_view etag, absl::Time now);

// As whom the holder of a contact's subject acts: its place, role and suffix.
v1::ResolveSubjectResponse ActsAs(const v1::Contact& contact);

// Whether the contact holds its role at `time`.
bool IsValidAt(const v1::Contact& contact, absl::Time time);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_CONTACT_RULES_H_
