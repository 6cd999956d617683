// Draws against the ledger, and panels that are sealed.
#include "services/expert/draw_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "draw/attestation.h"
#include "draw/verify.h"
#include "services/expert/testing/world.h"

namespace lianfang::expert {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::World;

class DrawServiceTest : public ::testing::Test {
 protected:
  DrawServiceTest() {
    for (int i = 1; i <= 6; ++i) world_.Admit(i);
    name_ = world_.Create()->name();
  }

  absl::StatusCode DrawStatus() {
    v1::GetDrawRequest request;
    request.set_name(name_ + "/draw");
    return world_.draws.GetDraw(world_.auditor, request).status().code();
  }

  World world_;
  std::string name_;
};

TEST_F(DrawServiceTest, AFreezeStandsInTheLedgerBeforeAnybodySeesIt) {
  const auto frozen = world_.Freeze(name_);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_THAT(world_.ledger.digests, ElementsAre(draw::FrozenDigest(frozen->list_hash(), frozen->seed_commitment())));
  const KeyRing keys = draw::testing::LedgerKey().public_key();
  EXPECT_THAT(draw::FindProblems(*frozen, {&keys}), IsEmpty());
  EXPECT_EQ(world_.GetDraw(name_).receipt().SerializeAsString(), frozen->receipt().SerializeAsString());
}

TEST_F(DrawServiceTest, WhileTheLedgerIsAwayNothingIsFrozenAndTheSameRequestWorksLater) {
  world_.ledger.away = true;
  const auto request = World::About<v1::FreezeCandidatesRequest>(name_);
  EXPECT_EQ(world_.draws.FreezeCandidates(world_.office, request).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(DrawStatus(), absl::StatusCode::kNotFound);
  EXPECT_EQ(world_.Get(name_).state(), v1::ENGAGEMENT_STATE_PLANNED);
  EXPECT_EQ(world_.Get(name_).attempt(), 0);
  world_.ledger.away = false;
  const auto frozen = world_.draws.FreezeCandidates(world_.office, request);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  const auto again = world_.draws.FreezeCandidates(world_.office, request);
  EXPECT_EQ(again->SerializeAsString(), frozen->SerializeAsString());
  EXPECT_THAT(world_.ledger.digests, SizeIs(1));
}

TEST_F(DrawServiceTest, ALedgerWhoseClockIsBehindFreezesNothing) {
  world_.ledger.skew = -absl::Seconds(3);
  EXPECT_EQ(world_.Freeze(name_).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(DrawStatus(), absl::StatusCode::kNotFound);
}

TEST_F(DrawServiceTest, ANonceNeedsAKeyInTheLedgerAndARepeatAnswersWithoutIt) {
  const auto frozen = world_.Freeze(name_);
  world_.ledger.without_key = {world_.observer.caller.uri};
  EXPECT_EQ(ErrorInfoOf(world_.GiveNonce(*frozen).status())->reason(), "KEY_NOT_REGISTERED");
  world_.ledger.away = true;
  EXPECT_EQ(world_.GiveNonce(*frozen).status().code(), absl::StatusCode::kUnavailable);
  world_.ledger.away = false;
  world_.ledger.without_key.clear();
  auto request = testing::SignedNonce(*frozen, std::string(32, 'n'));
  request.set_request_id(NewUuid());
  const auto drawn = world_.draws.ContributeNonce(world_.observer, request);
  ASSERT_TRUE(drawn.ok()) << drawn.status();
  EXPECT_EQ(drawn->witness().signature(), request.signature());
  const KeyRing keys = draw::testing::LedgerKey().public_key();
  EXPECT_THAT(draw::FindProblems(*drawn, {&keys}), IsEmpty());
  world_.ledger.away = true;
  EXPECT_EQ(world_.draws.ContributeNonce(world_.observer, request)->SerializeAsString(), drawn->SerializeAsString());
}

class SealedDrawTest : public DrawServiceTest {
 protected:
  void SetUp() override {
    world_.source.plan = testing::PlanWith([](type::v1::ExpertPool& policy) { policy.set_panel_sealed(true); });
    world_.clock.Advance(absl::Minutes(1));  // the plan is read anew
    ASSERT_TRUE(world_.GiveNonce(*world_.Freeze(name_)).ok());
  }

  v1::Engagement GetAs(const Call& call) {
    v1::GetEngagementRequest request;
    request.set_name(name_);
    return *world_.engagements.GetEngagement(call, request);
  }
  v1::Draw DrawAs(const Call& call) {
    v1::GetDrawRequest request;
    request.set_name(name_ + "/draw");
    return *world_.draws.GetDraw(call, request);
  }
  std::vector<v1::Engagement> ListAs(const Call& call, const std::string& expert = "") {
    v1::ListEngagementsRequest request;
    request.set_expert(expert);
    const auto response = *world_.engagements.ListEngagements(call, request);
    return {response.engagements().begin(), response.engagements().end()};
  }

  const Call convener_ = testing::As(type::v1::ROLE_CONVENER, "housing");
};

TEST_F(SealedDrawTest, ThePanelIsToldToOfficeObserverAndAuditorAlone) {
  for (const Call* call : {&world_.office, &world_.observer, &world_.auditor}) {
    EXPECT_THAT(GetAs(*call).invitations(), SizeIs(3));
    EXPECT_THAT(DrawAs(*call).panel(), SizeIs(3));
    ASSERT_THAT(ListAs(*call), SizeIs(1));
    EXPECT_THAT(ListAs(*call)[0].invitations(), SizeIs(3));
    EXPECT_FALSE(GetAs(*call).has_unseal_time());
  }
  for (const Call* call : {&world_.housing, &convener_}) {
    EXPECT_THAT(GetAs(*call).invitations(), IsEmpty());
    EXPECT_TRUE(GetAs(*call).has_unseal_time());
    EXPECT_THAT(DrawAs(*call).panel(), IsEmpty());
    EXPECT_EQ(DrawAs(*call).seed(), "");
    ASSERT_THAT(ListAs(*call), SizeIs(1));
    EXPECT_THAT(ListAs(*call)[0].invitations(), IsEmpty());
  }
}

TEST_F(SealedDrawTest, AskingForAnExpertsEngagementsTellsNothing) {
  const std::string member = GetAs(world_.office).invitations(0).expert();
  EXPECT_THAT(ListAs(world_.office, member), SizeIs(1));
  EXPECT_THAT(ListAs(world_.housing, member), IsEmpty());
}

TEST_F(SealedDrawTest, ReportingAConflictTellsNothing) {
  auto request = World::About<v1::DeclareConflictRequest>(name_);
  request.set_expert(GetAs(world_.office).invitations(0).expert());
  request.mutable_tie()->set_kind(v1::TIE_KIND_EMPLOYMENT);
  *request.mutable_tie()->mutable_party() = testing::Party();
  const auto refused = world_.engagements.DeclareConflict(world_.housing, request);
  EXPECT_EQ(ErrorInfoOf(refused.status())->reason(), "PANEL_SEALED");
  EXPECT_TRUE(world_.engagements.DeclareConflict(world_.observer, request).ok());
}

TEST_F(SealedDrawTest, WhatIsWithheldVerifiesAsWhatItIs) {
  v1::VerifyDrawRequest request;
  *request.mutable_draw() = DrawAs(world_.housing);
  const auto verdict = world_.draws.VerifyDraw(world_.housing, request);
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  ASSERT_THAT(verdict->problems(), SizeIs(1));
  EXPECT_THAT(verdict->problems(0).en(), ::testing::HasSubstr("sealed until the meeting"));
  *request.mutable_draw() = DrawAs(world_.auditor);
  EXPECT_TRUE(world_.draws.VerifyDraw(world_.auditor, request)->valid());
}

TEST_F(SealedDrawTest, EverybodyIsToldOnceTheMeetingHasBegun) {
  world_.clock.Set(FromTimestamp(testing::Need().start_time()));
  EXPECT_THAT(GetAs(world_.housing).invitations(), SizeIs(3));
  EXPECT_THAT(DrawAs(world_.housing).panel(), SizeIs(3));
  EXPECT_THAT(ListAs(world_.housing, GetAs(world_.office).invitations(0).expert()), SizeIs(1));
}

}  // namespace
}  // namespace lianfang::expert
