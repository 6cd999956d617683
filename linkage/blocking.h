// Which pairs of records are worth comparing: those that share a key. Keys are values, their sounds, halves of
// identifiers, parts of dates, and pairs of these; a key that too many records share is passed over, for another one
// tells them apart.
//
//   const Blocks blocks(table);
//   blocks.Visit(record, scratch, [&](size_t other) { … });
#ifndef LIANFANG_LINKAGE_BLOCKING_H_
#define LIANFANG_LINKAGE_BLOCKING_H_

#include <cstdint>
#include <vector>

#include "linkage/stop.h"
#include "linkage/table.h"

namespace lianfang::linkage {

class Blocks {
 public:
  // Refers to no table afterwards. Uses `threads` threads; the result does not depend on how many. Where it is stopped, blocks are missing.
  Blocks(const Table& table, int threads, const StopFlag& stopped = nullptr);

  // What a thread visits with: which records it has seen for the present one.
  struct Scratch {
    std::vector<uint32_t> seen;
    uint32_t turn = 0;
  };

  // Calls `visit(other)` once for every record with which a pair is to be compared, in an unspecified but fixed order: of
  // one table those after this one, of two those of the other side, for a record of the left one.
  template <typename Visitor>
  void Visit(size_t record, Scratch& scratch, Visitor visit) const {
    scratch.seen.resize(records_, 0);
    ++scratch.turn;
    for (const Pass& pass : passes_) {
      const uint32_t block = pass.block_of[record];
      if (block == kNoBlock) continue;
      for (uint32_t at = pass.starts[block]; at < pass.starts[block + 1]; ++at) {
        const uint32_t other = pass.members[at];
        if (other < first_other_ || (first_other_ == 0 && other <= record) || scratch.seen[other] == scratch.turn)
          continue;
        scratch.seen[other] = scratch.turn;
        visit(static_cast<size_t>(other));
      }
    }
  }

  // The same for a record of either table, with all that it is compared with: of two tables those of the other side, of one all others.
  template <typename Visitor>
  void VisitAll(size_t record, Scratch& scratch, Visitor visit) const {
    scratch.seen.resize(records_, 0);
    ++scratch.turn;
    for (const Pass& pass : passes_) {
      const uint32_t block = pass.block_of[record];
      if (block == kNoBlock) continue;
      for (uint32_t at = pass.starts[block]; at < pass.starts[block + 1]; ++at) {
        const uint32_t other = pass.members[at];
        const bool same_side = first_other_ != 0 && (other < first_other_) == (record < first_other_);
        if (other == record || same_side || scratch.seen[other] == scratch.turn) continue;
        scratch.seen[other] = scratch.turn;
        visit(static_cast<size_t>(other));
      }
    }
  }

 private:
  static constexpr uint32_t kNoBlock = UINT32_MAX;
  // One key of every record. Blocks hold the records that share it.
  struct Pass {
    std::vector<uint32_t> block_of;
    std::vector<uint32_t> starts;
    std::vector<uint32_t> members;
  };
  friend class BlocksBuilder;

  size_t records_ = 0;
  uint32_t first_other_ = 0;  // first record of the right table; 0 where there is one table
  std::vector<Pass> passes_;
};

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_BLOCKING_H_
