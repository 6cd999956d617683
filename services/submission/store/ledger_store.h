// What the ledger's readers need of the store beside what everybody reads: hashes to prove with, which key sealed what,
// one instant of everything for the audit, and what audits and witnesses leave behind.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_LEDGER_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_LEDGER_STORE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "services/submission/domain/ledger/ledger_audit.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// A stored row for the audit: `indexed` says whether the columns that lists filter by agree with the row.
template <typename Row>
struct AuditedRow {
  std::string key;
  Row row;
  bool indexed;
};

// A ledger entry for the audit, with what the request log answers to the request that made it.
struct AuditedEntry {
  StoredEntry entry;
  std::optional<StoredAnswer> answer;
  bool answer_pruned = false;  // there is none because the time of keeping it is over
};

// One plan's ledger and what is stored beside it, as it was at one instant, however long it takes to read. One thread.
// Errors as for the store.
class LedgerSnapshot {
 public:
  virtual ~LedgerSnapshot() = default;

  // The end of the ledger as recorded beside it.
  virtual absl::StatusOr<StoredHead> ReadHead() = 0;
  // Stored plan documents by edition.
  virtual absl::StatusOr<std::vector<std::pair<int, std::string>>> ReadPlanDocuments() = 0;
  // Entries from `first` on, at most `limit`, in order.
  virtual absl::StatusOr<std::vector<AuditedEntry>> ReadEntries(int64_t first, int limit) = 0;
  // Seals that end at or after `sequence`, at most `limit`, in order.
  virtual absl::StatusOr<std::vector<StoredSeal>> ReadSeals(int64_t sequence, int limit) = 0;
  // Changes after `position` that name something of the plan; some may be of other plans.
  virtual absl::StatusOr<std::vector<StoredChange>> ReadChanges(int64_t position, int limit) = 0;
  // Of all plans.
  virtual absl::StatusOr<StoredTotals> ReadTotals() = 0;
  // All obligations and returns, by id, which is the key.
  virtual absl::StatusOr<std::vector<AuditedRow<v1::Obligation>>> ReadObligations(const Page& page) = 0;
  virtual absl::StatusOr<std::vector<AuditedRow<v1::Return>>> ReadReturns(const Page& page) = 0;
};

// What a key has sealed of one ledger: the seals over its first and its last entry.
struct KeyUse {
  std::string plan;  // id
  std::string key_id;
  StoredSeal first;
  StoredSeal last;
};

// An audit under way or ended, as every replica sees it. There is at most one of a plan: the newest.
struct AuditRecord {
  std::string plan;  // id
  std::string id;    // UUID
  std::string actor;
  absl::Time start_time;
  absl::Time beat_time;   // last sign of life of the replica that runs it
  absl::Time ask_time;    // when somebody last asked about it
  int64_t entries = 0;    // read so far
  int64_t total = 0;      // to be read
  std::string outcome{};  // serialised LedgerAudit, once it has ended
};

// Thread-safe. Errors common to all: those of SubmissionStore. What is not there is an empty result, not an error.
class LedgerStore {
 public:
  virtual ~LedgerStore() = default;

  // The hashes stored beside entries `first` to `first + count - 1`, as far as there are such.
  virtual absl::StatusOr<std::vector<std::string>> ReadLeafHashes(const std::string& plan, int64_t first, int64_t count,
                                                                  absl::Time deadline) = 0;

  // What these keys have sealed of these plans, by plan and key.
  virtual absl::StatusOr<std::vector<KeyUse>> ListKeyUses(const std::vector<std::string>& plans,
                                                          const std::vector<std::string>& key_ids,
                                                          absl::Time deadline) = 0;

  // Entries after `after` that concern no return, at most `limit`, in order: editions, adjustments, keys, witnesses,
  // facts.
  virtual absl::StatusOr<std::vector<StoredEntry>> ReadPlanEntries(const std::string& plan, int64_t after, int limit,
                                                                   absl::Time deadline) = 0;

  // Calls `read` with the plan's ledger as of one instant; once more, with a later one, where the connection breaks.
  // Answers what it answers. Holds a connection meanwhile.
  virtual absl::Status Snapshot(const std::string& plan, absl::Time deadline,
                                const std::function<absl::Status(LedgerSnapshot&)>& read) = 0;

  // Records that an audit begins, in place of the one before. Where that one has not ended and showed signs of life
  // after `alive_since`, it stays and is answered.
  virtual absl::StatusOr<AuditRecord> BeginAudit(const AuditRecord& fresh, absl::Time alive_since,
                                                 absl::Time deadline) = 0;
  // Records how far an audit is, or how it ended, and answers when somebody last asked about it; nothing where another
  // one has begun since.
  virtual absl::StatusOr<std::optional<absl::Time>> RecordAudit(const AuditRecord& record, absl::Time deadline) = 0;
  // The newest audit of the plan.
  virtual absl::StatusOr<std::optional<AuditRecord>> FindAudit(const std::string& plan, absl::Time deadline) = 0;
  // The newest audit of the plan if it has this id, about which somebody asks `now`.
  virtual absl::StatusOr<std::optional<AuditRecord>> AskAudit(const std::string& plan, const std::string& id,
                                                              absl::Time now, absl::Time deadline) = 0;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_LEDGER_STORE_H_
