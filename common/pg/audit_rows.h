// Audit rows in the transaction of what they tell of (common/audit/README.md).
//
//   AppendAudit(transaction, audit::v1::JOURNAL_OPERATIONS, {event});   // last: others that add rows wait from here on
//
// The function append_audit chains the rows under a lock that holds until the end of the transaction: add them as the last statement.
#ifndef LIANFANG_COMMON_PG_AUDIT_ROWS_H_
#define LIANFANG_COMMON_PG_AUDIT_ROWS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/parameters.h"
#include "common/pg/transaction.h"
#include "common/request_key.h"
#include "lianfang/audit/v1/audit.pb.h"

namespace lianfang {

// The statement, for whoever needs another limit of time, and its parameters.
extern const char kAppendAuditSql[];
void BindAudit(audit::v1::Journal journal, const std::vector<audit::v1::AuditEvent>& events,
               NamedParameters& parameters);

// Sequence and hashes of the events do not matter: the chain gives them.
void AppendAudit(PgTransaction& transaction, audit::v1::Journal journal,
                 const std::vector<audit::v1::AuditEvent>& events);

// The row of a mutation that keeps no answer, and so is not in the request log: of the call that this thread works for.
void AppendAuditOf(PgTransaction& transaction, const RequestKey& key, const std::string& resource,
                   const std::string& detail, absl::Time now);

// The rows that mutations leave.
std::vector<audit::v1::AuditEvent> AuditEventsOf(const std::vector<RequestRecord>& records, absl::Time now);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_AUDIT_ROWS_H_
