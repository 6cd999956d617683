// Who the user is: the URI in the certificate that he shows.
#ifndef LIANFANG_CLI_LEDGER_OWN_IDENTITY_H_
#define LIANFANG_CLI_LEDGER_OWN_IDENTITY_H_

#include <string>

#include "absl/status/statusor.h"

namespace lianfang::cli {

// The URI of the first certificate in a PEM file. A usage error where the file cannot be read, or does not name exactly
// one.
absl::StatusOr<std::string> ReadOwnIdentity(const std::string& certificate_file);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LEDGER_OWN_IDENTITY_H_
