// The private key that a user signs with what he witnesses.
#ifndef LIANFANG_CLI_LEDGER_SIGNER_H_
#define LIANFANG_CLI_LEDGER_SIGNER_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/witness_key.h"

namespace lianfang::cli {

// Reads a private key, P-256, PEM. A usage error where the file cannot be read or holds no such key.
absl::StatusOr<WitnessSigner> ReadSigner(const std::string& path);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LEDGER_SIGNER_H_
