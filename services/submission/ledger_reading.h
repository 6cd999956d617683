// Reading one instant of a ledger, and all that is stored beside it, into its audit (domain/ledger_audit.h).
#ifndef LIANFANG_SERVICES_SUBMISSION_LEDGER_READING_H_
#define LIANFANG_SERVICES_SUBMISSION_LEDGER_READING_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "services/submission/domain/ledger/ledger_audit.h"
#include "services/submission/store/ledger_store.h"

namespace lianfang::submission {

// Asked before each page: whether the reading goes on, `entries` of `total` having been read. What it answers otherwise
// ends the reading.
using Proceed = std::function<absl::Status(int64_t entries, int64_t total)>;

// Hands everything to the audit, but for Finish. An error says that it could not be read, or was told not to go on, and
// nothing of the ledger. NOT_FOUND where it is empty.
absl::Status ReadIntoAudit(LedgerSnapshot& snapshot, LedgerAudit& audit, const Proceed& proceed);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_LEDGER_READING_H_
