// By what people are told apart: the contact they are, and the mailbox they read. Mail servers in use do not tell
// `Wang@163.com` from `wang@163.com`, so neither do reminders.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_MAILBOX_KEY_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_MAILBOX_KEY_H_

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace lianfang::notification {

// The same for two spellings of one mailbox. Never an address to send to: that keeps the spelling given.
inline std::string MailboxKey(absl::string_view email) { return absl::AsciiStrToLower(email); }

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_MAILBOX_KEY_H_
