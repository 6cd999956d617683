// From likely pairs to links that do not contradict each other. Each connected component is solved by itself.
#ifndef LIANFANG_LINKAGE_RESOLVE_H_
#define LIANFANG_LINKAGE_RESOLVE_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "linkage/pair.h"
#include "linkage/stop.h"

namespace lianfang::linkage {

// The log odds of any two records, also of those that are not among the pairs.
using OddsOf = std::function<double(uint32_t a, uint32_t b)>;

// The records of one table, grouped: groups are joined while the mean log odds between their records are positive. Every
// two of a group are a link, so that links are transitive. `pairs` are those with positive odds.
std::vector<Pair> ResolveGroups(const std::vector<Pair>& pairs, const OddsOf& odds, const StopFlag& stopped = nullptr);

// Between two tables: the one-to-one links of each component whose odds add up to most. A record gets a further link only
// where its table holds the same person twice (the rival record and the chosen one are likely one person), and with
// `one_to_one` not even then.
std::vector<Pair> ResolveOneToOne(const std::vector<Pair>& pairs, const OddsOf& odds, bool one_to_one,
                                  const StopFlag& stopped = nullptr);

// Pairs by connected component, components in the order of their smallest record.
std::vector<std::vector<Pair>> Components(const std::vector<Pair>& pairs);

// For each row the column assigned to it, or -1, so that the gains add up to most; gains of 0 and less are not taken.
std::vector<int> Assign(const std::vector<std::vector<double>>& gains);

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_RESOLVE_H_
