#include "common/ledger/merkle.h"

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

std::string MerkleRoot(absl::Span<const std::string> leaves) {
  if (leaves.size() == 1) return leaves[0];
  const size_t left = LeftSize(leaves.size());
  return NodeHash(MerkleRoot(leaves.first(left)), MerkleRoot(leaves.subspan(left)));
}

std::vector<std::string> InclusionPath(absl::Span<const std::string> leaves, size_t index) {
  if (leaves.size() == 1) return {};
  const size_t left = LeftSize(leaves.size());
  const bool on_left = index < left;
  std::vector<std::string> path =
      on_left ? InclusionPath(leaves.first(left), index) : InclusionPath(leaves.subspan(left), index - left);
  path.push_back(MerkleRoot(on_left ? leaves.subspan(left) : leaves.first(left)));
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
