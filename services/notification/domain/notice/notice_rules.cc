#include "services/notification/domain/notice/notice_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/mailbox.h"
#include "common/text.h"
#include "services/notification/domain/contact/contact_book.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/no_such.h"

namespace lianfang::notification {
namespace {

using v1::Attachment;
using v1::Contact;
using v1::NoticeRecipient;
using v1::SendNoticeRequest;

constexpr size_t kMaxName = 100;
constexpr size_t kMaxValue = 2000;

void CheckVariables(const SendNoticeRequest& request, const std::set<std::string>& declared, FieldViolations& faults) {
  std::set<std::string> missing = declared;
  for (int i = 0; i < request.variables_size(); ++i) {
    const std::string field = absl::StrCat("variables[", i, "]");
    const auto& variable = request.variables(i);
    if (declared.count(variable.name()) == 0) {
      faults.Add(absl::StrCat(field, ".name"), absl::StrCat("must be one of ", absl::StrJoin(declared, ", ")));
    } else if (missing.erase(variable.name()) == 0) {
      faults.Add(absl::StrCat(field, ".name"), "is given twice");
    }
    if (CountCodePoints(variable.value()) > kMaxValue) {
      faults.Add(absl::StrCat(field, ".value"), absl::StrCat("must have at most ", kMaxValue, " characters"));
    }
    if (HasForbiddenControl(variable.value())) {
      faults.Add(absl::StrCat(field, ".value"), "must be without control characters");
    }
  }
  if (!missing.empty()) faults.Add("variables", absl::StrCat("must have ", absl::StrJoin(missing, ", "), ", too"));
}

void CheckMailbox(const std::string& field, const v1::Mailbox& mailbox, const std::vector<std::string>& languages,
                  FieldViolations& faults) {
  faults.AddAll(absl::StrCat(field, ".display_name"), CheckLine(mailbox.display_name(), kMaxName));
  faults.AddAll(absl::StrCat(field, ".email"), NormalizeEmail(mailbox.email()).status());
  if (!mailbox.language().empty() &&
      std::find(languages.begin(), languages.end(), mailbox.language()) == languages.end()) {
    faults.Add(absl::StrCat(field, ".language"), absl::StrCat("must be one of ", absl::StrJoin(languages, ", ")));
  }
}

void CheckRecipients(const SendNoticeRequest& request, const std::vector<std::string>& languages,
                     FieldViolations& faults) {
  if (request.recipients_size() == 0 || request.recipients_size() > kMaxRecipients) {
    faults.Add("recipients", absl::StrCat("must be 1 to ", kMaxRecipients, ", were ", request.recipients_size()));
    return;
  }
  for (int i = 0; i < request.recipients_size(); ++i) {
    const std::string field = absl::StrCat("recipients[", i, "]");
    const NoticeRecipient& recipient = request.recipients(i);
    switch (recipient.recipient_case()) {
      case NoticeRecipient::kContact:
        if (!absl::StartsWith(recipient.contact(), kContactPrefix)) {
          faults.Add(absl::StrCat(field, ".contact"), "must be contacts/{contact}");
        }
        break;
      case NoticeRecipient::kRole:
        if (RoleId(recipient.role().role()).empty()) {
          faults.Add(absl::StrCat(field, ".role.role"), "must be liaison, convener or office director");
        }
        break;
      case NoticeRecipient::kMailbox:
        CheckMailbox(absl::StrCat(field, ".mailbox"), recipient.mailbox(), languages, faults);
        break;
      case NoticeRecipient::RECIPIENT_NOT_SET:
        faults.Add(field, "must have a contact, a role or a mailbox");
    }
  }
}

bool IsToken(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(c) || absl::StrContains("!#$&^_.+-", c);
  });
}

// `type/subtype`, and any parameters `; name=value` with tokens as values (RFC 2045, 5.1).
bool IsMediaType(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ';');
  const std::vector<absl::string_view> types = absl::StrSplit(parts[0], '/');
  if (text.size() > kMaxName || types.size() != 2 || !IsToken(types[0]) || !IsToken(types[1])) return false;
  return std::all_of(parts.begin() + 1, parts.end(), [](absl::string_view parameter) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(absl::StripAsciiWhitespace(parameter), absl::MaxSplits('=', 1));
    return IsToken(pair.first) && IsToken(pair.second);
  });
}

void CheckAttachments(const SendNoticeRequest& request, FieldViolations& faults) {
  if (request.attachments_size() > kMaxAttachments) {
    faults.Add("attachments", absl::StrCat("must be at most ", kMaxAttachments, ", were ", request.attachments_size()));
    return;
  }
  size_t bytes = 0;
  std::set<std::string> names;
  for (int i = 0; i < request.attachments_size(); ++i) {
    const Attachment& attachment = request.attachments(i);
    const std::string field = absl::StrCat("attachments[", i, "]");
    faults.AddAll(absl::StrCat(field, ".filename"), CheckLine(attachment.filename(), kMaxName));
    if (attachment.filename().find_first_of("/\\") != std::string::npos) {
      faults.Add(absl::StrCat(field, ".filename"), "must be without a path");
    }
    if (!names.insert(attachment.filename()).second) faults.Add(absl::StrCat(field, ".filename"), "is given twice");
    if (!IsMediaType(attachment.content_type())) {
      faults.Add(absl::StrCat(field, ".content_type"), "must be a media type such as application/pdf");
    }
    bytes += attachment.content().size();
  }
  if (bytes > kMaxAttachmentBytes) {
    faults.Add("attachments", absl::StrCat("must be at most ", kMaxAttachmentBytes, " bytes together, were ", bytes));
  }
}

