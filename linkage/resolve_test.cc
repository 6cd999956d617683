#include "linkage/resolve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace lianfang::linkage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Odds of pairs; others are as unlikely as `others`.
OddsOf Odds(const std::vector<Pair>& pairs, double others = -8) {
  std::map<std::pair<uint32_t, uint32_t>, double> odds;
  for (const Pair& pair : pairs) odds[{pair.a, pair.b}] = pair.odds;
  return [odds, others](uint32_t a, uint32_t b) {
    const auto found = odds.find({std::min(a, b), std::max(a, b)});
    return found == odds.end() ? others : found->second;
  };
}

std::vector<std::pair<uint32_t, uint32_t>> Plain(const std::vector<Pair>& pairs) {
  std::vector<std::pair<uint32_t, uint32_t>> plain;
  for (const Pair& pair : pairs) plain.emplace_back(pair.a, pair.b);
  return plain;
}

TEST(Assign, MakesTheGainsAddUpToMost) {
  EXPECT_THAT(Assign({{9, 8}, {8, 1}}), ElementsAre(1, 0)) << "8 + 8 is more than 9 + 1";
  EXPECT_THAT(Assign({{5}, {7}}), ElementsAre(-1, 0));
  EXPECT_THAT(Assign({{-1, 0}}), ElementsAre(-1));
  EXPECT_THAT(Assign({}), IsEmpty());
}

TEST(ResolveOneToOne, SolvesEachComponent) {
  const std::vector<Pair> pairs = {{0, 10, 9}, {0, 11, 8}, {1, 10, 8}, {1, 11, 1}, {2, 12, 3}};
  EXPECT_THAT(Plain(ResolveOneToOne(pairs, Odds(pairs), false)),
              ElementsAre(std::pair(0u, 11u), std::pair(1u, 10u), std::pair(2u, 12u)));
}

TEST(ResolveOneToOne, LinksBothRecordsOfAPersonWhoStandsTwiceInATable) {
  std::vector<Pair> pairs = {{0, 10, 9}, {0, 11, 7}};
  std::vector<Pair> with_repeat = pairs;
  with_repeat.push_back({10, 11, 6});
  EXPECT_THAT(Plain(ResolveOneToOne(pairs, Odds(pairs), false)), ElementsAre(std::pair(0u, 10u)));
  EXPECT_THAT(Plain(ResolveOneToOne(pairs, Odds(with_repeat), false)),
              ElementsAre(std::pair(0u, 10u), std::pair(0u, 11u)));
  EXPECT_THAT(Plain(ResolveOneToOne(pairs, Odds(with_repeat), true)), ElementsAre(std::pair(0u, 10u)));
}

TEST(ResolveGroups, AddsThePairsWithinAGroup) {
  const std::vector<Pair> pairs = {{1, 2, 10}, {2, 3, 10}};
  EXPECT_THAT(Plain(ResolveGroups(pairs, Odds(pairs, -1))),
              ElementsAre(std::pair(1u, 2u), std::pair(1u, 3u), std::pair(2u, 3u)));
}

TEST(ResolveGroups, DoesNotChainTwoPersonsByOneLikelyPair) {
  const std::vector<Pair> pairs = {{1, 2, 10}, {2, 3, 2}, {3, 4, 10}};
  EXPECT_THAT(Plain(ResolveGroups(pairs, Odds(pairs))), ElementsAre(std::pair(1u, 2u), std::pair(3u, 4u)));
}

TEST(ResolveGroups, CutsAComponentThatIsTooLargeAtItsWeakestPairs) {
  std::vector<Pair> chain;
  for (uint32_t i = 0; i + 1 < 1000; ++i) chain.push_back({i, i + 1, i % 2 == 0 ? 9.0 : 0.5});
  EXPECT_EQ(ResolveGroups(chain, Odds(chain)).size(), 500);
}

}  // namespace
}  // namespace lianfang::linkage
