// A large Merkle tree by the roots of its blocks of 256 leaves: 32 bytes in memory for 256 entries, and any node of the
// tree for at most three readings of one block's leaf hashes.
//
//   BlockTree tree;
//   tree.Append(leaves);                                       // whole blocks, as far as there are
//   BlockTree::Reading reading(tree, size, read_leaves);       // `size` may lie beyond the blocks, by less than one
//   for (const LeafRange& range : ConsistencyRanges(first, size)) path.push_back(*reading.Hash(range));
#ifndef LIANFANG_COMMON_LEDGER_BLOCK_TREE_H_
#define LIANFANG_COMMON_LEDGER_BLOCK_TREE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/ledger/proof.h"

namespace lianfang {

// Not thread-safe.
class BlockTree {
 public:
  static constexpr int64_t kBlock = 256;

  // The hashes of `count` leaves from `begin` on. Fewer than asked for is an error of the reader's.
  using LeafReader = std::function<absl::StatusOr<std::vector<std::string>>(int64_t begin, int64_t count)>;

  // Leaves in whole blocks.
  int64_t size() const { return static_cast<int64_t>(blocks_.size()) * kBlock; }

  // The last of them; empty while there are none.
  const std::string& last_leaf() const { return last_leaf_; }

  // Adds leaves on the right, by their hashes: a multiple of kBlock.
  void Append(absl::Span<const std::string> leaves);

  // Makes nodes of the tree over the first `size` leaves. The leaves of a block are read once, however many nodes need
  // them. The tree and the reader outlive it.
  class Reading {
   public:
    Reading(const BlockTree& tree, int64_t size, const LeafReader& read) : tree_(tree), size_(size), read_(read) {}

    // The hash of a subtree; of `{0, size}` it is the root. The reader's error where it has one, DATA_LOSS where it
    // answers fewer leaves than there must be.
    absl::StatusOr<std::string> Hash(LeafRange range);

   private:
    absl::StatusOr<std::string> HashWithin(int64_t block, LeafRange range);

    const BlockTree& tree_;
    const int64_t size_;
    const LeafReader& read_;
    std::map<int64_t, std::vector<std::string>> leaves_;  // by block
  };

 private:
  std::vector<std::string> blocks_;  // roots
  std::string last_leaf_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_BLOCK_TREE_H_
