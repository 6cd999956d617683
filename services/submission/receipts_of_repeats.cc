#include "services/submission/receipts_of_repeats.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "services/submission/domain/ledger/receipts.h"

namespace lianfang::submission {
namespace {

// Receipts from the ledger of one plan. Keeps the run read last, which mostly covers the next entry too.
class ReceiptReader {
 public:
  ReceiptReader(SubmissionStore& store, absl::Time deadline) : store_(store), deadline_(deadline) {}

  absl::StatusOr<type::v1::Receipt> ReceiptAt(const std::string& plan, int64_t sequence) {
    if (!run_.has_value() || !run_->Covers(sequence)) {
      auto read = store_.ReadSealedRun(plan, sequence, deadline_);
      if (!read.ok()) return read.status();
      if (!read->has_value()) return absl::DataLossError("the ledger has lost an entry that was answered");
      run_ = *std::move(read);
    }
    return run_->ReceiptAt(sequence);
  }

 private:
  SubmissionStore& store_;
  const absl::Time deadline_;
  std::optional<SealedRun> run_;
};

}  // namespace

void AddReceipts(SubmissionStore& store, const std::vector<Proposal>& proposals, const std::vector<size_t>& repeated,
                 absl::Time deadline, Responses& responses) {
  std::map<std::pair<int64_t, size_t>, std::string> kept;  // by sequence and place: in ledger order
  for (const size_t place : repeated) {
    if (!responses[place].ok() || !BearsReceipt(proposals[place].key.method)) continue;
    auto answer = OpenKeptAnswer(*responses[place]);
    if (answer.ok()) {
      kept.emplace(std::make_pair(answer->sequence, place), std::move(answer->bytes));
    } else {
      responses[place] = answer.status();
    }
  }
  ReceiptReader receipts(store, deadline);
  for (const auto& [key, bytes] : kept) {
    const auto& [sequence, place] = key;
    const auto receipt = receipts.ReceiptAt(proposals[place].plan, sequence);
    responses[place] = receipt.ok() ? absl::StatusOr<std::string>(WithReceipt(bytes, *receipt)) : receipt.status();
  }
}

}  // namespace lianfang::submission
