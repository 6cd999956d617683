#include "draw/seating.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "draw/testing/lists.h"

namespace lianfang::draw {
namespace {

using ::testing::ElementsAre;

Seating SeatingOf(int panel_size, const std::vector<std::pair<std::string, int>>& needs) {
  expert::v1::FrozenList list;
  for (const auto& [specialty, seats] : needs) testing::AddNeed(list, specialty, seats);
  return Seating(panel_size, list.specialty_needs());
}

Coverage CoverageOf(const Seating& seating, const std::vector<std::string>& specialties) {
  expert::v1::Candidate candidate;
  for (const std::string& specialty : specialties) candidate.add_specialties(specialty);
  return seating.CoverageOf(candidate);
}

TEST(SeatingTest, AnybodyTakesAnOpenSeatAndOnlyWhoCoversItAKeptOne) {
  const Seating seating = SeatingOf(3, {{"health", 2}});
  const Coverage health = CoverageOf(seating, {"health"});
  const Coverage safety = CoverageOf(seating, {"safety"});
  EXPECT_TRUE(seating.CanSeat({health, health, safety}));
  EXPECT_TRUE(seating.CanSeat({health, health, health}));
  EXPECT_FALSE(seating.CanSeat({safety, safety}));
  EXPECT_FALSE(seating.CanSeat({health, health, health, safety}));
}

// Whoever covers both moves over for somebody who covers one.
TEST(SeatingTest, PeopleMoveOverForOneAnother) {
  const Seating seating = SeatingOf(2, {{"health", 1}, {"safety", 1}});
  const Coverage both = CoverageOf(seating, {"safety", "health"});
  const Coverage health = CoverageOf(seating, {"health"});
  EXPECT_TRUE(seating.CanSeat({both, health}));
  EXPECT_THAT(seating.Assign({both, health}), ElementsAre(1, 0));
  EXPECT_THAT(seating.Assign({both, both}), ElementsAre(0, 1));
}

TEST(SeatingTest, SeatsStandInTheOrderOfTheNeedsOpenOnesLast) {
  const Seating seating = SeatingOf(3, {{"health", 1}, {"safety", 1}});
  EXPECT_EQ(seating.Specialty(0), "health");
  EXPECT_EQ(seating.Specialty(1), "safety");
  EXPECT_EQ(seating.Specialty(2), "");
  EXPECT_EQ(seating.size(), 3);
}

// The greedy walk and every order of it give panels of one size: the matroid property that step 4 relies on.
TEST(SeatingTest, EveryWalkFillsAsManySeats) {
  const Seating seating = SeatingOf(3, {{"a", 1}, {"b", 1}});
  std::vector<Coverage> people = {CoverageOf(seating, {"a"}), CoverageOf(seating, {"a", "b"}), CoverageOf(seating, {}),
                                  CoverageOf(seating, {"a"}), CoverageOf(seating, {})};
  std::sort(people.begin(), people.end());
  do {
    std::vector<Coverage> panel;
    for (const Coverage person : people) {
      panel.push_back(person);
      if (!seating.CanSeat(panel)) panel.pop_back();
    }
    EXPECT_EQ(panel.size(), 3u);
  } while (std::next_permutation(people.begin(), people.end()));
}

}  // namespace
}  // namespace lianfang::draw
