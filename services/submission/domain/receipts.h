// Receipts, made of what a ledger holds, and the answers that bear one.
//
// The request log keeps the answer to a filing without its receipt, which would be two thirds of it. All that a receipt
// says is in the ledger and its seals, so it is made again when the request is repeated: the same bytes, and nothing
// beside the ledger that could say otherwise.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RECEIPTS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RECEIPTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/merkle.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "lianfang/type/v1/receipt.pb.h"
#include "services/submission/domain/stored_ledger.h"

namespace lianfang::submission {

type::v1::Receipt MakeReceipt(const std::string& entry, int64_t sequence, std::vector<std::string> inclusion_path,
                              const type::v1::SignedSeal& seal);

// A seal with the entries under it, as they are stored. Immutable, and so thread-safe.
class SealedRun {
 public:
  // DATA_LOSS where they are not as many as the seal covers.
  static absl::StatusOr<SealedRun> Of(StoredSeal seal, std::vector<StoredEntry> entries);

  bool Covers(int64_t sequence) const { return seal_.first_sequence <= sequence && sequence <= seal_.last_sequence; }

  // Of an entry that it covers.
  const std::string& EntryAt(int64_t sequence) const { return entries_[IndexOf(sequence)].bytes; }
  type::v1::Receipt ReceiptAt(int64_t sequence) const;

 private:
  SealedRun(StoredSeal seal, std::vector<StoredEntry> entries);

  size_t IndexOf(int64_t sequence) const { return static_cast<size_t>(sequence - seal_.first_sequence); }

  StoredSeal seal_;
  std::vector<StoredEntry> entries_;
  MerkleTree tree_;
};

// Whether what this RPC answers bears a receipt; SubmitReturn's does, no other's.
bool BearsReceipt(absl::string_view method);

// The answer as it is given, from the bytes that are kept.
std::string WithReceipt(const std::string& kept, const type::v1::Receipt& receipt);

// The answer to a filing as it is kept; the first versions kept the receipt too, which is left out. DATA_LOSS where the
// bytes are no such answer.
absl::StatusOr<v1::SubmitReturnResponse> OpenKeptAnswer(const std::string& stored);

// Sequence of the entry that it is the answer to.
int64_t EntryOf(const v1::SubmitReturnResponse& answer);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RECEIPTS_H_
