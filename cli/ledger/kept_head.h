// Files in which a head is kept: what `ledger head --save` writes, and the export of a ledger, which begins with its
// head.
#ifndef LIANFANG_CLI_LEDGER_KEPT_HEAD_H_
#define LIANFANG_CLI_LEDGER_KEPT_HEAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::cli {

// A usage error where the file cannot be read, or is neither.
absl::StatusOr<submission::v1::LedgerHead> ReadKeptHead(const std::string& path);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LEDGER_KEPT_HEAD_H_
