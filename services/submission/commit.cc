#include "services/submission/commit.h"

#include <utility>

namespace lianfang::submission {

absl::StatusOr<BatchOutcome> Commit(SubmissionStore& store, const SigningKey& key, const Clock& clock,
                                    const std::string& plan, absl::Time deadline, BatchSource source) {
  BatchOutcome outcome;
  bool changes_nothing = false;
  const absl::Status status = store.Transact(plan, deadline, [&](LedgerTransaction& ledger) -> absl::Status {
    const Batch& batch = source();
    const absl::Time now = clock.Now();
    outcome = DecideBatch(plan, batch.proposals, batch.atomicity, ledger.Load(batch.proposals), key, now);
    changes_nothing = outcome.entries.empty();
    if (changes_nothing) return absl::CancelledError("nothing to save");  // rolls back what locking left
    ledger.Save(outcome, now);
    return absl::OkStatus();
  });
  if (!status.ok() && !changes_nothing) return status;
  return outcome;
}

}  // namespace lianfang::submission
