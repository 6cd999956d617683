// Signing and opening tree heads: statements about a whole ledger.
#ifndef LIANFANG_COMMON_LEDGER_TREE_HEAD_H_
#define LIANFANG_COMMON_LEDGER_TREE_HEAD_H_

#include "absl/status/statusor.h"
#include "common/ledger/keys.h"
#include "lianfang/type/v1/tree_head.pb.h"

namespace lianfang {

type::v1::SignedTreeHead SignTreeHead(const type::v1::TreeHead& head, const SigningKey& key);

// The head inside, once its signature is verified. DATA_LOSS when it is not the key's, when the key was retired before
// the ledger was that long, or when it is no head; FAILED_PRECONDITION when a key signed it that is not in the ring.
absl::StatusOr<type::v1::TreeHead> OpenTreeHead(const type::v1::SignedTreeHead& head, const KeyRing& keys);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_TREE_HEAD_H_
