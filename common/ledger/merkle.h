// Merkle trees of RFC 6962, section 2.1, over SHA-256: one root for many entries, and a short path that proves one of
// them.
//
//   const MerkleTree tree({LeafHash(a), LeafHash(b), LeafHash(c)});
//   RootFromPath(LeafHash(b), 1, 3, tree.InclusionPath(1)) == tree.root()
#ifndef LIANFANG_COMMON_LEDGER_MERKLE_H_
#define LIANFANG_COMMON_LEDGER_MERKLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace lianfang {

// SHA-256(0x00 ‖ entry). The prefix keeps a leaf from passing for an inner node.
std::string LeafHash(absl::string_view entry);

// SHA-256(0x01 ‖ left ‖ right): the hash of an inner node.
std::string NodeHash(absl::string_view left, absl::string_view right);

// How many leaves the left subtree of a tree of `size` leaves, at least 2, holds: the largest power of two below it.
int64_t LeftSize(int64_t size);

// Immutable, and so thread-safe.
class MerkleTree {
 public:
  // Over leaf hashes; at least one.
  explicit MerkleTree(std::vector<std::string> leaves);

  const std::string& root() const { return levels_.back()[0]; }

  // The hashes beside the way from leaf `index` to the root, leaf first.
  std::vector<std::string> InclusionPath(size_t index) const;

 private:
  std::vector<std::vector<std::string>> levels_;  // from the leaves to the root
};

// A tree that only grows, by its perfect subtrees: at most one hash for each bit of its size. For reading a ledger of any
// length in one pass. Copyable; not thread-safe.
class MerkleFrontier {
 public:
  // Adds a leaf hash on the right.
  void Append(std::string leaf);

  int64_t size() const { return size_; }

  // The root over all leaves added; SHA-256 of nothing while there are none.
  std::string root() const;

 private:
  std::vector<std::string> subtrees_;  // one for each set bit of the size, the largest first
  int64_t size_ = 0;
};

// The root that `leaf` at `index` of `size` and `path` lead to; nothing when the path has not the length that these
// demand.
std::optional<std::string> RootFromPath(absl::string_view leaf, size_t index, size_t size,
                                        absl::Span<const std::string> path);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_MERKLE_H_
