#include "services/submission/testing/commit.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/testing/fake_clock.h"
#include "services/submission/receipts_of_repeats.h"

namespace lianfang::submission {

absl::StatusOr<Responses> CommitAt(absl::Time now, SubmissionStore& store, const SigningKey& key,
                                   const std::vector<Proposal>& proposals, Atomicity atomicity) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  const Batch batch{proposals, atomicity};
  auto outcome = Commit(store, key, FakeClock(now), proposals.front().plan, deadline,
                        [&batch]() -> const Batch& { return batch; });
  if (!outcome.ok()) return outcome.status();
  AddReceipts(store, proposals, outcome->repeated, deadline, outcome->responses);
  return std::move(outcome->responses);
}

absl::StatusOr<std::string> CommitAt(absl::Time now, SubmissionStore& store, const SigningKey& key, Proposal proposal) {
  auto responses = CommitAt(now, store, key, std::vector<Proposal>{std::move(proposal)});
  if (!responses.ok()) return responses.status();
  return std::move(responses->front());
}

}  // namespace lianfang::submission
