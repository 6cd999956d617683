// The Merkle trees over whole ledgers, to sign and to prove with. A tree is kept by the roots of its blocks of 256
// entries, 125 KiB for a million entries, and grows by what was committed since it was last asked for: the first
// question after the start reads all hashes of the ledger, the next ones a few hundred.
#ifndef LIANFANG_SERVICES_SUBMISSION_LEDGER_TREES_H_
#define LIANFANG_SERVICES_SUBMISSION_LEDGER_TREES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/ledger/block_tree.h"
#include "services/submission/store/ledger_store.h"

namespace lianfang::submission {

// Thread-safe. Who asks for a tree that is being read waits for it, until his deadline.
class LedgerTrees {
 public:
  // `store` outlives this.
  explicit LedgerTrees(LedgerStore& store) : store_(store) {}

  // The hashes of subtrees (common/ledger/proof.h) of the tree over a plan's first `size` entries, of which there are as
  // many; `{0, size}` is the tree itself. DEADLINE_EXCEEDED keeps what was read: the next question goes on from there.
  // DATA_LOSS where entries are gone.
  absl::StatusOr<std::vector<std::string>> Hashes(const std::string& plan, int64_t size,
                                                  absl::Span<const LeafRange> ranges, absl::Time deadline);

 private:
  struct Tree {
    bool busy = false;
    BlockTree blocks;
  };
  class Turn;

  absl::Status Grow(const std::string& plan, BlockTree& blocks, int64_t size, absl::Time deadline);
  absl::StatusOr<bool> IsStillThere(const std::string& plan, const BlockTree& blocks, absl::Time deadline);

  LedgerStore& store_;
  absl::Mutex mutex_;
  std::map<std::string, Tree> trees_ ABSL_GUARDED_BY(mutex_);  // by plan id; `blocks` is its holder's while it is busy
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_LEDGER_TREES_H_
