#include "common/ledger/tree_head.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace lianfang {
namespace {

constexpr size_t kHashBytes = 32;

// Keeps a signature of a head from passing for one of a seal, and the other way round.
std::string SignedBytes(const std::string& head) { return absl::StrCat("lianfang.type.v1.TreeHead\n", head); }

}  // namespace

type::v1::SignedTreeHead SignTreeHead(const type::v1::TreeHead& head, const SigningKey& key) {
  type::v1::SignedTreeHead signed_head;
  signed_head.set_tree_head(head.SerializeAsString());
  signed_head.set_signature(key.Sign(SignedBytes(signed_head.tree_head())));
  signed_head.set_key_id(key.public_key().id());
  return signed_head;
}

absl::StatusOr<type::v1::TreeHead> OpenTreeHead(const type::v1::SignedTreeHead& head, const KeyRing& keys) {
  const PublicKey* key = keys.Find(head.key_id());
  if (key == nullptr) return UnknownKey(head.key_id());
  if (!key->Verify(SignedBytes(head.tree_head()), head.signature())) {
    return absl::DataLossError("the tree head's signature does not verify");
  }
  type::v1::TreeHead opened;
  if (!opened.ParseFromString(head.tree_head()) || opened.size() < 1 || opened.root().size() != kHashBytes ||
      opened.head_hash().size() != kHashBytes) {
    return absl::DataLossError("the tree head is signed, but is no tree head");
  }
  if (absl::Status status = keys.CheckSigned(head.key_id(), opened.plan(), opened.size()); !status.ok()) return status;
  return opened;
}

}  // namespace lianfang
