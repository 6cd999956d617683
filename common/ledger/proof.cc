#include "common/ledger/proof.h"

#include <algorithm>

#include "common/ledger/merkle.h"

namespace lianfang {
namespace {

constexpr size_t kHashBytes = 32;

}  // namespace

std::vector<LeafRange> InclusionRanges(int64_t index, int64_t size) {
  std::vector<LeafRange> ranges;
  LeafRange tree{0, size};
  while (tree.end - tree.begin > 1) {
    const int64_t middle = tree.begin + LeftSize(tree.end - tree.begin);
    if (index < middle) {
      ranges.push_back({middle, tree.end});
      tree.end = middle;
    } else {
      ranges.push_back({tree.begin, middle});
      tree.begin = middle;
    }
  }
  std::reverse(ranges.begin(), ranges.end());
  return ranges;
}

std::vector<LeafRange> ConsistencyRanges(int64_t first, int64_t second) {
  std::vector<LeafRange> ranges;
  LeafRange tree{0, second};
  // Down the side on which the first tree ends, until a subtree ends where it does.
  while (tree.end != first) {
    const int64_t middle = tree.begin + LeftSize(tree.end - tree.begin);
    if (first <= middle) {
      ranges.push_back({middle, tree.end});
      tree.end = middle;
    } else {
      ranges.push_back({tree.begin, middle});
      tree.begin = middle;
    }
  }
  if (tree.begin != 0) ranges.push_back(tree);  // else it is the first tree itself, whose root the verifier has
  std::reverse(ranges.begin(), ranges.end());
  return ranges;
}

bool IsConsistent(int64_t first, absl::string_view first_root, int64_t second, absl::string_view second_root,
                  absl::Span<const std::string> path) {
  if (first < 1 || first > second) return false;
  if (first == second) return path.empty() && first_root == second_root;
  const auto is_hash = [](const std::string& hash) { return hash.size() == kHashBytes; };
  if (path.empty() || !std::all_of(path.begin(), path.end(), is_hash)) return false;
  const bool perfect = (first & (first - 1)) == 0;  // then the first root is a node of the second tree
  int64_t in_first = first - 1;
  int64_t in_second = second - 1;
  for (; (in_first & 1) != 0; in_first >>= 1) in_second >>= 1;
  std::string old_root(perfect ? first_root : absl::string_view(path[0]));
  std::string new_root = old_root;
  for (const std::string& hash : path.subspan(perfect ? 0 : 1)) {
    if (in_second == 0) return false;
    if ((in_first & 1) != 0 || in_first == in_second) {
      old_root = NodeHash(hash, old_root);
      new_root = NodeHash(hash, new_root);
      for (; in_first != 0 && (in_first & 1) == 0; in_first >>= 1) in_second >>= 1;
    } else {
      new_root = NodeHash(new_root, hash);
    }
    in_first >>= 1;
    in_second >>= 1;
  }
  return in_second == 0 && old_root == first_root && new_root == second_root;
}

}  // namespace lianfang
