// Merkle trees of RFC 6962, section 2.1, over SHA-256: one root for many entries, and a short path that proves one of
// them.
//
//   std::vector<std::string> leaves{LeafHash(a), LeafHash(b), LeafHash(c)};
//   RootFromPath(leaves[1], 1, 3, InclusionPath(leaves, 1)) == MerkleRoot(leaves)
#ifndef LIANFANG_COMMON_LEDGER_MERKLE_H_
#define LIANFANG_COMMON_LEDGER_MERKLE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace lianfang {

// SHA-256(0x00 ‖ entry). The prefix keeps a leaf from passing for an inner node.
std::string LeafHash(absl::string_view entry);

// The root over leaf hashes; at least one.
std::string MerkleRoot(absl::Span<const std::string> leaves);

// The hashes beside the way from leaf `index` to the root, leaf first.
std::vector<std::string> InclusionPath(absl::Span<const std::string> leaves, size_t index);

// The root that `leaf` at `index` of `size` and `path` lead to; nothing when the path has not the length that these
// demand.
std::optional<std::string> RootFromPath(absl::string_view leaf, size_t index, size_t size,
                                        absl::Span<const std::string> path);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_MERKLE_H_
