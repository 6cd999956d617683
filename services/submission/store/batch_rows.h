// A batch's outcome as rows.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_BATCH_ROWS_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_BATCH_ROWS_H_

#include "absl/time/time.h"
#include "common/pg/transaction.h"
#include "services/submission/domain/batch.h"

namespace lianfang::submission {

// Writes everything of `outcome` but its responses, in as many statements whatever the size of the batch. False where a
// ledger does not end where the batch began: roll back then. Throws as libpqxx does.
bool SaveBatch(PgTransaction& transaction, const BatchOutcome& outcome, absl::Time now);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_BATCH_ROWS_H_
