// The story of a mutation, from its call to its answer:
//
//   1. A handler checks the request's form and makes a Proposal of it (mutation.h): who asks, under which request id, and
//      a pure decision that is still to be made.
//   2. LedgerWriter queues the proposal. Everything that waits for one plan shares one transaction (group commit).
//   3. Commit, below: the store locks the plan's ledger and loads what the proposals concern (Transact, Load);
//      DecideBatch (domain/ledger/batch.h) decides them in order, chains, seals and signs; the store saves (Save) and
//      commits.
//   4. Each caller gets its response. A repeat gets the response of its first time, its receipt made again from the
//      ledger (receipts_of_repeats.h).
//
// This is the only way in which anything in this service changes. Replicas need nothing else to agree: the lock of the
// ledger's head row puts their batches into one order, and each batch is decided on what the one before has committed.
#ifndef LIANFANG_SERVICES_SUBMISSION_COMMIT_H_
#define LIANFANG_SERVICES_SUBMISSION_COMMIT_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/ledger/keys.h"
#include "services/submission/domain/ledger/batch.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Mutations of one plan that share a transaction.
struct Batch {
  std::vector<Proposal> proposals{};
  Atomicity atomicity = Atomicity::kEach;
};

// One response per proposal, serialised.
using Responses = std::vector<absl::StatusOr<std::string>>;

// Gives the batch once the plan's ledger is locked, so that it has also what arrived during the wait for the lock. It is
// asked again where the transaction is run again, and must give the same batch then.
using BatchSource = absl::FunctionRef<const Batch&()>;

// Decides and commits a batch. The responses to repeats are as the request log keeps them; `outcome.repeated` says which
// these are. Errors are the store's: nothing of the batch is committed then, or the commit is in doubt, and the
// callers repeat their requests to learn the result.
absl::StatusOr<BatchOutcome> Commit(SubmissionStore& store, const SigningKey& key, const Clock& clock,
                                    const std::string& plan, absl::Time deadline, BatchSource source);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_COMMIT_H_
