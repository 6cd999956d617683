#include "services/fund/domain/project/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/time.h"
#include "services/fund/domain/testing/sample.h"

namespace lianfang::fund {
namespace {

v1::Project Proposal(const std::string& id, const std::string& industry, int votes_for, int hour) {
  v1::Project project = testing::SampleProject(id);
  project.mutable_proposal()->set_industry(industry);
  *project.mutable_create_time() = ToTimestamp(testing::Now() + absl::Hours(hour));
  if (votes_for == 0) return project;
  project.set_state(v1::PROJECT_STATE_REVIEWED);
  project.mutable_review()->set_votes_for(votes_for);
  project.mutable_review()->set_votes_against(5 - votes_for);
  *project.mutable_review()->mutable_amount() = project.proposal().amount();
  return project;
}

std::vector<std::string> Order(const std::vector<v1::RankedProject>& ranked) {
  std::vector<std::string> order;
  for (const v1::RankedProject& place : ranked) order.push_back(place.project().name().substr(9));
  return order;
}

TEST(RankProposalsTest, PriorityIndustriesThenVotesThenTime) {
  v1::Project approved = Proposal("approved", "dust-exposed", 5, 0);
  approved.set_state(v1::PROJECT_STATE_APPROVED);
  const auto ranked =
      RankProposals({Proposal("none", "", 5, 0), Proposal("construction", "construction", 5, 0),
                     Proposal("coal-late", "coal-mining", 4, 9), Proposal("coal", "coal-mining", 4, 1),
                     Proposal("coal-best", "coal-mining", 5, 10), Proposal("dust", "dust-exposed", 3, 0),
                     Proposal("dust-new", "dust-exposed", 0, 0), approved},
                    testing::SampleBudget(), testing::SamplePlan(), {});
  EXPECT_THAT(Order(ranked),
              ::testing::ElementsAre("dust", "dust-new", "coal-best", "coal", "coal-late", "construction", "none"))
      << "what was decided is not ranked";
  EXPECT_THAT(ranked[0].reason(), ::testing::HasSubstr("涉尘行业"));
}

TEST(RankProposalsTest, EqualsGoByNameAndEachPlaceSaysWhy) {
  const auto ranked = RankProposals(
      {Proposal("b", "construction", 0, 0), Proposal("a", "construction", 0, 0), Proposal("none", "", 0, 0),
       Proposal("dust", "dust-exposed", 4, 5), Proposal("dust-unseen", "dust-exposed", 0, 0)},
      testing::SampleBudget(), testing::SamplePlan(), {});
  EXPECT_THAT(Order(ranked), ::testing::ElementsAre("dust", "dust-unseen", "a", "b", "none"));
  EXPECT_EQ(ranked[0].reason(), "优先行业第1位：涉尘行业；评审赞成4票、反对1票");
  EXPECT_EQ(ranked[2].reason(), "方案内行业：建筑施工；尚未评审");
  EXPECT_EQ(ranked[4].reason(), "不限行业；尚未评审");
}

TEST(RankProposalsTest, SaysUpToWhereTheMoneyLasts) {
  const Sums sums = {{"training", {1000000, 0}}};
  const auto ranked = RankProposals({Proposal("a", "coal-mining", 5, 0), Proposal("b", "coal-mining", 4, 0)},
                                    testing::SampleBudget(), testing::SamplePlan(), sums);
  EXPECT_TRUE(ranked[0].within_budget());
  EXPECT_FALSE(ranked[1].within_budget()) << "10,000 + 2 · 40,000 of 70,000";
  EXPECT_EQ(ranked[1].cumulative_amount().units(), 80000);
  EXPECT_EQ(ranked[0].place(), 1);
  EXPECT_EQ(ranked[1].place(), 2);
}

}  // namespace
}  // namespace lianfang::fund
