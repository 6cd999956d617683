// A batch's outcome as rows.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_BATCH_ROWS_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_BATCH_ROWS_H_

#include "absl/time/time.h"
#include "common/pg/array.h"
#include "common/pg/request_log.h"
#include "common/pg/transaction.h"
#include "services/submission/domain/batch.h"

namespace lianfang::submission {

// Writes everything of `outcome` but its responses, in as many statements whatever the size of the batch; nothing when
// nothing was accepted. Throws as libpqxx does.
void SaveBatch(PgTransaction& transaction, const BatchOutcome& outcome, absl::Time now);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_BATCH_ROWS_H_
