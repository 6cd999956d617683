// What the last batches left, so that the next one need not read it again, nor wait until they are saved.
//
// Everything in this service changes through its plan's ledger, so the hash of a ledger's head names the state that the
// plan's obligations and returns are in. A batch is saved only where the ledger still ends at the head that it was
// decided on: while that is the head that this process decided last, what it remembers is what the database holds; a
// head that another replica has moved finds nothing here, and the batch reads. A batch that was decided and then not
// saved has led to a head that no ledger has: what follows from it is found under that head alone, by nobody. A
// document changed by hand, beside the ledger, is not noticed here but by the audit.
//
//   auto last = memory.Last("gaoping-2021-2025");                        // where the batch before leads to
//   auto known = memory.Find("gaoping-2021-2025", last->head.hash, id);  // nothing: read it, and Keep it
//   memory.Follow(outcome);                                              // the batch is decided
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_CASE_MEMORY_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_CASE_MEMORY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "services/submission/domain/ledger/batch.h"

namespace lianfang::submission {

// An obligation with its return; that is null where none was filed.
struct Case {
  std::shared_ptr<const v1::Obligation> obligation;
  std::shared_ptr<const v1::Return> filed;
};

// The end of a plan's ledger, and the edition in force there.
struct PlanStanding {
  LedgerHead head;
  std::shared_ptr<const type::v1::Plan> plan;
};

// Thread-safe.
class CaseMemory {
 public:
  // At most `limit` cases are remembered, the ones asked for last: a few KiB each.
  explicit CaseMemory(size_t limit = 16384) : limit_(limit) {}

  // Where the last batch leads to; nothing where that is not known, or the batch has published an edition.
  std::optional<PlanStanding> Last(const std::string& plan);

  // Where a batch found the plan, under the head's lock.
  void Meet(const std::string& plan, const PlanStanding& met);

  // The case of an obligation in the state that a ledger head names; nothing where it is not known.
  std::optional<Case> Find(const std::string& plan, const std::string& head, const std::string& id);

  // A case that was read while the ledger ended at `read_at`. False, and it is not kept, where it may be another one in
  // the state that `head` names.
  bool Keep(const std::string& plan, const std::string& head, const std::string& id, Case read,
            const std::string& read_at);

  // What a batch makes of the state that it met.
  void Follow(const BatchOutcome& outcome);

 private:
  // `generation` changes whenever what is remembered of a plan stops being true.
  struct PlanState {
    PlanStanding standing{};
    int64_t generation = 0;
    // The last batch: where it began, and the names of the obligations whose cases it has changed.
    std::string before{};
    absl::flat_hash_set<std::string> changed{};
  };
  struct Remembered {
    int64_t generation;
    Case value;
  };

  PlanState& StateAt(const std::string& plan, const std::string& head) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::optional<Case> Recall(const std::string& name, int64_t generation) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Remember(const std::string& name, int64_t generation, Case value) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Replace(PlanState& state, const std::string& name, const Case& changed) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t limit_;
  absl::Mutex mutex_;
  int64_t generations_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<std::string, PlanState> plans_ ABSL_GUARDED_BY(mutex_);  // by plan id
  // By obligation name. Where the recent ones fill half of the limit they become the older ones, and those are
  // forgotten: whatever was used meanwhile is among the recent.
  absl::flat_hash_map<std::string, Remembered> recent_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, Remembered> older_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_CASE_MEMORY_H_
