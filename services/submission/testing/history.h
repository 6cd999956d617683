// Random histories of the write path, held against a serial reference.
//
// A history: several callers send mutations of one plan to two replicas' writers over one store, some of them again and again. The store fails
// now and then: before a transaction, after its work, after its commit. Whoever gets no answer asks again. Then the ledger that this has left
// is replayed on a store of its own, one mutation after the other, each committed alone; and it must be that
//
//   - every entry has the very bytes that the reference makes, so that grouping, retries and interleavings change nothing;
//   - obligations, returns, plan and changes are the same;
//   - whatever was answered is in the ledger once, and every answer to it is the same, with a receipt that verifies;
//   - whatever was refused would have been refused, with the same words, at some place of the ledger between its call and its answer;
//   - of mutations together, all are in the ledger in a row, or none.
//
//   RunHistory(seed, store, reference);      // both without that plan's ledger; EXPECTs
#ifndef LIANFANG_SERVICES_SUBMISSION_TESTING_HISTORY_H_
#define LIANFANG_SERVICES_SUBMISSION_TESTING_HISTORY_H_

#include <cstdint>
#include <random>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "services/submission/store/submission_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/random_mutations.h"

namespace lianfang::submission {

// What a store does with a transaction.
enum class StoreFault { kNone, kAway, kRolledBack, kAnswerLost, kRunAgain, kRefused };

// Thread-safe.
class StoreFaults {
 public:
  explicit StoreFaults(uint64_t seed) : random_(seed) {}

  StoreFault Next();
  // From now on there are none.
  void End();

 private:
  absl::Mutex mutex_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

// Loads, and saves nothing: the work of a transaction that is rolled back.
class UnsavedLedger : public LedgerTransaction {
 public:
  explicit UnsavedLedger(LedgerTransaction& ledger) : ledger_(ledger) {}

  BatchState Load(const std::vector<Proposal>& proposals) override { return ledger_.Load(proposals); }
  void Save(const BatchOutcome&, absl::Time) override {}

 private:
  LedgerTransaction& ledger_;
};

// A store whose transactions fail as `faults` says, which outlives it.
template <typename Store>
class FlakyStore : public Store {
 public:
  template <typename... Arguments>
  explicit FlakyStore(StoreFaults& faults, Arguments&&... arguments)
      : Store(std::forward<Arguments>(arguments)...), faults_(faults) {}

  absl::Status Transact(const std::string& plan, absl::Time deadline, const LedgerWork& work) override {
    const StoreFault fault = faults_.Next();
    if (fault == StoreFault::kAway) return absl::UnavailableError("away");
    if (fault == StoreFault::kRolledBack || fault == StoreFault::kRefused) {
      const absl::Status why = fault == StoreFault::kRefused ? absl::InternalError("refused")
                                                             : absl::UnavailableError("lost before its commit");
      return Store::Transact(plan, deadline, [&](LedgerTransaction& ledger) {
        UnsavedLedger unsaved(ledger);
        (void)work(unsaved);
        return why;
      });
    }
    const absl::Status status = Store::Transact(plan, deadline, work);
    if (!status.ok() || fault == StoreFault::kNone) return status;
    if (fault == StoreFault::kAnswerLost) return absl::UnavailableError("committed, and the answer is lost");
    return Store::Transact(plan, deadline, work);  // as after a commit in doubt
  }

 private:
  StoreFaults& faults_;
};

// What came of a history.
struct HistoryCounts {
  int calls = 0;
  int repeats = 0;
  int refusals = 0;
  int unanswered = 0;  // until the end
  int64_t entries = 0;
  int64_t seals = 0;

  HistoryCounts& operator+=(const HistoryCounts& other);
};

// `store` is what the callers' writers commit to, `faults` are its faults; `reference` is in memory. Both have the plan
// gaoping-2021-2025 published at edition 1 in an entry of the same bytes, and nothing else.
HistoryCounts RunHistory(uint64_t seed, SubmissionStore& store, StoreFaults& faults, FakeSubmissionStore& reference,
                         const SigningKey& key);

// The mutation that stands before histories.
Proposal HistoryPublication();

// How many histories a test runs: LIANFANG_HISTORIES, or what the test says; and the seed of the first one:
// LIANFANG_HISTORY_SEED, or one of chance.
int HistoriesToRun(int otherwise);
uint64_t FirstHistorySeed();

// Prints what the histories from that seed on came to, so that a failure can be run again.
void PrintCounts(int histories, uint64_t first_seed, const HistoryCounts& counts);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_TESTING_HISTORY_H_
