#include "services/submission/store/earlier_answers.h"

#include <map>
#include <tuple>
#include <utility>

#include "lianfang/submission/v1/submission_service.pb.h"

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

void AddReceipts(const std::vector<Proposal>& proposals, const RunReader& read, EarlierAnswers& answers) {
  std::map<std::tuple<std::string, int64_t, size_t>, v1::SubmitReturnResponse> kept;  // in ledger order
  for (size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i].ok() || !answers[i]->has_value() || !BearsReceipt(proposals[i].key.method)) continue;
    auto answer = OpenKeptAnswer(**answers[i]);
    if (answer.ok()) {
      kept.emplace(std::make_tuple(proposals[i].plan, EntryOf(*answer), i), *std::move(answer));
    } else {
      answers[i] = answer.status();
    }
  }
  Runs runs(read);
  for (auto& [key, answer] : kept) {
    const auto& [plan, sequence, place] = key;
    auto receipt = runs.ReceiptAt(plan, sequence);
    if (receipt.ok()) {
      *answer.mutable_receipt() = *std::move(receipt);
      answers[place] = std::optional<std::string>(answer.SerializeAsString());
    } else {
      answers[place] = receipt.status();
    }
  }
}

}  // namespace lianfang::submission
