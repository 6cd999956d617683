#include "services/coordination/opinion_service.h"

#include <gtest/gtest.h>

#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using testing::ReasonOf;
using testing::World;

TEST(OpinionServiceTest, IsIssuedAnsweredAndClosed) {
  World world;
  v1::IssueOpinionRequest issue;
  *issue.mutable_opinion() = testing::Wish();
  issue.set_request_id(NewUuid());
  EXPECT_EQ(ReasonOf(world.opinions.IssueOpinion(world.office, issue).status()), "NOT_OBSERVER");
  const auto issued = world.opinions.IssueOpinion(world.observer, issue);
  ASSERT_TRUE(issued.ok()) << issued.status();
  v1::GetOpinionRequest get;
  get.set_name(issued->name());
  EXPECT_EQ(ReasonOf(world.opinions.GetOpinion(world.health, get).status()), "NOT_OWN_DEPARTMENT");
  EXPECT_TRUE(world.opinions.GetOpinion(world.office, get).ok());
  auto answer = World::About<v1::AnswerOpinionRequest>(issued->name());
  answer.set_text("已补训");
  EXPECT_EQ(world.opinions.AnswerOpinion(world.emergency, answer)->state(), v1::OPINION_STATE_ANSWERED);
  EXPECT_EQ(world.opinions.JudgeAnswer(world.observer, World::About<v1::JudgeAnswerRequest>(issued->name()))->state(),
            v1::OPINION_STATE_CLOSED);
  v1::ListOpinionsRequest list;
  EXPECT_EQ(world.opinions.ListOpinions(world.health, list)->opinions_size(), 0);
  EXPECT_EQ(world.opinions.ListOpinions(world.emergency, list)->opinions_size(), 1);
}

}  // namespace
}  // namespace lianfang::coordination
