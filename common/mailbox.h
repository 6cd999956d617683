// Mailboxes (RFC 5321), checked the same way wherever one is entered: what is stored today must be accepted when a mail
// goes out tomorrow.
#ifndef LIANFANG_COMMON_MAILBOX_H_
#define LIANFANG_COMMON_MAILBOX_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// The address with its domain in lower case: two spellings of one mailbox compare equal. INVALID_ARGUMENT unless it is
// `local-part@domain` of at most 254 bytes, all ASCII:
//   local part  a dot-atom of at most 64 bytes: no dot at either end, no two dots in a row
//   domain      at least two labels of 1 to 63 letters, digits and hyphens, at most 253 bytes; no label begins or ends
//               with a hyphen
// Quoted local parts, comments and address literals are refused. Whether mail arrives there only sending shows.
absl::StatusOr<std::string> NormalizeEmail(absl::string_view address);

// The domain of a mailbox: `a@b.example` → `b.example`.
inline absl::string_view DomainOf(absl::string_view mailbox) { return mailbox.substr(mailbox.rfind('@') + 1); }

}  // namespace lianfang

#endif  // LIANFANG_COMMON_MAILBOX_H_
