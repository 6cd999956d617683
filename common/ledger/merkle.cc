#include "common/ledger/merkle.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/hash.h"

namespace lianfang {
namespace {

std::string NodeHash(absl::string_view left, absl::string_view right) {
  return Sha256(absl::StrCat(absl::string_view("\x01", 1), left, right));
}

// The largest power of two below `size`: how many leaves the left subtree holds.
size_t LeftSize(size_t size) {
  size_t left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

}  // namespace

std::string LeafHash(absl::string_view entry) { return Sha256(absl::StrCat(absl::string_view("\0", 1), entry)); }

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

std::optional<std::string> RootFromPath(absl::string_view leaf, size_t index, size_t size,
                                        absl::Span<const std::string> path) {
  if (index >= size) return std::nullopt;
  if (size == 1) return path.empty() ? std::optional<std::string>(leaf) : std::nullopt;
  if (path.empty()) return std::nullopt;
  const size_t left = LeftSize(size);
  const auto below = path.first(path.size() - 1);
  const bool on_left = index < left;
  const auto root =
      on_left ? RootFromPath(leaf, index, left, below) : RootFromPath(leaf, index - left, size - left, below);
  if (!root.has_value()) return std::nullopt;
  return on_left ? NodeHash(*root, path.back()) : NodeHash(path.back(), *root);
}

}  // namespace lianfang
