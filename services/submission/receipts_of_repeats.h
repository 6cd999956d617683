// What a repeated request is answered: the response that the request log keeps, with the receipt that it does not keep.
#ifndef LIANFANG_SERVICES_SUBMISSION_RECEIPTS_OF_REPEATS_H_
#define LIANFANG_SERVICES_SUBMISSION_RECEIPTS_OF_REPEATS_H_

#include <vector>

#include "absl/time/time.h"
#include "services/submission/commit.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Completes those of the responses that are repeats (`repeated`: their places in the batch). The response to a repeat
// whose receipt cannot be made becomes the reason, DATA_LOSS where the ledger has lost what the receipt says. What is
// covered by one seal is read once; reading ends by `deadline`.
void AddReceipts(SubmissionStore& store, const std::vector<Proposal>& proposals, const std::vector<size_t>& repeated,
                 absl::Time deadline, Responses& responses);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_RECEIPTS_OF_REPEATS_H_