absl::StatusOr<Contact> FindContact(const std::string& name, const std::vector<Contact>& contacts, absl::Time now) {
  const auto found =
      std::find_if(contacts.begin(), contacts.end(), [&](const Contact& contact) { return contact.name() == name; });
  if (found == contacts.end()) return NoSuch(name);
  if (!IsValidAt(*found, now)) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, absl::StrCat(name, " does not hold its role now"),
                           "CONTACT_NOT_VALID", {{"name", name}});
  }
  return *found;
}

Contact ContactOf(const v1::Mailbox& mailbox) {
  Contact contact;
  contact.set_display_name(mailbox.display_name());
  contact.set_email(*NormalizeEmail(mailbox.email()));
  contact.set_language(mailbox.language().empty() ? kDefaultLanguage : mailbox.language());
  return contact;
}

absl::StatusOr<std::vector<NoticeAddressee>> Holders(const v1::RoleAddress& role, const ContactBook& book,
                                                     absl::Time now) {
  std::vector<NoticeAddressee> holders;
  for (const Addressee& addressee : book.At({role.region(), role.department(), role.role()}, now)) {
    holders.push_back({*addressee.contact, addressee.copy});
  }
  if (holders.empty()) {
    return ErrorWithReason(
        absl::StatusCode::kFailedPrecondition,
        absl::StrCat("nobody is ", RoleId(role.role()), " of ", role.department(), " in ", role.region(), " now"),
        "ROLE_NOT_HELD", {{"region", role.region()}, {"department", role.department()}, {"role", RoleId(role.role())}});
  }
  return holders;
}

}  // namespace

absl::Status CheckNotice(const SendNoticeRequest& request, const NoticeTemplates& templates,
                         const std::vector<std::string>& languages) {
  const auto declared = templates.find(request.template_());
  if (declared == templates.end()) {
    return ErrorWithReason(absl::StatusCode::kNotFound,
                           absl::StrCat("no notice has the template ", request.template_()), "NOT_FOUND",
                           {{"template", request.template_()}});
  }
  FieldViolations faults;
  CheckVariables(request, declared->second, faults);
  CheckRecipients(request, languages, faults);
  CheckAttachments(request, faults);
  return faults.ToStatus();
}

absl::StatusOr<std::vector<NoticeAddressee>> ResolveRecipients(const SendNoticeRequest& request,
                                                               const std::vector<Contact>& contacts, absl::Time now) {
  const ContactBook book(contacts);
  std::vector<NoticeAddressee> addressees;
  std::set<std::string> mailboxes;
  const auto add = [&](NoticeAddressee addressee) {
    if (mailboxes.insert(addressee.contact.email()).second) addressees.push_back(std::move(addressee));
  };
  for (const NoticeRecipient& recipient : request.recipients()) {
    if (recipient.has_mailbox()) {
      add({ContactOf(recipient.mailbox()), false});
    } else if (recipient.has_role()) {
      auto holders = Holders(recipient.role(), book, now);
      if (!holders.ok()) return holders.status();
      for (NoticeAddressee& holder : *holders) add(std::move(holder));
    } else {
      auto contact = FindContact(recipient.contact(), contacts, now);
      if (!contact.ok()) return contact.status();
      add({*std::move(contact), false});
    }
  }
  return addressees;
}

Notice MakeNotice(const SendNoticeRequest& request, const std::vector<NoticeAddressee>& addressees,
                  const NoticeOrigin& origin, absl::Time now) {
  Notice notice{.name = absl::StrCat(kNoticePrefix, DerivedId(origin.identity)), .content = request, .deliveries = {}};
  notice.content.clear_recipients();
  notice.content.clear_region();
  notice.content.clear_request_id();
  for (const auto& [contact, copy] : addressees) {
    v1::Delivery delivery = QueuedDelivery(origin.kind, DerivedId(absl::StrCat(notice.name, "\n", contact.email())),
                                           origin.mail_domain, now);
    delivery.set_contact(contact.name());
    delivery.set_display_name(contact.display_name());
    delivery.set_email(contact.email());
    delivery.set_language(contact.language());
    delivery.set_region(contact.region().empty() ? origin.region : contact.region());
    delivery.set_department(contact.department());
    delivery.set_copy(copy);
    delivery.set_sender(origin.sender);
    delivery.set_notice(notice.name);
    delivery.set_template_(request.template_());
    delivery.set_has_files(!request.attachments().empty());
    SetWays(delivery, contact);
    notice.deliveries.push_back(std::move(delivery));
  }
  return notice;
}

std::vector<Change> ChangesOf(const Notice& notice) {
  std::vector<Change> changes;
  for (const v1::Delivery& delivery : notice.deliveries) changes.push_back(ChangeOf(delivery));
  return changes;
}

}  // namespace lianfang::notification
