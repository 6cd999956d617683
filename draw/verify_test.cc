#include "draw/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "draw/testing/lists.h"

namespace lianfang::draw {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kLater = absl::FromUnixSeconds(2'000'000);
const absl::Time kBefore = absl::FromUnixSeconds(1'000'000);  // the instant of the draw counts as before it

class VerifyTest : public ::testing::Test {
 protected:
  // Records that the one of this rank left; the successor as the panel says unless given.
  void Depart(size_t rank, absl::Time time, const std::string& successor) {
    auto* departure = draw_.add_departures();
    departure->set_expert(draw_.order(static_cast<int>(rank) - 1).expert());
    departure->set_successor(successor);
    *departure->mutable_departure_time() = ToTimestamp(time);
  }
  std::string At(int rank) const { return draw_.order(rank - 1).expert(); }

  // The English of the first problem; empty for a valid draw.
  std::string Problem() const {
    const auto problems = FindProblems(draw_);
    return problems.empty() ? "" : problems[0].en();
  }

  expert::v1::FrozenList list_ = testing::ListOf(8, 3);
  expert::v1::Draw draw_ = testing::DrawOf(list_, testing::Seed(1), testing::Seed(2));
};

TEST_F(VerifyTest, AnHonestDrawHasNoProblems) { EXPECT_THAT(FindProblems(draw_), IsEmpty()); }

TEST_F(VerifyTest, AnHonestDrawWithSuccessorsHasNone) {
  Depart(2, kLater, At(4));
  Depart(6, kLater, "");  // no member
  Depart(4, kLater, At(5));
  Depart(1, kLater, At(7));
  EXPECT_EQ(Problem(), "");
  const Panel panel = ReplayPanel(draw_, list_);
  EXPECT_TRUE(panel.IsMember(At(3)) && panel.IsMember(At(5)) && panel.IsMember(At(7)));
}

TEST_F(VerifyTest, WhatIsNotDrawnYetIsCheckedAsFarAsItGoes) {
  draw_.set_state(expert::v1::DRAW_STATE_FROZEN);
  draw_.clear_seed();
  draw_.clear_order();
  draw_.clear_panel();
  EXPECT_EQ(Problem(), "");
  draw_.set_list_hash(Sha256("another list"));
  EXPECT_THAT(Problem(), HasSubstr("list_hash"));
}

TEST_F(VerifyTest, ACancelledDrawOpensItsCommitment) {
  draw_.set_state(expert::v1::DRAW_STATE_CANCELLED);
  draw_.clear_order();
  draw_.clear_panel();
  draw_.clear_draw_time();
  EXPECT_EQ(Problem(), "");
  draw_.clear_seed();
  EXPECT_THAT(Problem(), HasSubstr("the seed is not the one committed to"));
}

TEST_F(VerifyTest, FindsStepsOutOfOrder) {
  *draw_.mutable_witness()->mutable_nonce_time() = ToTimestamp(kBefore);
  EXPECT_EQ(Problem(), "");
  *draw_.mutable_witness()->mutable_nonce_time() = ToTimestamp(kLater);
  EXPECT_THAT(Problem(), HasSubstr("not in order of time")) << "a nonce after the draw";
  *list_.mutable_freeze_time() = ToTimestamp(kLater);
  draw_ = testing::DrawOf(list_, testing::Seed(1), "");
  EXPECT_THAT(Problem(), HasSubstr("not in order of time")) << "a freeze after the draw";
}

TEST_F(VerifyTest, FindsAListChangedAfterTheFreeze) {
  list_.mutable_candidates(3)->add_specialties("health");
  draw_.set_frozen_list(list_.SerializeAsString());
  EXPECT_THAT(Problem(), HasSubstr("list_hash"));
}

TEST_F(VerifyTest, OfASealedPanelOnlyTheFreezeIsChecked) {
  *draw_.mutable_unseal_time() = ToTimestamp(kLater);
  draw_.clear_order();
  const auto problems = FindProblems(draw_);
  ASSERT_THAT(problems, ::testing::SizeIs(1));
  EXPECT_THAT(problems[0].en(), HasSubstr("sealed until the meeting"));
}

TEST_F(VerifyTest, FindsASeedChosenAfterwards) {
  expert::v1::Draw forged = testing::DrawOf(list_, testing::Seed(9), testing::Seed(2));
  forged.set_seed_commitment(draw_.seed_commitment());
  testing::Attest(forged, kBefore);
  testing::GiveNonce(forged, testing::Seed(2), kBefore);
  draw_ = forged;
  EXPECT_THAT(Problem(), HasSubstr("the seed is not the one committed to"));
}

TEST_F(VerifyTest, FindsAnotherNonceAndAMissingOne) {
  testing::GiveNonce(draw_, testing::Seed(3), kBefore);
  EXPECT_THAT(Problem(), HasSubstr("order"));
  list_.set_needs_observer(true);
  draw_ = testing::DrawOf(list_, testing::Seed(1), "");
  EXPECT_THAT(Problem(), HasSubstr("nonce is missing"));
}

TEST_F(VerifyTest, FindsAPanelThatDoesNotFollow) {
  draw_.mutable_panel(0)->set_expert(At(8));
  EXPECT_THAT(Problem(), HasSubstr("panel"));
}

TEST_F(VerifyTest, FindsASuccessorOutOfOrder) {
  Depart(2, kLater, At(5));
  EXPECT_THAT(Problem(), HasSubstr("successor"));
}

TEST_F(VerifyTest, FindsSomebodyPassedOverWhoHadAPlace) {
  Depart(1, kBefore, "");
  EXPECT_THAT(Problem(), HasSubstr("panel")) << "the panel was drawn with the one of rank 1";
}

TEST_F(VerifyTest, FindsDeparturesThatCannotBe) {
  Depart(2, kLater, At(4));
  Depart(2, kLater, "");
  EXPECT_THAT(Problem(), HasSubstr("out already"));
  draw_.clear_departures();
  draw_.add_departures()->set_expert("experts/stranger");
  EXPECT_THAT(Problem(), HasSubstr("was no candidate"));
  draw_.clear_departures();
  Depart(2, kLater, At(4));
  Depart(3, kBefore + absl::Seconds(1), At(5));
  EXPECT_THAT(Problem(), HasSubstr("order of time"));
}

TEST_F(VerifyTest, FindsSomebodyNamedTwice) {
  list_.mutable_candidates(1)->set_expert(list_.candidates(0).expert());
  draw_ = testing::DrawOf(list_, testing::Seed(1), "");
  EXPECT_THAT(Problem(), HasSubstr("names somebody twice"));
}

TEST_F(VerifyTest, ADocumentThatIsNoDrawIsAProblemNotAnError) {
  EXPECT_THAT(FindProblems(expert::v1::Draw()), ::testing::SizeIs(1));
  draw_.set_frozen_list("\xff\xff");
  EXPECT_THAT(Problem(), HasSubstr("cannot be read"));
  list_.set_panel_size(1 << 30);
  draw_.set_frozen_list(list_.SerializeAsString());
  EXPECT_THAT(Problem(), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace lianfang::draw
