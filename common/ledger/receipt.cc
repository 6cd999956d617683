#include "common/ledger/receipt.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/merkle.h"

namespace lianfang {

SequenceRange EntriesUnder(const type::v1::LedgerSeal& seal) {
  return {seal.first_sequence(), seal.first_sequence() + seal.entry_count() - 1};
}

absl::StatusOr<type::v1::LedgerSeal> OpenSeal(const type::v1::SignedSeal& seal, const KeyRing& keys) {
  const PublicKey* key = keys.Find(seal.key_id());
  if (key == nullptr) return UnknownKey(seal.key_id());
  if (!key->Verify(seal.seal(), seal.signature())) return absl::DataLossError("the seal's signature does not verify");
  type::v1::LedgerSeal opened;
  if (!opened.ParseFromString(seal.seal()) || opened.entry_count() < 1 || opened.first_sequence() < 1 ||
      opened.first_sequence() > std::numeric_limits<int64_t>::max() - opened.entry_count()) {
    return absl::DataLossError("the seal is signed, but is no seal");
  }
  if (absl::Status status = keys.CheckSealed(seal.key_id(), opened.plan(), EntriesUnder(opened)); !status.ok()) {
    return status;
  }
  return opened;
}

absl::Status VerifyReceipt(const type::v1::Receipt& receipt, const KeyRing& keys) {
  const auto seal = OpenSeal(receipt.seal(), keys);
  if (!seal.ok()) return seal.status();
  const SequenceRange covered = EntriesUnder(*seal);
  if (receipt.sequence() < covered.first || receipt.sequence() > covered.last) {
    return absl::DataLossError(absl::StrCat("the seal does not cover sequence ", receipt.sequence()));
  }
  const int64_t index = receipt.sequence() - covered.first;
  const std::vector<std::string> path(receipt.inclusion_path().begin(), receipt.inclusion_path().end());
  const auto root = RootFromPath(LeafHash(receipt.entry()), static_cast<size_t>(index),
                                 static_cast<size_t>(seal->entry_count()), path);
  if (!root.has_value() || *root != seal->merkle_root()) {
    return absl::DataLossError("the entry does not lead to the sealed root");
  }
  return absl::OkStatus();
}

}  // namespace lianfang
