// What is asked of a ledger before one believes it: that it verifies from its first entry on, or that it begins with
// what one has kept of it. Both are judged here; the service only answers.
#ifndef LIANFANG_CLI_LEDGER_CHECKS_H_
#define LIANFANG_CLI_LEDGER_CHECKS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/ledger/remote.h"
#include "common/ledger/chain.h"
#include "common/ledger/keys.h"
#include "lianfang/submission/v1/ledger_archive.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::cli {

// What problems call the head that the service answers.
inline constexpr char kNewestHead[] = "ledger's head";

// A head to hold a ledger to, with what problems call it.
using NamedHead = std::pair<std::string, submission::v1::LedgerHead>;

// Reads the whole ledger up to `newest`, which the service has just answered, and verifies it; also that it begins with
// the others. An error says that it could not be read.
absl::StatusOr<submission::v1::LedgerVerification> VerifyWhole(RemoteLedger& ledger,
                                                               const submission::v1::LedgerHead& newest,
                                                               const std::vector<NamedHead>& kept, const KeyRing& keys);

// Has the service prove that the ledger up to `newest` begins with the kept one. Of a head from before there were tree
// heads, the entries that it covers are read. An error says that nothing could be proved.
absl::StatusOr<submission::v1::LedgerVerification> CheckGrowth(RemoteLedger& ledger,
                                                               const submission::v1::LedgerHead& newest, KeptHead kept,
                                                               const KeyRing& keys);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LEDGER_CHECKS_H_
