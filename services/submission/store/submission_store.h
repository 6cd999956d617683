// What this service keeps, behind one interface: PostgreSQL in a process (pg_submission_store.h), memory in unit tests
// (testing/). Both pass one conformance suite.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_SUBMISSION_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_SUBMISSION_STORE_H_

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/submission/domain/ledger/batch.h"
#include "services/submission/domain/ledger/receipts.h"
#include "services/submission/domain/ledger/stored_ledger.h"
#include "services/submission/domain/request/visibility.h"

namespace lianfang::submission {

// A page of something listed in the order of a key: at most `limit` after `after` (exclusive; empty: from the start).
struct Page {
  std::string after;
  int limit;
};

// Which obligations or returns; empty members do not restrict.
struct RowFilter {
  std::string plan{};  // id
  std::string department{};
  std::string region{};
  std::string industry{};
  std::string period{};
  v1::ReturnState return_state = v1::RETURN_STATE_UNSPECIFIED;  // returns only
  RowScope scope{};                                             // what the caller may read
};

// What a mutation would meet: an obligation, its return if one was filed, and its plan at the newest edition.
struct ObligationCase {
  std::shared_ptr<const type::v1::Plan> plan;
  std::optional<v1::Obligation> obligation;
  std::optional<v1::Return> filed;
  std::optional<v1::Return> before;    // for the period before, in force, where the plan compares periods
  std::vector<v1::Obligation> stated;  // all of the plan's, by name, where the plan itself is asked about
};

// The case as a decision meets it whose call arrived at `arrival`. `found` outlives the snapshot.
inline Snapshot SnapshotOf(const ObligationCase& found, absl::Time now, absl::Time arrival) {
  Snapshot snapshot{found.plan.get(),
                    found.obligation ? &*found.obligation : nullptr,
                    found.filed ? &*found.filed : nullptr,
                    found.before ? &*found.before : nullptr,
                    {},
                    now,
                    std::min(arrival, now)};
  for (const v1::Obligation& stated : found.stated) snapshot.stated.push_back(&stated);
  return snapshot;
}

// A listed row with the key after which the next page begins.
template <typename Row>
struct Listed {
  std::string key;
  Row row;
};

// The end of a ledger as recorded beside it, with the plan's edition in force.
struct StoredHead : LedgerHead {
  int edition = 0;
};

// A transaction on one plan's ledger. Of one thread. Load and Save may throw exceptions of the database's library, which
// Transact catches: let them pass.
class LedgerTransaction {
 public:
  virtual ~LedgerTransaction() = default;

  // What the proposals concern (BatchState), as the lock's holder finds it. Without a ledger, and with a proposal that
  // concerns the plan itself, it begins one. Call once, before Save.
  virtual BatchState Load(const std::vector<Proposal>& proposals) = 0;

  // Writes everything of the outcome but its responses: ledger, seal, head, state, changelog, request log and audit rows.
  virtual void Save(const BatchOutcome& outcome, absl::Time now) = 0;
};

using LedgerWork = std::function<absl::Status(LedgerTransaction&)>;

// Thread-safe. Every call ends by `deadline`. Errors common to all: UNAVAILABLE while the database is away,
// RESOURCE_EXHAUSTED when no connection is free in time, DEADLINE_EXCEEDED. What is not there is an empty result, not
// an error.
class SubmissionStore {
 public:
  virtual ~SubmissionStore() = default;

  // A plan at an edition, or at the newest for 0; null when there is none.
  virtual absl::StatusOr<std::shared_ptr<const type::v1::Plan>> LoadPlan(const std::string& plan, int edition,
                                                                         absl::Time deadline) = 0;
  // Plans at their newest edition, by id, which is the key.
  virtual absl::StatusOr<std::vector<std::shared_ptr<const type::v1::Plan>>> ListPlans(const Page& page,
                                                                                       absl::Time deadline) = 0;

  // What a mutation of obligation `id` of `plan` would meet; with an empty id, a mutation of the plan itself.
  virtual absl::StatusOr<ObligationCase> LoadCase(const std::string& plan, const std::string& id,
                                                  absl::Time deadline) = 0;

  // Those of the named obligations that are there, by name.
  virtual absl::StatusOr<std::map<std::string, v1::Obligation>> LoadObligations(const std::vector<std::string>& names,
                                                                                absl::Time deadline) = 0;

  // Obligations by due time and name; states are not set.
  virtual absl::StatusOr<std::vector<Listed<v1::Obligation>>> ListObligations(const RowFilter& filter, const Page& page,
                                                                              absl::Time deadline) = 0;
  // Returns by name.
  virtual absl::StatusOr<std::vector<Listed<v1::Return>>> ListReturns(const RowFilter& filter, const Page& page,
                                                                      absl::Time deadline) = 0;
  // The ledger entries that concern return `id`, in ledger order.
  virtual absl::StatusOr<std::vector<StoredEntry>> ListReturnEntries(const std::string& plan, const std::string& id,
                                                                     absl::Time deadline) = 0;

  // Ledger entries from `first` on, at most `limit`, in order.
  virtual absl::StatusOr<std::vector<StoredEntry>> ReadLedger(const std::string& plan, int64_t first, int limit,
                                                              absl::Time deadline) = 0;
  // Seals that end at or after `sequence`, at most `limit`, in order.
  virtual absl::StatusOr<std::vector<StoredSeal>> ReadSeals(const std::string& plan, int64_t sequence, int limit,
                                                            absl::Time deadline) = 0;
  // The seal that covers entry `sequence`, with all entries under it, for their receipts. Nothing where there is no
  // such entry; DATA_LOSS where entries under the seal are gone.
  virtual absl::StatusOr<std::optional<SealedRun>> ReadSealedRun(const std::string& plan, int64_t sequence,
                                                                 absl::Time deadline) = 0;
  // The end of the ledger as recorded beside it.
  virtual absl::StatusOr<StoredHead> ReadLedgerHead(const std::string& plan, absl::Time deadline) = 0;

  // Runs `work` in one transaction that holds the lock of the plan's ledger, so that batches of one plan are serialised
  // against each other, across replicas too. OK commits; any other status rolls back and is returned.
  //
  // A transaction that fails by bad luck (a deadlock, a connection that broke, a commit whose answer was lost) is run
  // again: `work` must start from nothing each time. After a commit in doubt, Load finds the requests that were
  // committed among the earlier answers.
  virtual absl::Status Transact(const std::string& plan, absl::Time deadline, const LedgerWork& work) = 0;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_SUBMISSION_STORE_H_
