// Puts a mail together as MIME (RFC 5322, 2045–2047): text and HTML as alternatives, attachments beside them, UTF-8
// names and subject encoded.
//
//   const std::string bytes = ComposeMessage(header, content, attachments);       // CRLF lines, ready for SMTP's DATA
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_MESSAGE_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_MESSAGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/messages/template_set.h"

namespace lianfang::notification {

// A mailbox with the name shown beside it.
struct NamedMailbox {
  std::string display_name;
  std::string email;
};

// What stands in a mail's header beside its subject. The same header and content give the same bytes. A repeated attempt
// has the same Message-ID and another date.
struct MessageHeader {
  NamedMailbox from = {};
  NamedMailbox to = {};
  std::string message_id = "";          // without angle brackets
  std::string list_id = "";             // such as `reminders.lianfang.example`
  absl::Time date = absl::UnixEpoch();  // of this attempt: a mail that waited says when it went out
  std::string reply_to = "";            // mailbox that answers questions; empty: the one that the mail is from
  std::string unsubscribe = "";         // URI by which the recipient declines further mails; empty: they cannot
};

// INVALID_ARGUMENT when a name, an address, the subject or an attachment's name cannot stand in a header. Marks the
// mail as sent by a program (Auto-Submitted, RFC 3834), so that absence notices are not sent back. Thread-safe.
absl::StatusOr<std::string> ComposeMessage(const MessageHeader& header, const MailContent& content,
                                           const std::vector<v1::Attachment>& attachments = {});

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_MESSAGE_H_
