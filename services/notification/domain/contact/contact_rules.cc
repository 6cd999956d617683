#include "services/notification/domain/contact/contact_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/mailbox.h"
#include "common/text.h"
#include "common/time.h"
#include "services/notification/domain/delivery/ways.h"

namespace lianfang::notification {
namespace {

using v1::Contact;

constexpr size_t kMaxDisplayName = 100;
constexpr size_t kMaxSubject = 255;

void CheckPlace(const Contact& contact, FieldViolations& faults) {
  if (!IsDivisionCode(contact.region())) faults.Add("contact.region", "must be a division code of six digits");
  if (!IsResourceId(contact.department())) faults.Add("contact.department", "must be a department's id");
  if (RoleId(contact.role()).empty()) faults.Add("contact.role", "must be liaison, convener or office director");
}

void CheckName(const Contact& contact, FieldViolations& faults) {
  if (contact.name().empty()) return;
  absl::string_view suffix = contact.name();
  if (!absl::ConsumePrefix(&suffix, ContactNamePrefix(contact)) || !IsResourceId(suffix)) {
    faults.Add("contact.name", absl::StrCat("must be ", ContactNamePrefix(contact),
                                            "{suffix}, with a suffix of lower-case words joined by hyphens"));
  }
}

void CheckTerm(const Contact& contact, FieldViolations& faults) {
  if (contact.deputy() && !contact.has_end_time()) faults.Add("contact.end_time", "must be given for a deputy");
  if (contact.has_start_time() && contact.has_end_time() &&
      FromTimestamp(contact.end_time()) <= FromTimestamp(contact.start_time())) {
    faults.Add("contact.end_time", "must be after start_time");
  }
}

// The channels as faults list them.
std::string Listed(const AddressChecks& channels) {
  std::vector<std::string> ids;
  for (const auto& [id, check] : channels) ids.push_back(id);
  return absl::StrJoin(ids, ", ");
}

// Checks the addresses beside the mailbox, and puts them into `contact` as they are stored.
void CheckAddresses(Contact& contact, const AddressChecks& channels, FieldViolations& faults) {
  std::set<std::string> seen;
  for (int i = 0; i < contact.addresses_size(); ++i) {
    v1::ChannelAddress& one = *contact.mutable_addresses(i);
    const std::string field = absl::StrCat("contact.addresses[", i, "]");
    const auto channel = channels.find(one.channel());
    if (channels.empty()) {
      faults.Add(field, "this server sends by mail alone");
    } else if (channel == channels.end()) {
      faults.Add(absl::StrCat(field, ".channel"), absl::StrCat("must be one of ", Listed(channels)));
    } else if (!seen.insert(one.channel()).second) {
      faults.Add(absl::StrCat(field, ".channel"), "is given twice");
    } else {
      const auto address = channel->second(one.address());
      faults.AddAll(absl::StrCat(field, ".address"), address.status());
      if (address.ok()) one.set_address(*address);
    }
  }
}

// As OpenID Connect has it, but for blanks and control characters.
bool IsSubject(absl::string_view subject) {
  return subject.size() <= kMaxSubject &&
         std::all_of(subject.begin(), subject.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

type::v1::Role IdentityRole(type::v1::Recipient role) {
  switch (role) {
    case type::v1::RECIPIENT_LIAISON:
      return type::v1::ROLE_LIAISON;
    case type::v1::RECIPIENT_CONVENER:
      return type::v1::ROLE_CONVENER;
    case type::v1::RECIPIENT_OFFICE_DIRECTOR:
      return type::v1::ROLE_OFFICE;
    default:
      return type::v1::ROLE_UNSPECIFIED;
  }
}

// The order names every channel of the contact once, or is left to the server.
void CheckOrder(const Contact& contact, FieldViolations& faults) {
  if (contact.channels().empty()) return;
  std::multiset<std::string> owned = {kEmailChannel};
  for (const v1::ChannelAddress& one : contact.addresses()) owned.insert(one.channel());
  if (std::multiset<std::string>(contact.channels().begin(), contact.channels().end()) != owned) {
    faults.Add("contact.channels",
               absl::StrCat("must name each channel of the contact once: ", absl::StrJoin(owned, ", ")));
  }
}

}  // namespace

std::string RoleId(type::v1::Recipient role) {
  switch (role) {
    case type::v1::RECIPIENT_LIAISON:
      return "liaison";
    case type::v1::RECIPIENT_CONVENER:
      return "convener";
    case type::v1::RECIPIENT_OFFICE_DIRECTOR:
      return "office-director";
    default:
      return "";
  }
}

std::string ContactNamePrefix(const Contact& contact) {
  return absl::StrCat(kContactPrefix, contact.region(), "-", contact.department(), "-", RoleId(contact.role()), "-");
}

absl::StatusOr<Contact> CheckContact(const Contact& contact, const std::vector<std::string>& languages,
                                     const AddressChecks& channels) {
  Contact checked = contact;
  FieldViolations faults;
  CheckPlace(contact, faults);
  if (faults.empty()) CheckName(contact, faults);
  faults.AddAll("contact.display_name", CheckLine(contact.display_name(), kMaxDisplayName));
  const auto email = NormalizeEmail(contact.email());
  faults.AddAll("contact.email", email.status());
  if (email.ok()) checked.set_email(*email);
  CheckAddresses(checked, channels, faults);
  CheckOrder(checked, faults);
  if (contact.language().empty()) checked.set_language(kDefaultLanguage);
  if (std::find(languages.begin(), languages.end(), checked.language()) == languages.end()) {
    faults.Add("contact.language", absl::StrCat("must be one of ", absl::StrJoin(languages, ", ")));
  }
  CheckTerm(contact, faults);
  if (!IsSubject(contact.subject())) {
    faults.Add("contact.subject", "must be at most 255 printable ASCII characters without blanks");
  }
  if (!contact.etag().empty() || contact.has_create_time() || contact.has_update_time()) {
    faults.Add("contact", "etag, create_time and update_time are the server's; the request has its own etag");
  }
  if (!faults.empty()) return faults.ToStatus();
  return checked;
}

absl::StatusOr<Contact> DecideContact(const std::vector<Contact>& in_place, Contact checked, absl::string_view etag,
                                      absl::Time now) {
  const auto named = [&in_place](const std::string& name) {
    return std::find_if(in_place.begin(), in_place.end(), [&](const Contact& one) { return one.name() == name; });
  };
  for (int number = 1; checked.name().empty(); ++number) {
    const std::string name = absl::StrCat(ContactNamePrefix(checked), number);
    if (named(name) == in_place.end()) checked.set_name(name);
  }
  const auto current = named(checked.name());
  const std::string current_etag = current == in_place.end() ? "" : current->etag();
  if (!etag.empty() && etag != current_etag) {
    return ErrorWithReason(absl::StatusCode::kAborted, "the contact has changed since it was read", "STALE_ETAG",
                           {{"current_etag", current_etag}});
  }
  int64_t revision = 0;
  if (!absl::SimpleAtoi(current_etag, &revision)) revision = 0;
  checked.set_etag(absl::StrCat(revision + 1));
  *checked.mutable_create_time() = current == in_place.end() ? ToTimestamp(now) : current->create_time();
  *checked.mutable_update_time() = ToTimestamp(now);
  return checked;
}

v1::ResolveSubjectResponse ActsAs(const Contact& contact) {
  v1::ResolveSubjectResponse response;
  response.set_region(contact.region());
  response.set_department(contact.department());
  response.set_role(IdentityRole(contact.role()));
  response.set_person(std::string(absl::StripPrefix(contact.name(), ContactNamePrefix(contact))));
  return response;
}

bool IsValidAt(const Contact& contact, absl::Time time) {
  if (contact.has_start_time() && time < FromTimestamp(contact.start_time())) return false;
  return !contact.has_end_time() || time < FromTimestamp(contact.end_time());
}

}  // namespace lianfang::notification
