#include "services/submission/store/earlier_answers.h"

#include <map>
#include <tuple>
#include <utility>

namespace lianfang::submission {
namespace {

// The run last read, which mostly covers the next entry too.
class Runs {
 public:
  explicit Runs(const RunReader& read) : read_(read) {}

  absl::StatusOr<type::v1::Receipt> ReceiptAt(const std::string& plan, int64_t sequence) {
    if (!run_.has_value() || plan_ != plan || !run_->Covers(sequence)) {
      auto read = read_(plan, sequence);
      if (!read.ok()) return read.status();
      if (!read->has_value()) return absl::DataLossError("the ledger has lost an entry that was answered");
      plan_ = plan;
      run_ = *std::move(read);
    }
    return run_->ReceiptAt(sequence);
  }

 private:
  const RunReader& read_;
  std::string plan_;
  std::optional<SealedRun> run_;
};

}  // namespace

void AddReceipts(const std::vector<Proposal>& proposals, const std::vector<size_t>& repeated, const RunReader& read,
                 std::vector<absl::StatusOr<std::string>>& responses) {
  std::map<std::tuple<std::string, int64_t, size_t>, std::string> kept;  // in ledger order
  for (const size_t place : repeated) {
    if (!responses[place].ok() || !BearsReceipt(proposals[place].key.method)) continue;
    auto answer = OpenKeptAnswer(*responses[place]);
    if (answer.ok()) {
      kept.emplace(std::make_tuple(proposals[place].plan, answer->sequence, place), std::move(answer->bytes));
    } else {
      responses[place] = answer.status();
    }
  }
  Runs runs(read);
  for (const auto& [key, bytes] : kept) {
    const auto& [plan, sequence, place] = key;
    const auto receipt = runs.ReceiptAt(plan, sequence);
    responses[place] = receipt.ok() ? absl::StatusOr<std::string>(WithReceipt(bytes, *receipt)) : receipt.status();
  }
}

}  // namespace lianfang::submission
