#include "services/submission/ledger_trees.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace lianfang::submission {
namespace {

// Hashes read at once: a megabyte.
constexpr int64_t kChunk = 32 * BlockTree::kBlock * 4;

}  // namespace

// Holds a tree that nobody else uses meanwhile.
class LedgerTrees::Turn {
 public:
  static absl::StatusOr<std::unique_ptr<Turn>> Take(LedgerTrees& trees, const std::string& plan, absl::Time deadline) {
    absl::MutexLock lock(&trees.mutex_);
    Tree& tree = trees.trees_[plan];
    const absl::Condition free(
        +[](Tree* held) { return !held->busy; }, &tree);
    if (!trees.mutex_.AwaitWithDeadline(free, deadline)) {
      return absl::DeadlineExceededError("the ledger's hashes are still being read; try again");
    }
    tree.busy = true;
    return std::unique_ptr<Turn>(new Turn(trees, tree));
  }

  ~Turn() {
    absl::MutexLock lock(&trees_.mutex_);
    tree_.busy = false;
  }

  BlockTree& blocks() { return tree_.blocks; }

 private:
  Turn(LedgerTrees& trees, Tree& tree) : trees_(trees), tree_(tree) {}

  LedgerTrees& trees_;
  Tree& tree_;
};

absl::StatusOr<std::vector<std::string>> LedgerTrees::Hashes(const std::string& plan, int64_t size,
                                                             absl::Span<const LeafRange> ranges, absl::Time deadline) {
  const auto turn = Turn::Take(*this, plan, deadline);
  if (!turn.ok()) return turn.status();
  BlockTree& blocks = (*turn)->blocks();
  if (absl::Status status = Grow(plan, blocks, size, deadline); !status.ok()) return status;
  const BlockTree::LeafReader read = [&](int64_t begin, int64_t count) {
    return store_.ReadLeafHashes(plan, begin + 1, count, deadline);
  };
  BlockTree::Reading reading(blocks, size, read);
  std::vector<std::string> hashes;
  for (const LeafRange& range : ranges) {
    auto hash = reading.Hash(range);
    if (!hash.ok()) return hash.status();
    hashes.push_back(*std::move(hash));
  }
  return hashes;
}

// Takes what was committed since, as far as it makes whole blocks.
absl::Status LedgerTrees::Grow(const std::string& plan, BlockTree& blocks, int64_t size, absl::Time deadline) {
  const auto there = IsStillThere(plan, blocks, deadline);
  if (!there.ok()) return there.status();
  if (!*there) blocks = BlockTree();
  while (size - blocks.size() >= BlockTree::kBlock) {
    const int64_t count = std::min(kChunk, (size - blocks.size()) / BlockTree::kBlock * BlockTree::kBlock);
    const auto leaves = store_.ReadLeafHashes(plan, blocks.size() + 1, count, deadline);
    if (!leaves.ok()) return leaves.status();
    if (static_cast<int64_t>(leaves->size()) != count) {
      return absl::DataLossError(absl::StrCat("the ledger of ", plan, " has lost entries after ", blocks.size()));
    }
    blocks.Append(*leaves);
  }
  return absl::OkStatus();
}

// Whether the ledger still has the last entry of the blocks. It has not where the database was set back to an earlier
// state: then the tree is another one, and whoever keeps a head of the one before finds out.
absl::StatusOr<bool> LedgerTrees::IsStillThere(const std::string& plan, const BlockTree& blocks, absl::Time deadline) {
  if (blocks.size() == 0) return true;
  const auto last = store_.ReadLeafHashes(plan, blocks.size(), 1, deadline);
  if (!last.ok()) return last.status();
  return last->size() == 1 && last->front() == blocks.last_leaf();
}

}  // namespace lianfang::submission
