// Idempotency and audit, in the transaction of the mutation itself.
//
// A mutation names its `request_id`. The first time, its response is stored with its effects; every repeat, also after
// a crash or a commit in doubt, answers that response. The same id with another content is a mistake of the caller and
// is refused. Every service's schema has the tables `request_log` and `audit_log`; the audit log is append-only (the
// service's role may not update or delete).
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

// Parts of a WITH clause that store responses and audit rows, for a statement that does more besides. Their parameters
// are bound by BindRequests.
extern const char kRecordRequestsSql[];
void BindRequests(const std::vector<RequestRecord>& records, absl::Time now, NamedParameters& parameters);

class PgRequestLog {
 public:
  explicit PgRequestLog(PgTransaction& transaction) : transaction_(transaction) {}

  // Until the end of the transaction, others that lock this request wait: a repeat that comes while the first is under
  // way finds its response.
  void Lock(const RequestKey& key);

  // For each key: the stored response, nothing when the request is new, or INVALID_ARGUMENT when its id was used for
  // another content.
  std::vector<absl::StatusOr<std::optional<std::string>>> Find(const std::vector<RequestKey>& keys);

  // Stores responses and audit rows.
  void Record(const std::vector<RequestRecord>& records, absl::Time now);

 private:
  PgTransaction& transaction_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_REQUEST_LOG_H_
