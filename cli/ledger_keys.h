// The public keys that a user trusts to verify what the ledger signed.
#ifndef LIANFANG_CLI_LEDGER_KEYS_H_
#define LIANFANG_CLI_LEDGER_KEYS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/keys.h"

namespace lianfang::cli {

// Reads the published file of keys (common/ledger/key_file.h): one key, or several one after the other, with what each
// has sealed. After a rotation the old ones stay, for what they signed. A usage error when the file cannot be read or
// holds anything else.
absl::StatusOr<KeyRing> ReadLedgerKeys(const std::string& path);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LEDGER_KEYS_H_
