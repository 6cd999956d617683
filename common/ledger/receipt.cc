#include "common/ledger/receipt.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/merkle.h"

namespace lianfang {

absl::StatusOr<type::v1::LedgerSeal> OpenSeal(const type::v1::SignedSeal& seal, const KeyRing& keys) {
  const PublicKey* key = keys.Find(seal.key_id());
  if (key == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat("signed by the key \"", seal.key_id(), "\", which is not among those given to verify with"));
  }
  if (!key->Verify(seal.seal(), seal.signature())) return absl::DataLossError("the seal's signature does not verify");
  type::v1::LedgerSeal opened;
  if (!opened.ParseFromString(seal.seal())) return absl::DataLossError("the seal is signed, but is no seal");
  return opened;
}

absl::Status VerifyReceipt(const type::v1::Receipt& receipt, const KeyRing& keys) {
  const auto seal = OpenSeal(receipt.seal(), keys);
  if (!seal.ok()) return seal.status();
  const bool before = receipt.sequence() < seal->first_sequence();  // asked first: the difference could overflow
  const int64_t index = before ? -1 : receipt.sequence() - seal->first_sequence();
  if (index < 0 || index >= seal->entry_count()) {
    return absl::DataLossError(absl::StrCat("the seal does not cover sequence ", receipt.sequence()));
  }
  const std::vector<std::string> path(receipt.inclusion_path().begin(), receipt.inclusion_path().end());
  const auto root = RootFromPath(LeafHash(receipt.entry()), static_cast<size_t>(index),
                                 static_cast<size_t>(seal->entry_count()), path);
  if (!root.has_value() || *root != seal->merkle_root()) {
    return absl::DataLossError("the entry does not lead to the sealed root");
  }
  return absl::OkStatus();
}

}  // namespace lianfang
