// Commits proposals at an instant, as the writer would, for tests.
#ifndef LIANFANG_SERVICES_SUBMISSION_TESTING_COMMIT_H_
#define LIANFANG_SERVICES_SUBMISSION_TESTING_COMMIT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/submission/commit.h"

namespace lianfang::submission {

// The proposals are of one plan, and at least one. The responses to repeats have their receipts.
absl::StatusOr<Responses> CommitAt(absl::Time now, SubmissionStore& store, const SigningKey& key,
                                   const std::vector<Proposal>& proposals, Atomicity atomicity = Atomicity::kEach);

// A single one.
absl::StatusOr<std::string> CommitAt(absl::Time now, SubmissionStore& store, const SigningKey& key, Proposal proposal);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_TESTING_COMMIT_H_
