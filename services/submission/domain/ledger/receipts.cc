#include "services/submission/domain/ledger/receipts.h"

#include <utility>

#include "absl/strings/match.h"
#include "lianfang/submission/v1/submission_service.pb.h"

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

absl::StatusOr<SealedRun> SealedRun::Of(StoredSeal seal, std::vector<StoredEntry> entries, int64_t sequence) {
  if (!seal.Covers(sequence)) return absl::DataLossError("the ledger has lost the seal of an entry");
  if (entries.empty()) return absl::DataLossError("the ledger has lost entries that a seal covers");
  SealedRun run(std::move(seal), std::move(entries));
  if (!run.IsWhatWasSealed()) return absl::DataLossError("the entries under a seal are not the ones that were sealed");
  return run;
}

bool SealedRun::IsWhatWasSealed() const {
  type::v1::LedgerSeal sealed;
  return sealed.ParseFromString(seal_.seal.seal()) && sealed.first_sequence() == seal_.first_sequence &&
         sealed.entry_count() == static_cast<int64_t>(entries_.size()) &&
         sealed.entry_count() == seal_.last_sequence - seal_.first_sequence + 1 && sealed.merkle_root() == tree_.root();
}

type::v1::Receipt SealedRun::ReceiptAt(int64_t sequence) const {
  return MakeReceipt(EntryAt(sequence), sequence, tree_.InclusionPath(IndexOf(sequence)), seal_.seal);
}

bool BearsReceipt(absl::string_view method) { return absl::EndsWith(method, ".SubmitReturn"); }

absl::StatusOr<KeptAnswer> OpenKeptAnswer(const std::string& stored) {
  v1::SubmitReturnResponse answer;
  if (!answer.ParseFromString(stored) || answer.return_().latest().ledger_sequence() < 1) {
    return absl::DataLossError("the request log holds no answer to a filing");
  }
  const int64_t sequence = answer.return_().latest().ledger_sequence();
  if (!answer.has_receipt()) return KeptAnswer{stored, sequence};
  answer.clear_receipt();
  return KeptAnswer{answer.SerializeAsString(), sequence};
}

std::string WithReceipt(const std::string& kept, const type::v1::Receipt& receipt) {
  // Two serialised messages of one type, joined, are the serialised merger of both: `kept` is not parsed again.
  v1::SubmitReturnResponse rest;
  *rest.mutable_receipt() = receipt;
  return kept + rest.SerializeAsString();
}

}  // namespace lianfang::submission
