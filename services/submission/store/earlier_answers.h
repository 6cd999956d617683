// What a request that is repeated is answered: what the request log has, with the receipt that it does not keep.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_EARLIER_ANSWERS_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_EARLIER_ANSWERS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/submission/domain/ledger/batch.h"
#include "services/submission/domain/ledger/receipts.h"

namespace lianfang::submission {

// The entries under the seal that covers entry `sequence` of a plan; nothing where there is no such entry.
using RunReader = std::function<absl::StatusOr<std::optional<SealedRun>>(const std::string& plan, int64_t sequence)>;

// Completes the responses to those of a batch that were answered before, from what the request log keeps. One whose
// receipt cannot be made becomes the reason. What stands under one seal is read once.
void AddReceipts(const std::vector<Proposal>& proposals, const std::vector<size_t>& repeated, const RunReader& read,
                 std::vector<absl::StatusOr<std::string>>& responses);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_EARLIER_ANSWERS_H_
