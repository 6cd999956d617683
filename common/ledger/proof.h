// Proofs of RFC 6962, section 2.1: that an entry is in a ledger, and that a ledger begins with an earlier one.
//
// A proof is a list of hashes of subtrees. What it is made of is said here by ranges of leaves, so that whoever has the
// hashes (block_tree.h) can make it; whoever is given one verifies it with the two roots alone.
#ifndef LIANFANG_COMMON_LEDGER_PROOF_H_
#define LIANFANG_COMMON_LEDGER_PROOF_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace lianfang {

// Leaves `begin` to `end`, the last not included, counted from 0; at least one: a subtree.
struct LeafRange {
  int64_t begin;
  int64_t end;

  bool operator==(const LeafRange&) const = default;
};

// The subtrees whose hashes prove leaf `index` of a tree of `size` leaves, from the leaf to the root: section 2.1.1.
// RootFromPath (merkle.h) verifies them. 0 ≤ index < size.
std::vector<LeafRange> InclusionRanges(int64_t index, int64_t size);

// The subtrees whose hashes prove that a tree of `second` leaves begins with the tree over its first `first` leaves:
// section 2.1.2. Empty where both are the same. 1 ≤ first ≤ second.
std::vector<LeafRange> ConsistencyRanges(int64_t first, int64_t second);

// Whether `path` proves that the tree of `second` leaves with `second_root` begins with the tree of `first` leaves with
// `first_root`: the algorithm of RFC 9162, section 2.1.4.2. False for any sizes or path that no tree has.
bool IsConsistent(int64_t first, absl::string_view first_root, int64_t second, absl::string_view second_root,
                  absl::Span<const std::string> path);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_PROOF_H_
