#include "common/ledger/merkle.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/hash.h"

namespace lianfang {

std::string LeafHash(absl::string_view entry) { return Sha256(absl::StrCat(absl::string_view("\0", 1), entry)); }

std::string NodeHash(absl::string_view left, absl::string_view right) {
  return Sha256(absl::StrCat(absl::string_view("\x01", 1), left, right));
}

int64_t LeftSize(int64_t size) {
  int64_t left = 1;
  while (left < size - left) left *= 2;
  return left;
}

// Level by level, two nodes make one, and a last one without a neighbour goes up as it is: the same tree as the
// standard's, which cuts off the largest power of two, each node hashed once.
MerkleTree::MerkleTree(std::vector<std::string> leaves) {
  levels_.push_back(std::move(leaves));
  while (levels_.back().size() > 1) {
    const std::vector<std::string>& below = levels_.back();
    std::vector<std::string> level;
    for (size_t i = 0; i + 1 < below.size(); i += 2) level.push_back(NodeHash(below[i], below[i + 1]));
    if (below.size() % 2 == 1) level.push_back(below.back());
    levels_.push_back(std::move(level));
  }
}

std::vector<std::string> MerkleTree::InclusionPath(size_t index) const {
  std::vector<std::string> path;
  for (const std::vector<std::string>& level : levels_) {
    const size_t beside = index ^ 1;
    if (beside < level.size()) path.push_back(level[beside]);
    index /= 2;
  }
  return path;
}

void MerkleFrontier::Append(std::string leaf) {
  // As a carry runs through a binary counter: two subtrees of one size make the next larger one.
  for (int64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    leaf = NodeHash(subtrees_.back(), leaf);
    subtrees_.pop_back();
  }
  subtrees_.push_back(std::move(leaf));
  ++size_;
}

std::string MerkleFrontier::root() const {
  if (subtrees_.empty()) return Sha256("");
  std::string root = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left) root = NodeHash(*left, root);
  return root;
}

std::optional<std::string> RootFromPath(absl::string_view leaf, size_t index, size_t size,
                                        absl::Span<const std::string> path) {
  if (index >= size) return std::nullopt;
  if (size == 1) return path.empty() ? std::optional<std::string>(leaf) : std::nullopt;
  if (path.empty()) return std::nullopt;
  const auto left = static_cast<size_t>(LeftSize(static_cast<int64_t>(size)));
  const auto below = path.first(path.size() - 1);
  const bool on_left = index < left;
  const auto root =
      on_left ? RootFromPath(leaf, index, left, below) : RootFromPath(leaf, index - left, size - left, below);
  if (!root.has_value()) return std::nullopt;
  return on_left ? NodeHash(*root, path.back()) : NodeHash(path.back(), *root);
}

}  // namespace lianfang
