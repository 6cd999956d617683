#include "services/expert/domain/panel/sealed_panel.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/time.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using testing::Now;

Identity Caller(type::v1::Role role, const std::string& department) {
  Identity caller;
  caller.role = role;
  caller.department = department;
  caller.region = "140581";
  return caller;
}

class SealedPanelTest : public ::testing::Test {
 protected:
  bool IsSealedFor(type::v1::Role role, const std::string& department, absl::Time now = Now()) const {
    return UnsealTime(Caller(role, department), engagement_, pool_, now).has_value();
  }

  const PoolView pool_ = testing::PoolWith([](type::v1::ExpertPool& policy) { policy.set_panel_sealed(true); });
  v1::Engagement engagement_ = testing::Planned();  // asked for by housing
  const absl::Time start_ = FromTimestamp(engagement_.start_time());
};

TEST_F(SealedPanelTest, OnlyThePlansOfficeObserverAndAuditorKnowItBeforeTheMeeting) {
  EXPECT_FALSE(IsSealedFor(type::v1::ROLE_OFFICE, "hrss"));
  EXPECT_FALSE(IsSealedFor(type::v1::ROLE_OBSERVER, "union"));
  EXPECT_FALSE(IsSealedFor(type::v1::ROLE_AUDITOR, "audit"));
  EXPECT_TRUE(IsSealedFor(type::v1::ROLE_OFFICE, "housing")) << "the office of another department";
  EXPECT_TRUE(IsSealedFor(type::v1::ROLE_LIAISON, "housing")) << "the requester";
  EXPECT_TRUE(IsSealedFor(type::v1::ROLE_CONVENER, "housing"));
  EXPECT_TRUE(IsSealedFor(type::v1::ROLE_LIAISON, "hrss")) << "a liaison of the leading department";
}

TEST_F(SealedPanelTest, TheMeetingUnsealsIt) {
  EXPECT_TRUE(IsSealedFor(type::v1::ROLE_LIAISON, "housing", start_ - absl::Seconds(1)));
  EXPECT_FALSE(IsSealedFor(type::v1::ROLE_LIAISON, "housing", start_));
}

TEST_F(SealedPanelTest, WithoutThePolicyNothingIsSealed) {
  EXPECT_FALSE(UnsealTime(Caller(type::v1::ROLE_LIAISON, "housing"), engagement_, testing::Pool(), Now()).has_value());
}

TEST_F(SealedPanelTest, WhatNamesTheDrawnIsWithheldAndTheRestStays) {
  AddInvitation(engagement_, "experts/e001", 1, Now());
  engagement_.add_conflict_reports()->set_expert("experts/e001");
  Withhold(engagement_, start_);
  EXPECT_EQ(engagement_.invitations_size() + engagement_.conflict_reports_size(), 0);
  EXPECT_EQ(FromTimestamp(engagement_.unseal_time()), start_);
  EXPECT_EQ(engagement_.subject(), testing::Planned().subject());

  v1::Draw draw;
  draw.set_state(v1::DRAW_STATE_DRAWN);
  draw.set_seed(std::string(32, 's'));
  draw.set_list_hash(std::string(32, 'l'));
  draw.add_order()->set_expert("experts/e001");
  draw.add_panel()->set_expert("experts/e001");
  draw.add_departures()->set_expert("experts/e001");
  Withhold(draw, start_);
  EXPECT_EQ(draw.seed(), "") << "with the seed, anybody could draw";
  EXPECT_EQ(draw.order_size() + draw.panel_size() + draw.departures_size(), 0);
  EXPECT_EQ(draw.list_hash(), std::string(32, 'l'));
  EXPECT_TRUE(draw.has_unseal_time());
}

TEST_F(SealedPanelTest, ADrawThatWasCancelledOpensItsCommitmentToEverybody) {
  v1::Draw draw;
  draw.set_state(v1::DRAW_STATE_CANCELLED);
  draw.set_seed(std::string(32, 's'));
  Withhold(draw, start_);
  EXPECT_EQ(draw.seed(), std::string(32, 's'));
  EXPECT_FALSE(draw.has_unseal_time());
}

TEST_F(SealedPanelTest, WhoMayNotKnowThePanelCannotAskAboutASeat) {
  const absl::Status refused = CheckKnowsPanel(Caller(type::v1::ROLE_LIAISON, "housing"), engagement_, pool_, Now());
  EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrorInfoOf(refused)->reason(), "PANEL_SEALED");
  EXPECT_TRUE(CheckKnowsPanel(Caller(type::v1::ROLE_OFFICE, "hrss"), engagement_, pool_, Now()).ok());
}

}  // namespace
}  // namespace lianfang::expert
