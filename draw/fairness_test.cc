// Fairness of the order, by Pearson's chi-squared over 100,000 seeds. Seeds are fixed, so the statistic is a constant
// of the algorithm: the test fails when the algorithm is changed to an unfair one, never by chance. Thresholds are the
// 99.9 % quantiles.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "draw/panel.h"
#include "draw/testing/lists.h"

namespace lianfang::draw {
namespace {

constexpr int kSeeds = 100'000;
constexpr int kCandidates = 10;
constexpr double kQuantile9 = 27.877;    // 9 degrees of freedom
constexpr double kQuantile81 = 124.839;  // 81 degrees of freedom

double ChiSquared(const std::vector<int>& counts, double expected) {
  double sum = 0;
  for (const int count : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

TEST(FairnessTest, EveryCandidateComesToEveryRankEquallyOften) {
  const auto list = testing::ListOf(kCandidates, 3);
  std::vector<int> counts(kCandidates * kCandidates);
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto order = OrderCandidates(list, testing::Seed(seed), "");
    for (size_t rank = 0; rank < order.size(); ++rank) {
      ++counts[rank * kCandidates + static_cast<size_t>(order[rank].candidate)];
    }
  }
  // Ten by ten with fixed margins: 81 degrees of freedom.
  EXPECT_LT(ChiSquared(counts, kSeeds / kCandidates), kQuantile81);
  const std::vector<int> first(counts.begin(), counts.begin() + kCandidates);
  EXPECT_LT(ChiSquared(first, kSeeds / kCandidates), kQuantile9);
}

// Among those alike, a kept seat favours nobody.
TEST(FairnessTest, CandidatesAlikeAreTakenEquallyOftenUnderConstraints) {
  auto list = testing::ListOf(kCandidates, 3);
  testing::AddNeed(list, "health", 1);
  for (int i = 0; i < 4; ++i) list.mutable_candidates(i)->add_specialties("health");
  std::vector<int> taken(kCandidates);
  for (int seed = 0; seed < kSeeds; ++seed) {
    Panel panel(list, OrderCandidates(list, testing::Seed(seed), ""));
    panel.Walk();
    for (int i = 0; i < kCandidates; ++i) taken[static_cast<size_t>(i)] += panel.IsMember(testing::Name(i)) ? 1 : 0;
  }
  const std::vector<int> health(taken.begin(), taken.begin() + 4);
  const std::vector<int> others(taken.begin() + 4, taken.end());
  const auto mean = [](const std::vector<int>& counts) {
    double sum = 0;
    for (const int count : counts) sum += count;
    return sum / static_cast<double>(counts.size());
  };
  EXPECT_LT(ChiSquared(health, mean(health)), 16.266);  // 3 degrees of freedom
  EXPECT_LT(ChiSquared(others, mean(others)), 20.515);  // 5 degrees of freedom
  EXPECT_GT(mean(health), mean(others)) << "who covers the kept seat is taken more often";
}

}  // namespace
}  // namespace lianfang::draw
