#include "draw/panel.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "draw/testing/lists.h"

namespace lianfang::draw {
namespace {

std::vector<std::string> Members(const Panel& panel) {
  std::vector<std::string> members;
  for (const auto& seat : panel.Seats()) members.push_back(seat.expert());
  return members;
}

class PanelTest : public ::testing::Test {
 protected:
  std::string At(const Panel& panel, size_t rank) const {
    return list_.candidates(panel.order()[rank - 1].candidate).expert();
  }

  expert::v1::FrozenList list_ = testing::ListOf(6, 3);
};

TEST_F(PanelTest, AnOpenPanelIsTheFirstInOrder) {
  Panel panel(list_, OrderCandidates(list_, testing::Seed(1), ""));
  panel.Walk();
  EXPECT_EQ(Members(panel), (std::vector<std::string>{At(panel, 1), At(panel, 2), At(panel, 3)}));
  EXPECT_TRUE(panel.IsFull());
  EXPECT_EQ(panel.RankOf(At(panel, 2)), 2);
  EXPECT_EQ(panel.RankOf("experts/nobody"), 0);
}

TEST_F(PanelTest, WhoeverIsPassedOverIsNotTaken) {
  Panel panel(list_, OrderCandidates(list_, testing::Seed(1), ""));
  EXPECT_TRUE(panel.PassOver(At(panel, 1)));
  EXPECT_FALSE(panel.PassOver(At(panel, 1)));
  panel.Walk();
  EXPECT_EQ(Members(panel), (std::vector<std::string>{At(panel, 2), At(panel, 3), At(panel, 4)}));
  EXPECT_FALSE(panel.PassOver(At(panel, 2))) << "members depart, they are not passed over";
}

TEST_F(PanelTest, TheNextInOrderTakesThePlaceUntilNobodyIsLeft) {
  Panel panel(list_, OrderCandidates(list_, testing::Seed(1), ""));
  panel.Walk();
  EXPECT_EQ(panel.SuccessorOf(At(panel, 2)), At(panel, 4));
  EXPECT_EQ(panel.Depart(At(panel, 2)), At(panel, 4));
  EXPECT_EQ(panel.Depart(At(panel, 4)), At(panel, 5));
  EXPECT_EQ(panel.Depart(At(panel, 1)), At(panel, 6));
  EXPECT_EQ(panel.Depart(At(panel, 3)), "");
  EXPECT_FALSE(panel.IsFull());
  EXPECT_EQ(panel.Depart(At(panel, 2)), "") << "who is out cannot depart again";
}

TEST_F(PanelTest, ASuccessorMustFitTheSeatsThatRemain) {
  testing::AddNeed(list_, "health", 1);
  list_.set_panel_size(2);
  const std::vector<Ranked> order = OrderCandidates(list_, testing::Seed(7), "");
  for (const size_t rank : {2u, 5u}) list_.mutable_candidates(order[rank - 1].candidate)->add_specialties("health");
  Panel panel(list_, order);
  panel.Walk();
  EXPECT_EQ(Members(panel), (std::vector<std::string>{At(panel, 2), At(panel, 1)}));
  EXPECT_EQ(panel.Depart(At(panel, 2)), At(panel, 5)) << "3 and 4 do not cover health";
  EXPECT_EQ(panel.Depart(At(panel, 1)), At(panel, 3));
}

}  // namespace
}  // namespace lianfang::draw
