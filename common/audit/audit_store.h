// Where audit rows are kept: PostgreSQL in a process (pg_audit_store.h), memory in tests (testing/). Both pass one conformance suite.
#ifndef LIANFANG_COMMON_AUDIT_AUDIT_STORE_H_
#define LIANFANG_COMMON_AUDIT_AUDIT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/audit/v1/audit.pb.h"

namespace lianfang {

// Which rows of a journal; empty members do not restrict.
struct AuditFilter {
  audit::v1::Journal journal = audit::v1::JOURNAL_OPERATIONS;
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();  // exclusive
  std::string actor{};                        // a URI, or what others continue with `/`
  std::string person{};
  std::string resource{};  // likewise
  std::string method{};    // full, or its last word
  audit::v1::AuditOutcome outcome = audit::v1::AUDIT_OUTCOME_UNSPECIFIED;
  // What the code of the caller's region begins with. Callers without a region match always.
  std::string division_prefix{};
};

// The oldest month of a journal whose time of keeping is over.
struct OldAuditMonth {
  std::string month;          // as the store names it
  audit::v1::AuditEnd end{};  // without rows: row_count 0, and nothing else is set
};

// Thread-safe. Errors common to all: UNAVAILABLE while the database is away, RESOURCE_EXHAUSTED when no connection is free in time,
// DEADLINE_EXCEEDED. What is not there is an empty result, not an error.
class AuditStore {
 public:
  virtual ~AuditStore() = default;

  // Adds the rows to the end of the chain, all or none: journal, sequence and hashes are the store's, and the time is not before that of
  // the row before. What mutations leave is added in their own transaction (common/pg/request_log.h).
  virtual absl::Status Append(audit::v1::Journal journal, const std::vector<audit::v1::AuditEvent>& events,
                              absl::Time deadline) = 0;

  // Rows that match, at most `limit`: oldest first those after `from_sequence`; or newest first those before it, 0 meaning the end.
  virtual absl::StatusOr<std::vector<audit::v1::AuditEvent>> List(const AuditFilter& filter, bool newest_first,
                                                                  int64_t from_sequence, int limit,
                                                                  absl::Time deadline) = 0;
  // Rows from `first` on, at most `limit`, with their hashes.
  virtual absl::StatusOr<std::vector<audit::v1::AuditRecord>> ReadRecords(audit::v1::Journal journal, int64_t first,
                                                                          int limit, absl::Time deadline) = 0;
  // What was removed, in order.
  virtual absl::StatusOr<std::vector<audit::v1::AuditEnd>> ListEnds(audit::v1::Journal journal,
                                                                    absl::Time deadline) = 0;

  // Makes room for this month and so many after it; answers how many months are new.
  virtual absl::StatusOr<int> Prepare(int months, absl::Time deadline) = 0;
  // The month that may be removed next: it is over for more than so many days, and for the least time that its journal is kept.
  virtual absl::StatusOr<std::optional<OldAuditMonth>> FindOldMonth(audit::v1::Journal journal, int keep_days,
                                                                    absl::Time deadline) = 0;
  // Removes that month, keeps its end with this signature, and says so in the chain of operations, by `actor`. False where another
  // replica was first. Not by itself: `month` is what FindOldMonth said.
  virtual absl::StatusOr<bool> RemoveMonth(const OldAuditMonth& month, int keep_days, const std::string& actor,
                                           absl::Time deadline) = 0;
  // Removes at most `most` answers of the request log that are older than so many days; answers how many.
  virtual absl::StatusOr<int64_t> PruneRequests(int keep_days, int most, absl::Time deadline) = 0;
  // Removes at most `most` of the oldest changes of the changelog that are older than so many days; answers how many. None
  // where the service keeps all of its changes, as its migrations say (common/changelog/sql).
  virtual absl::StatusOr<int64_t> PruneChanges(int keep_days, int most, absl::Time deadline) = 0;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_AUDIT_STORE_H_
