// Finds who is who: in one table, or between two.
//
//   Table table(fields);
//   table.Read(…, 0);
//   table.Seal();
//   const Weights weights(ShippedModel(), table);
//   const Linked linked = LinkRecords(table, weights, ShippedModel(), {});
#ifndef LIANFANG_LINKAGE_LINK_H_
#define LIANFANG_LINKAGE_LINK_H_

#include <cstdint>
#include <vector>

#include "linkage/blocking.h"
#include "linkage/model.h"
#include "linkage/pair.h"
#include "linkage/stop.h"
#include "linkage/table.h"
#include "linkage/weights.h"

namespace lianfang::linkage {

struct LinkOptions {
  int threads = 2;          // the result does not depend on it
  bool one_to_one = false;  // also where a table holds a person twice
  StopFlag stopped = nullptr;
};

struct Linked {
  std::vector<Pair> links;      // at least the model's `accept`, by record
  std::vector<Pair> uncertain;  // from `ask` on, and those that a better link left behind
  uint64_t compared = 0;        // pairs
  bool stopped = false;         // broken off: nothing else is answered
};

// The same tables give the same links, in whatever order their rows stand.
Linked LinkRecords(const Table& table, Weights& weights, const Model& model, const LinkOptions& options);

// The log odds of a match, from the weights of likely pairs that were found with `prior`: repeated until the number of
// matches that they predict is the number that they assume.
double EstimatedPrior(const Table& table, const std::vector<Pair>& pairs, double prior);

// Those of the pairs with at least these log odds that have one of these records; by record. Compares no others.
std::vector<Pair> LikelyPairsWith(const Blocks& blocks, const Weights& weights, double least_odds,
                                  const std::vector<uint32_t>& records, uint64_t& compared,
                                  const StopFlag& stopped = nullptr);

// The pairs with at least these log odds.
std::vector<Pair> LikelyPairs(const Table& table, const Weights& weights, double least_odds, int threads,
                              uint64_t& compared, const StopFlag& stopped = nullptr);

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_LINK_H_
