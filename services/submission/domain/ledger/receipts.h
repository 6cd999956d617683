// Receipts, made of what a ledger holds, and the answers that bear one.
//
// The request log keeps the answer to a filing without its receipt, which would be two thirds of it. All that a receipt
// says is in the ledger and its seals, so it is made again when the request is repeated: the same bytes, and nothing
// beside the ledger that could say otherwise.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_RECEIPTS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_RECEIPTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/merkle.h"
#include "lianfang/type/v1/receipt.pb.h"
#include "services/submission/domain/ledger/stored_ledger.h"

namespace lianfang::submission {

type::v1::Receipt MakeReceipt(const std::string& entry, int64_t sequence, std::vector<std::string> inclusion_path,
                              const type::v1::SignedSeal& seal);

// A seal with the entries under it, as they are stored. Immutable, and so thread-safe.
class SealedRun {
 public:
  // DATA_LOSS where these are not the entries that were sealed, or the one at `sequence` is not among them.
  static absl::StatusOr<SealedRun> Of(StoredSeal seal, std::vector<StoredEntry> entries, int64_t sequence);

  bool Covers(int64_t sequence) const { return seal_.Covers(sequence); }

  // Of an entry that it covers.
  const std::string& EntryAt(int64_t sequence) const { return entries_[IndexOf(sequence)].bytes; }
  type::v1::Receipt ReceiptAt(int64_t sequence) const;

 private:
  SealedRun(StoredSeal seal, std::vector<StoredEntry> entries);

  bool IsWhatWasSealed() const;
  size_t IndexOf(int64_t sequence) const { return static_cast<size_t>(sequence - seal_.first_sequence); }

  StoredSeal seal_;
  std::vector<StoredEntry> entries_;
  MerkleTree tree_;
};

// Whether what this RPC answers bears a receipt; SubmitReturn's does, no other's.
bool BearsReceipt(absl::string_view method);

// The answer to a filing as it is kept.
struct KeptAnswer {
  std::string bytes{};
  int64_t sequence = 0;  // of the entry that it is the answer to
};

// From what the request log has; the first versions kept the receipt too, which is left out. DATA_LOSS where it is no
// such answer.
absl::StatusOr<KeptAnswer> OpenKeptAnswer(const std::string& stored);

// The answer as it is given.
std::string WithReceipt(const std::string& kept, const type::v1::Receipt& receipt);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_RECEIPTS_H_
