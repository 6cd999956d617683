#include "services/submission/domain/receipts.h"

#include <utility>

#include "absl/strings/match.h"
#include "common/embedded.h"

namespace lianfang::submission {
namespace {

std::vector<std::string> LeavesOf(const std::vector<StoredEntry>& entries) {
  std::vector<std::string> leaves;
  leaves.reserve(entries.size());
  for (const StoredEntry& entry : entries) leaves.push_back(LeafHash(entry.bytes));
  return leaves;
}

}  // namespace

type::v1::Receipt MakeReceipt(const std::string& entry, int64_t sequence, std::vector<std::string> inclusion_path,
                              const type::v1::SignedSeal& seal) {
  type::v1::Receipt receipt;
  receipt.set_entry(entry);
  receipt.set_sequence(sequence);
  for (std::string& hash : inclusion_path) receipt.add_inclusion_path(std::move(hash));
  *receipt.mutable_seal() = seal;
  return receipt;
}

SealedRun::SealedRun(StoredSeal seal, std::vector<StoredEntry> entries)
    : seal_(std::move(seal)), entries_(std::move(entries)), tree_(LeavesOf(entries_)) {}

absl::StatusOr<SealedRun> SealedRun::Of(StoredSeal seal, std::vector<StoredEntry> entries) {
  if (entries.empty() || static_cast<int64_t>(entries.size()) != seal.last_sequence - seal.first_sequence + 1) {
    return absl::DataLossError("the ledger has lost entries that a seal covers");
  }
  return SealedRun(std::move(seal), std::move(entries));
}

type::v1::Receipt SealedRun::ReceiptAt(int64_t sequence) const {
  return MakeReceipt(EntryAt(sequence), sequence, tree_.InclusionPath(IndexOf(sequence)), seal_.seal);
}

bool BearsReceipt(absl::string_view method) { return absl::EndsWith(method, ".SubmitReturn"); }

std::string WithReceipt(const std::string& kept, const type::v1::Receipt& receipt) {
  return kept + EmbeddedField(v1::SubmitReturnResponse::kReceiptFieldNumber, receipt.SerializeAsString());
}

absl::StatusOr<v1::SubmitReturnResponse> OpenKeptAnswer(const std::string& stored) {
  v1::SubmitReturnResponse answer;
  if (!answer.ParseFromString(stored) || !answer.has_return_()) {
    return absl::DataLossError("the request log holds no answer to a filing");
  }
  answer.clear_receipt();
  return answer;
}

int64_t EntryOf(const v1::SubmitReturnResponse& answer) { return answer.return_().latest().ledger_sequence(); }

}  // namespace lianfang::submission
