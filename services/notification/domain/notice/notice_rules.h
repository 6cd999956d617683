// Notices: what another service, or the office, has sent to somebody in a template's words.
//
//   absl::Status checked = CheckNotice(request, templates.notices());
//   auto recipients = ResolveRecipients(request, contacts, now);
//   const Notice notice = MakeNotice(request, *recipients, {sender, request_id, kind, mail_domain}, now);
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_NOTICE_RULES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_NOTICE_RULES_H_

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/change.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"

namespace lianfang::notification {

// Collection id of notice names.
inline constexpr char kNoticePrefix[] = "notices/";

// The variable of every notice that the server fills in: the addressee's name.
inline constexpr char kRecipientVariable[] = "recipient";

// Bounds on what one request may carry.
inline constexpr int kMaxRecipients = 200;
inline constexpr int kMaxAttachments = 10;
inline constexpr size_t kMaxAttachmentBytes = 3 << 20;  // together

// The templates that notices may use, each with the variables that it declares (without `recipient`).
using NoticeTemplates = std::map<std::string, std::set<std::string>>;

// A notice: what it says, once, and the mail to each recipient.
struct Notice {
  std::string name;                      // `notices/{notice}`
  v1::SendNoticeRequest content;         // template, variables and attachments
  std::vector<v1::Delivery> deliveries;  // queued
};

// INVALID_ARGUMENT naming every fault by its path; NOT_FOUND when no notice may use the template. `languages` are those
// that mails can be written in.
absl::Status CheckNotice(const v1::SendNoticeRequest& request, const NoticeTemplates& templates,
                         const std::vector<std::string>& languages);

// Somebody a notice goes to.
struct NoticeAddressee {
  v1::Contact contact;  // without a name, region, department and role for a mailbox that is no contact's
  bool copy = false;    // a deputy, beside those who hold the role
};

// The recipients of a request that was checked, in the order named, each mailbox once. NOT_FOUND when a contact does
// not exist, FAILED_PRECONDITION when one has ended or nobody holds a role at `now`.
absl::StatusOr<std::vector<NoticeAddressee>> ResolveRecipients(const v1::SendNoticeRequest& request,
                                                               const std::vector<v1::Contact>& contacts,
                                                               absl::Time now);

// Where a notice comes from.
struct NoticeOrigin {
  v1::DeliveryKind kind = v1::DELIVERY_KIND_NOTICE;
  std::string identity;     // what the notice's id follows from: the same twice is the same notice
  std::string sender = "";  // identity URI; empty for an alert
  std::string mail_domain;  // of Message-IDs
  std::string region = "";  // whose the mails to mailboxes are that are no contact's
};

// The notice to record. The ids of the notice and of its deliveries follow from the origin and the mailboxes.
Notice MakeNotice(const v1::SendNoticeRequest& request, const std::vector<NoticeAddressee>& addressees,
                  const NoticeOrigin& origin, absl::Time now);

// What is told to those who watch: the changes of its deliveries.
std::vector<Change> ChangesOf(const Notice& notice);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_NOTICE_RULES_H_
