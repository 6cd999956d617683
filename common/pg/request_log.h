// Idempotency and audit, in the transaction of the mutation itself.
//
// A mutation names its `request_id`. The first time, its response is stored with its effects; every repeat, also after
// a crash or a commit in doubt, answers that response. The same id with another content is a mistake of the caller and
// is refused, and so is one that was pruned from the log. Every service's schema has the table `request_log` and the chains of
// audit rows (common/pg/audit_rows.h), to which its role can only append.
//
//   PgRequestLog log(transaction);
//   auto found = log.Find({key});                     // one answer per key, in order
//   …
//   log.Record({{key, response, "plans/x", "filed revision 2"}}, now);
//
// RunMutation (common/pg/mutation.h) does this for a single mutation; a batch of many uses the log itself.
#ifndef LIANFANG_COMMON_PG_REQUEST_LOG_H_
#define LIANFANG_COMMON_PG_REQUEST_LOG_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/parameters.h"
#include "common/pg/transaction.h"
#include "common/request_key.h"

namespace lianfang {

// Part of a WITH clause that stores responses, for a statement that does more besides. Its parameters are bound by
// BindRequests. Their audit rows are AuditEventsOf (common/pg/audit_rows.h).
extern const char kRecordRequestsSql[];
void BindRequests(const std::vector<RequestRecord>& records, absl::Time now, NamedParameters& parameters);

class PgRequestLog {
 public:
  explicit PgRequestLog(PgTransaction& transaction) : transaction_(transaction) {}

  // Until the end of the transaction, others that lock this request wait: a repeat that comes while the first is under
  // way finds its response.
  void Lock(const RequestKey& key);

  // For each key: the stored response, nothing when the request is new, or INVALID_ARGUMENT when its id was used for
  // another content, or so long ago that the answer is not kept any more.
  std::vector<absl::StatusOr<std::optional<std::string>>> Find(const std::vector<RequestKey>& keys);

  // Stores responses and audit rows.
  void Record(const std::vector<RequestRecord>& records, absl::Time now);

 private:
  PgTransaction& transaction_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_REQUEST_LOG_H_
