#include "common/ledger/block_tree.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/merkle.h"

namespace lianfang {
namespace {

std::string RootOf(absl::Span<const std::string> leaves) {
  MerkleFrontier tree;
  for (const std::string& leaf : leaves) tree.Append(leaf);
  return tree.root();
}

}  // namespace

void BlockTree::Append(absl::Span<const std::string> leaves) {
  for (; !leaves.empty(); leaves.remove_prefix(kBlock)) {
    blocks_.push_back(RootOf(leaves.first(kBlock)));
    last_leaf_ = leaves[kBlock - 1];
  }
}

absl::StatusOr<std::string> BlockTree::Reading::Hash(LeafRange range) {
  const int64_t block = range.begin / kBlock;
  if (block == (range.end - 1) / kBlock) return HashWithin(block, range);
  // A subtree of more than one block begins with one, and so does each half of it.
  const int64_t middle = range.begin + LeftSize(range.end - range.begin);
  auto left = Hash({range.begin, middle});
  if (!left.ok()) return left;
  auto right = Hash({middle, range.end});
  if (!right.ok()) return right;
  return NodeHash(*left, *right);
}

absl::StatusOr<std::string> BlockTree::Reading::HashWithin(int64_t block, LeafRange range) {
  if (range.end - range.begin == kBlock && range.end <= tree_.size()) return tree_.blocks_[static_cast<size_t>(block)];
  const int64_t begin = block * kBlock;
  auto found = leaves_.find(block);
  if (found == leaves_.end()) {
    const int64_t count = std::min(kBlock, size_ - begin);
    auto read = read_(begin, count);
    if (!read.ok()) return read.status();
    if (static_cast<int64_t>(read->size()) != count) {
      return absl::DataLossError(
          absl::StrCat("of ", count, " entries from ", begin + 1, " on there are ", read->size()));
    }
    found = leaves_.emplace(block, *std::move(read)).first;
  }
  return RootOf(absl::MakeConstSpan(found->second)
                    .subspan(static_cast<size_t>(range.begin - begin), static_cast<size_t>(range.end - range.begin)));
}

}  // namespace lianfang
