#include "services/notification/notice_service.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/text.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/first_response.h"
#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/template_source.h"

namespace lianfang::notification {
namespace {

bool NamesContacts(const v1::SendNoticeRequest& request) {
  return std::any_of(request.recipients().begin(), request.recipients().end(),
                     [](const v1::NoticeRecipient& recipient) { return !recipient.has_mailbox(); });
}

bool IsService(const Identity& caller) { return caller.role == type::v1::ROLE_SERVICE; }

// A person writes to the people of his own region; a service, to those whom its own rules name.
absl::Status CheckRegions(const Identity& caller, const v1::SendNoticeRequest& request) {
  if (!request.region().empty() && !IsDivisionCode(request.region())) {
    return InvalidField("region", "must be a division code of six digits");
  }
  if (IsService(caller)) return absl::OkStatus();
  if (!request.region().empty()) {
    if (absl::Status own = CheckOwnRegion(caller, request.region()); !own.ok()) return own;
  }
  for (const v1::NoticeRecipient& recipient : request.recipients()) {
    if (!recipient.has_role()) continue;
    if (absl::Status own = CheckOwnRegion(caller, recipient.role().region()); !own.ok()) return own;
  }
  return absl::OkStatus();
}

// Whether the mailbox is that of a contact whom the caller may write to.
bool IsOfOwnContact(const Identity& caller, const std::string& email, const std::vector<v1::Contact>& contacts,
                    absl::Time now) {
  return std::any_of(contacts.begin(), contacts.end(), [&](const v1::Contact& contact) {
    return MailboxKey(contact.email()) == MailboxKey(email) && IsValidAt(contact, now) &&
           CheckOwnRegion(caller, contact.region()).ok();
  });
}

// A person sends no mail in the system's name to whomever he likes.
absl::Status CheckAddressees(const Identity& caller, const std::vector<NoticeAddressee>& addressees,
                             const std::vector<v1::Contact>& contacts, absl::Time now) {
  if (IsService(caller)) return absl::OkStatus();
  for (const NoticeAddressee& addressee : addressees) {
    if (addressee.contact.name().empty()) {
      if (IsOfOwnContact(caller, addressee.contact.email(), contacts, now)) continue;
      return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                             "a mailbox must be that of a contact of your region: put the contact first",
                             "NOT_A_CONTACT");
    }
    if (absl::Status own = CheckOwnRegion(caller, addressee.contact.region()); !own.ok()) return own;
  }
  return absl::OkStatus();
}

}  // namespace

void NoticeService::Register(ContractService& service) {
  service.Unary<v1::SendNoticeRequest, v1::SendNoticeResponse>(
      "SendNotice",
      [this](const Call& call, const v1::SendNoticeRequest& request) { return SendNotice(call, request); });
}

absl::StatusOr<v1::SendNoticeResponse> NoticeService::SendNotice(const Call& call,
                                                                 const v1::SendNoticeRequest& request) {
  const auto templates = library_.Current();
  if (!templates.ok()) return templates.status();
  const absl::Status checked = CheckNotice(request, (*templates)->notices(), (*templates)->languages());
  if (!checked.ok()) return checked;
  if (absl::Status own = CheckRegions(call.caller, request); !own.ok()) return own;
  const RequestKey key = RequestKey::Of(call.caller.uri, call.method, request);
  const auto first = FirstResponse<v1::SendNoticeResponse>(store_, key, call.deadline);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **first;

  std::vector<v1::Contact> contacts;
  if (NamesContacts(request) || !IsService(call.caller)) {
    auto all = store_.ListContacts({}, {"", std::numeric_limits<int>::max()}, call.deadline);
    if (!all.ok()) return all.status();
    contacts = *std::move(all);
  }
  const absl::Time now = clock_.Now();
  const auto addressees = ResolveRecipients(request, contacts, now);
  if (!addressees.ok()) return addressees.status();
  if (absl::Status own = CheckAddressees(call.caller, *addressees, contacts, now); !own.ok()) return own;
  const Notice notice = MakeNotice(request, *addressees,
                                   {.kind = v1::DELIVERY_KIND_NOTICE,
                                    .identity = absl::StrCat(call.caller.uri, "\n", key.request_id),
                                    .sender = call.caller.uri,
                                    .mail_domain = mail_domain_,
                                    .region = request.region().empty() ? call.caller.region : request.region()},
                                   now);
  const absl::Status subjects = CheckSubjects(notice, **templates);
  if (!subjects.ok()) return subjects;
  return store_.RecordNotice(notice, key, now, call.deadline);
}

// A subject with a line break from a variable, or too long with it, is the caller's mistake and is refused now, not
// when the mail goes out.
absl::Status NoticeService::CheckSubjects(const Notice& notice, const TemplateSet& templates) {
  for (const v1::Delivery& delivery : notice.deliveries) {
    const auto mail = templates.Render(delivery.template_(), delivery.language(),
                                       NoticeData(notice.content, delivery.display_name()));
    if (!mail.ok()) return mail.status();
    const absl::Status checked = CheckLine(mail->subject, kMaxSubject);
    if (!checked.ok()) return InvalidField("variables", absl::StrCat("the subject made of them ", checked.message()));
  }
  return absl::OkStatus();
}

}  // namespace lianfang::notification
