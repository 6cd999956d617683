#include "draw/order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/hash.h"
#include "draw/testing/lists.h"

namespace lianfang::draw {
namespace {

// Computed with coreutils: `printf '…' | sha256sum` over 64 bytes "s", "n" and the name.
TEST(OrderTest, AKeyIsTheHashOfSeedNonceAndName) {
  const auto list = testing::ListOf(1, 1);
  const std::string seed(32, 's');
  const std::string nonce(32, 'n');
  const auto order = OrderCandidates(list, seed, nonce);
  ASSERT_EQ(order.size(), 1u);
  EXPECT_EQ(order[0].KeyBytes(), Sha256(seed + nonce + "experts/e000000"));
  EXPECT_EQ(absl::BytesToHexString(order[0].KeyBytes()),
            "c8cde649f2b305216e55abbfafbb98a69415d3ed9e0eb003c207f3602ced5201");
}

TEST(OrderTest, IsByKeyAndDependsOnBothSides) {
  const auto list = testing::ListOf(50, 3);
  const auto order = OrderCandidates(list, testing::Seed(1), testing::Seed(2));
  for (size_t i = 1; i < order.size(); ++i) EXPECT_LT(order[i - 1].KeyBytes(), order[i].KeyBytes());
  EXPECT_NE(order[0].key, OrderCandidates(list, testing::Seed(3), testing::Seed(2))[0].key);
  EXPECT_NE(order[0].key, OrderCandidates(list, testing::Seed(1), testing::Seed(3))[0].key);
}

// Whatever the order is found by, it is that of the whole keys.
TEST(OrderTest, IsThatOfTheWholeKeys) {
  constexpr int kCandidates = 2000;
  const auto list = testing::ListOf(kCandidates, 3);
  std::vector<std::pair<std::string, int>> expected;
  for (int i = 0; i < kCandidates; ++i) {
    expected.emplace_back(Sha256(testing::Seed(1) + testing::Seed(2) + testing::Name(i)), i);
  }
  std::sort(expected.begin(), expected.end());
  const auto order = OrderCandidates(list, testing::Seed(1), testing::Seed(2));
  ASSERT_EQ(order.size(), expected.size());
  for (size_t rank = 0; rank < order.size(); ++rank) {
    EXPECT_EQ(order[rank].KeyBytes(), expected[rank].first);
    EXPECT_EQ(order[rank].candidate, expected[rank].second);
  }
}

// No honest list names somebody twice, but whoever verifies a forged one gets one answer.
TEST(OrderTest, TheSameNameTwiceStandsInTheOrderOfTheList) {
  auto list = testing::ListOf(2, 1);
  list.mutable_candidates(1)->set_expert(list.candidates(0).expert());
  const auto order = OrderCandidates(list, testing::Seed(1), "");
  EXPECT_EQ(order[0].key, order[1].key);
  EXPECT_EQ(order[0].candidate, 0);
  EXPECT_EQ(order[1].candidate, 1);
}

TEST(OrderTest, AnUnobservedDrawHasNoNonce) {
  const auto list = testing::ListOf(1, 1);
  EXPECT_EQ(OrderCandidates(list, testing::Seed(1), "")[0].KeyBytes(), Sha256(testing::Seed(1) + "experts/e000000"));
}

TEST(OrderTest, TheCommitmentBindsListAndSeed) {
  EXPECT_EQ(SeedCommitment("list", "seed"), Sha256("listseed"));
  EXPECT_NE(SeedCommitment("other", "seed"), SeedCommitment("list", "seed"));
}

}  // namespace
}  // namespace lianfang::draw
