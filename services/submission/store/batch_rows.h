// A batch's outcome as rows.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_BATCH_ROWS_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_BATCH_ROWS_H_

#include <functional>

#include "absl/time/time.h"
#include "common/pg/transaction.h"
#include "services/submission/domain/ledger/batch.h"

namespace lianfang::submission {

// Writes everything of an outcome but its responses, in as many statements whatever the size of the batch. False where
// a ledger does not end where the batch began: roll back then. Throws as libpqxx does.
using BatchRows = std::function<bool(PgTransaction&)>;

// The rows, ready to be sent: to make them of many filings takes a fifth as long as to write them.
BatchRows RowsOf(const BatchOutcome& outcome, absl::Time now);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_BATCH_ROWS_H_
