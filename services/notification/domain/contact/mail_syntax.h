// What may stand in the header of a mail: addresses and one-line texts that cannot smuggle in another header.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_MAIL_SYNTAX_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_MAIL_SYNTAX_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::notification {

// The address with its domain in lower case: two spellings of one mailbox compare equal. INVALID_ARGUMENT unless it is
// a dot-atom of at most 64 ASCII characters, `@`, and a domain of at least two labels (RFC 5321; quoting, comments and
// address literals are refused).
absl::StatusOr<std::string> NormalizeEmail(absl::string_view address);

// OK where `text` is one non-empty line of at most `max` characters: no CR, LF, NUL, nor any other control character,
// also none of Unicode's that break lines or turn their direction.
absl::Status CheckHeaderText(absl::string_view text, size_t max);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_CONTACT_MAIL_SYNTAX_H_
