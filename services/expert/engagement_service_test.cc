// Handlers of engagements and draws, on the fake store: from the need to the rating.
#include "services/expert/engagement_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "draw/verify.h"
#include "services/expert/testing/world.h"

namespace lianfang::expert {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::World;

std::string InvitedAt(const v1::Engagement& engagement, int place) { return engagement.invitations(place).expert(); }

v1::FrozenList ListOf(const v1::Draw& draw) {
  v1::FrozenList list;
  EXPECT_TRUE(list.ParseFromString(draw.frozen_list()));
  return list;
}

TEST(EngagementServiceTest, FromTheNeedToTheRating) {
  World world;
  v1::Engagement engagement = world.Drawn();
  ASSERT_EQ(engagement.state(), v1::ENGAGEMENT_STATE_INVITING);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(world.Answer(engagement.name(), InvitedAt(engagement, i), true).ok());
  engagement = world.Get(engagement.name());
  EXPECT_EQ(engagement.state(), v1::ENGAGEMENT_STATE_CONFIRMED);
  world.clock.Set(FromTimestamp(engagement.end_time()));
  EXPECT_EQ(world.Get(engagement.name()).state(), v1::ENGAGEMENT_STATE_HELD);

  auto rate = World::About<v1::RateEngagementRequest>(engagement.name());
  for (int i = 0; i < 3; ++i) {
    v1::Rating& rating = *rate.add_ratings();
    rating.set_expert(InvitedAt(engagement, i));
    rating.set_score(90);
    rating.set_session_count(1);
  }
  EXPECT_EQ(world.engagements.RateEngagement(world.emergency, rate).status().code(),
            absl::StatusCode::kPermissionDenied)
      << "the requester rates";
  const auto rated = world.engagements.RateEngagement(world.housing, rate);
  ASSERT_TRUE(rated.ok()) << rated.status();
  EXPECT_EQ(rated->state(), v1::ENGAGEMENT_STATE_RATED);
  EXPECT_EQ(rated->ratings(0).fee().units(), 1500);
  v1::GetExpertRequest get;
  get.set_name(InvitedAt(engagement, 0));
  EXPECT_EQ(world.experts.GetExpert(world.office, get)->rating().last_score(), 90);
  EXPECT_EQ(world.experts.GetExpert(world.office, get)->engagements_this_year(), 1);
}

// The fund links projects to engagements of every plan, and is not told a sealed panel.
TEST(EngagementServiceTest, AServiceReadsEveryEngagement) {
  World world;
  const std::string name = world.Create()->name();
  v1::GetEngagementRequest get;
  get.set_name(name);
  const auto found = world.engagements.GetEngagement(testing::AsService("fund"), get);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->panel_size(), 3);
}

TEST(EngagementServiceTest, TheStepsOfADrawHaveTheirOrderAndHappenOnce) {
  World world;
  for (int i = 1; i <= 4; ++i) world.Admit(i);
  const std::string name = world.Create()->name();
  EXPECT_EQ(world.Run(name).status().code(), absl::StatusCode::kFailedPrecondition) << "before the freeze";
  v1::Draw nothing;
  nothing.set_name(name + "/draw");
  nothing.set_list_hash(std::string(32, 'x'));
  nothing.set_seed_commitment(std::string(32, 'x'));
  EXPECT_EQ(world.GiveNonce(nothing).status().code(), absl::StatusCode::kFailedPrecondition) << "before the freeze";
  const auto frozen = world.Freeze(name);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(world.Freeze(name).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(world.Run(name).status().code(), absl::StatusCode::kFailedPrecondition) << "without the nonce";
  const auto drawn = world.GiveNonce(*frozen);
  ASSERT_TRUE(drawn.ok()) << drawn.status();
  EXPECT_EQ(drawn->state(), v1::DRAW_STATE_DRAWN) << "in one step: nobody who knows the seed can act in between";
  EXPECT_EQ(drawn->drawer(), world.observer.caller.uri);
  EXPECT_EQ(world.Get(name).state(), v1::ENGAGEMENT_STATE_INVITING);
  EXPECT_EQ(world.GiveNonce(*frozen).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(world.Run(name).status().code(), absl::StatusCode::kAlreadyExists);
}

TEST(EngagementServiceTest, APoolWithoutObserverIsDrawnByTheOffice) {
  World world;
  world.Admit(1, testing::kTraining);
  v1::Engagement need = testing::Need();
  need.set_pool(testing::kTraining);
  need.set_panel_size(1);
  const std::string name = world.Create(need)->name();
  ASSERT_TRUE(world.Freeze(name).ok());
  const auto drawn = world.Run(name);
  ASSERT_TRUE(drawn.ok()) << drawn.status();
  EXPECT_EQ(drawn->drawer(), world.office.caller.uri);
  EXPECT_THAT(draw::FindProblems(*drawn), IsEmpty());
}

TEST(EngagementServiceTest, ACancelledDrawRevealsItsSeedAndTheNextAttemptNamesIt) {
  World world;
  for (int i = 1; i <= 6; ++i) world.Admit(i);
  const std::string first = world.Create()->name();
  const auto frozen = world.Freeze(first);
  ASSERT_TRUE(frozen.ok());
  EXPECT_EQ(world.Get(first).attempt(), 1);
  auto cancel = World::About<v1::CancelEngagementRequest>(first);
  cancel.set_reason("改期");
  ASSERT_TRUE(world.engagements.CancelEngagement(world.office, cancel).ok());
  const v1::Draw cancelled = world.GetDraw(first);
  EXPECT_EQ(cancelled.state(), v1::DRAW_STATE_CANCELLED);
  EXPECT_THAT(cancelled.seed(), SizeIs(32));
  EXPECT_THAT(draw::FindProblems(cancelled), IsEmpty());
  EXPECT_EQ(world.GiveNonce(*frozen).status().code(), absl::StatusCode::kFailedPrecondition);

  const std::string second = world.Create()->name();
  const auto again = world.Freeze(second);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(ListOf(*again).attempt(), 2);
  EXPECT_THAT(ListOf(*again).earlier_attempts(), ::testing::ElementsAre(first));
  EXPECT_EQ(world.Get(second).attempt(), 2);
}

TEST(EngagementServiceTest, ADrawIsVerifiedAgainstItselfAndTheStoredOne) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  v1::VerifyDrawRequest request;
  *request.mutable_draw() = world.GetDraw(engagement.name());
  EXPECT_TRUE(world.draws.VerifyDraw(world.auditor, request)->valid());
  request.mutable_draw()->mutable_panel(0)->set_expert("experts/other");
  EXPECT_THAT(world.draws.VerifyDraw(world.auditor, request)->problems(), SizeIs(2));
  EXPECT_EQ(world.draws.VerifyDraw(world.emergency, request).status().code(), absl::StatusCode::kPermissionDenied);
}

// Who may be drawn is judged as of the freeze: what happens to a candidate afterwards does not change the draw.
TEST(EngagementServiceTest, SuspendingACandidateAfterTheFreezeChangesNotTheDrawButThePanel) {
  World world;
  for (int i = 1; i <= 4; ++i) world.Admit(i);
  const std::string name = world.Create()->name();
  const auto frozen = world.Freeze(name);
  const auto list = ListOf(*frozen);
  auto suspend = World::About<v1::SuspendExpertRequest>(list.candidates(0).expert());
  suspend.set_reason("调查中");
  ASSERT_TRUE(world.memberships.SuspendExpert(world.office, suspend).ok());
  const auto drawn = world.GiveNonce(*frozen);
  ASSERT_TRUE(drawn.ok()) << drawn.status();
  EXPECT_EQ(drawn->order_size(), 4);
  EXPECT_THAT(draw::FindProblems(*drawn), IsEmpty());
  for (const v1::Departure& departure : drawn->departures()) {
    EXPECT_EQ(departure.expert(), suspend.name());
    EXPECT_GT(FromTimestamp(departure.departure_time()), FromTimestamp(drawn->draw_time()));
  }
  const v1::Engagement engagement = world.Get(name);
  for (const v1::Invitation& invitation : engagement.invitations()) {
    if (invitation.expert() == suspend.name()) {
      EXPECT_EQ(invitation.state(), v1::INVITATION_STATE_WITHDRAWN);
    }
  }
}

TEST(EngagementServiceTest, AnAnswerByTokenIsTheExpertsOwn) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  const std::string expert = InvitedAt(engagement, 0);
  const std::string token = world.context.AnswerToken(engagement.name(), engagement.invitations(0));
  const std::string others = world.context.AnswerToken(engagement.name(), engagement.invitations(1));
  EXPECT_THAT(token, SizeIs(64));
  for (const std::string& wrong : {std::string(), others, std::string(64, '0')}) {
    const auto refused = world.AnswerByToken(engagement.name(), expert, wrong, true).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(ErrorInfoOf(refused)->reason(), "WRONG_TOKEN");
  }
  EXPECT_EQ(ErrorInfoOf(world.AnswerByToken("engagements/none", expert, token, true).status())->reason(),
            "WRONG_TOKEN");
  EXPECT_EQ(ErrorInfoOf(world.AnswerByToken(engagement.name(), "experts/none", token, true).status())->reason(),
            "WRONG_TOKEN");

  const auto answered = world.AnswerByToken(engagement.name(), expert, token, true);
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->invitation().state(), v1::INVITATION_STATE_ACCEPTED);
  EXPECT_EQ(answered->invitation().channel(), v1::ANSWER_CHANNEL_TOKEN);
  EXPECT_EQ(answered->invitation().recorder(), "");
  EXPECT_EQ(world.AnswerByToken(engagement.name(), expert, token, false).status().code(),
            absl::StatusCode::kFailedPrecondition)
      << "a token answers once";
}

TEST(EngagementServiceTest, AnAnswerByOthersSaysWhoRecordedItAndHowTheyKnow) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  auto request = World::About<v1::RespondInvitationRequest>(engagement.name());
  request.set_expert(InvitedAt(engagement, 0));
  request.set_reason("出差");
  for (const auto channel : {v1::ANSWER_CHANNEL_UNSPECIFIED, v1::ANSWER_CHANNEL_TOKEN}) {
    request.set_channel(channel);
    EXPECT_EQ(
        BadRequestOf(world.engagements.RespondInvitation(world.office, request).status())->field_violations(0).field(),
        "channel");
  }
  request.set_channel(v1::ANSWER_CHANNEL_PHONE);
  ASSERT_TRUE(world.engagements.RespondInvitation(world.office, request).ok());
  const v1::Departure departure = world.GetDraw(engagement.name()).departures(0);
  EXPECT_EQ(departure.recorder(), world.office.caller.uri);
  EXPECT_EQ(departure.channel(), v1::ANSWER_CHANNEL_PHONE);
}

TEST(EngagementServiceTest, WhoeverRetiresBetweenDrawAndMeetingIsReplaced) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  auto retire = World::About<v1::RetireExpertRequest>(InvitedAt(engagement, 1));
  retire.set_reason("本人申请");
  ASSERT_TRUE(world.memberships.RetireExpert(world.office, retire).ok());
  const v1::Engagement after = world.Get(engagement.name());
  ASSERT_THAT(after.invitations(), SizeIs(4));
  EXPECT_EQ(after.invitations(1).state(), v1::INVITATION_STATE_WITHDRAWN);
  const v1::Draw draw = world.GetDraw(engagement.name());
  EXPECT_EQ(draw.departures(0).reason(), v1::EXCLUSION_REASON_NOT_ACTIVE);
  EXPECT_EQ(draw.departures(0).recorder(), world.office.caller.uri);
  EXPECT_EQ(draw.departures(0).successor(), InvitedAt(after, 3));
  EXPECT_THAT(draw::FindProblems(draw), IsEmpty());
}

TEST(EngagementServiceTest, ADeclinedInvitationGoesToTheNextAndIsAnsweredOnce) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  const auto declined = world.Answer(engagement.name(), InvitedAt(engagement, 0), false);
  ASSERT_TRUE(declined.ok()) << declined.status();
  EXPECT_THAT(declined->invitations(), SizeIs(4));
  EXPECT_EQ(world.Answer(engagement.name(), InvitedAt(engagement, 0), true).status().code(),
            absl::StatusCode::kFailedPrecondition);
  auto stale = World::About<v1::RespondInvitationRequest>(engagement.name());
  stale.set_expert(InvitedAt(engagement, 1));
  stale.set_accept(true);
  stale.set_channel(v1::ANSWER_CHANNEL_PHONE);
  stale.set_etag(engagement.etag());
  EXPECT_EQ(world.engagements.RespondInvitation(world.office, stale).status().code(), absl::StatusCode::kAborted);
}

v1::DeclareConflictRequest KinshipOf(const std::string& engagement, const std::string& expert) {
  auto request = World::About<v1::DeclareConflictRequest>(engagement);
  request.set_expert(expert);
  request.mutable_tie()->set_kind(v1::TIE_KIND_KINSHIP);
  *request.mutable_tie()->mutable_party() = testing::Party();
  return request;
}

TEST(EngagementServiceTest, AConflictThatOthersReportWaitsForOfficeAndObserver) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  const std::string member = InvitedAt(engagement, 0);
  auto request = KinshipOf(engagement.name(), member);
  *request.mutable_tie()->mutable_party() = testing::Party(testing::kEmployerCode);
  EXPECT_EQ(
      BadRequestOf(world.engagements.DeclareConflict(world.housing, request).status())->field_violations(0).field(),
      "tie.party");
  *request.mutable_tie()->mutable_party() = testing::Party("91350100m000100y43");
  const auto reported = world.engagements.DeclareConflict(world.housing, request);
  ASSERT_TRUE(reported.ok()) << reported.status();
  EXPECT_EQ(reported->invitations(0).state(), v1::INVITATION_STATE_INVITED) << "the requester's word empties no seat";
  ASSERT_THAT(reported->conflict_reports(), SizeIs(1));

  EXPECT_EQ(world.Confirm(world.housing, engagement.name(), member).status().code(),
            absl::StatusCode::kPermissionDenied);
  ASSERT_TRUE(world.Confirm(world.office, engagement.name(), member).ok());
  EXPECT_EQ(world.Get(engagement.name()).invitations(0).state(), v1::INVITATION_STATE_INVITED) << "nor the office's";
  const auto after = world.Confirm(world.observer, engagement.name(), member);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->conflict_reports(0).state(), v1::CONFLICT_STATE_CONFIRMED);
  EXPECT_EQ(after->invitations(0).state(), v1::INVITATION_STATE_WITHDRAWN);
  EXPECT_EQ(world.GetDraw(engagement.name()).departures(0).reason(), v1::EXCLUSION_REASON_KINSHIP);
  EXPECT_THAT(draw::FindProblems(world.GetDraw(engagement.name())), IsEmpty());
  EXPECT_EQ(world.Confirm(world.office, engagement.name(), member).status().code(), absl::StatusCode::kNotFound);
  v1::ListExpertsRequest review;
  *review.mutable_review_due_until() = ToDate(absl::CivilDay(2026, 6, 1));
  const auto listed = world.experts.ListExperts(world.office, review);
  ASSERT_THAT(listed->experts(), SizeIs(1)) << "it was found out, not declared";
  EXPECT_THAT(listed->experts(0).ties(), SizeIs(1));
}

TEST(EngagementServiceTest, WhatTheExpertDeclaresTheOfficeRecordsAndTheSeatFallsFree) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  auto request = KinshipOf(engagement.name(), InvitedAt(engagement, 0));
  request.set_declared_by_expert(true);
  request.set_channel(v1::ANSWER_CHANNEL_PHONE);
  EXPECT_EQ(world.engagements.DeclareConflict(world.housing, request).status().code(),
            absl::StatusCode::kPermissionDenied)
      << "the requester cannot speak for the expert";
  EXPECT_EQ(world.engagements.DeclareConflict(world.observer, request).status().code(),
            absl::StatusCode::kPermissionDenied);
  request.clear_channel();
  EXPECT_EQ(
      BadRequestOf(world.engagements.DeclareConflict(world.office, request).status())->field_violations(0).field(),
      "channel");
  request.set_channel(v1::ANSWER_CHANNEL_PHONE);
  const auto after = world.engagements.DeclareConflict(world.office, request);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->invitations(0).state(), v1::INVITATION_STATE_WITHDRAWN);
  EXPECT_EQ(world.GetDraw(engagement.name()).departures(0).recorder(), world.office.caller.uri);
}

// A tie that the office enters with the expert, not with the engagement, is a report as well: otherwise the office
// could empty any seat alone.
TEST(EngagementServiceTest, ATieEnteredAfterTheDrawIsAReportThatTheObserverConfirms) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  const std::string member = InvitedAt(engagement, 0);
  ASSERT_TRUE(world.Answer(engagement.name(), member, true).ok());
  v1::UpdateExpertRequest request;
  request.mutable_expert()->set_name(member);
  v1::Tie& tie = *request.mutable_expert()->add_ties();
  tie.set_kind(v1::TIE_KIND_SHAREHOLDING);
  *tie.mutable_party() = testing::Party(testing::kEmployerCode);
  request.mutable_update_mask()->add_paths("ties");
  request.set_request_id(NewUuid());
  ASSERT_TRUE(world.experts.UpdateExpert(world.office, request).ok());
  EXPECT_THAT(world.Get(engagement.name()).conflict_reports(), IsEmpty()) << "a tie to somebody else";

  *tie.mutable_party() = testing::Party();
  request.set_request_id(NewUuid());
  ASSERT_TRUE(world.experts.UpdateExpert(world.office, request).ok());
  const v1::Engagement reported = world.Get(engagement.name());
  EXPECT_EQ(reported.invitations(0).state(), v1::INVITATION_STATE_ACCEPTED);
  ASSERT_THAT(reported.conflict_reports(), SizeIs(1));
  EXPECT_EQ(reported.conflict_reports(0).office_confirmer(), world.office.caller.uri);

  const auto after = world.Confirm(world.observer, engagement.name(), member);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->invitations(0).state(), v1::INVITATION_STATE_WITHDRAWN);
  ASSERT_THAT(after->invitations(), SizeIs(4));
  EXPECT_EQ(after->invitations(3).state(), v1::INVITATION_STATE_INVITED);
  const v1::Draw draw = world.GetDraw(engagement.name());
  ASSERT_THAT(draw.departures(), SizeIs(1));
  EXPECT_EQ(draw.departures(0).reason(), v1::EXCLUSION_REASON_HOLDING);
  EXPECT_EQ(draw.departures(0).successor(), InvitedAt(*after, 3));
  EXPECT_THAT(draw::FindProblems(draw), IsEmpty());
}

// One ID in two pools: the tie stands with the one membership, the seat is the other's.
TEST(EngagementServiceTest, ATieOfOneMembershipConcernsTheSeatsOfTheOthers) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  const std::string member = InvitedAt(engagement, 0);
  v1::GetExpertRequest get;
  get.set_name(member);
  const std::string display_name = world.experts.GetExpert(world.office, get)->display_name();
  const int number = display_name.back() - '0';
  const std::string elsewhere = world.Admit(number, testing::kTraining);
  v1::UpdateExpertRequest request;
  request.mutable_expert()->set_name(elsewhere);
  v1::Tie& tie = *request.mutable_expert()->add_ties();
  tie.set_kind(v1::TIE_KIND_DIRECTORSHIP);
  *tie.mutable_party() = testing::Party();
  request.mutable_update_mask()->add_paths("ties");
  request.set_request_id(NewUuid());
  ASSERT_TRUE(world.experts.UpdateExpert(world.office, request).ok());
  ASSERT_THAT(world.Get(engagement.name()).conflict_reports(), SizeIs(1));
  EXPECT_EQ(world.Get(engagement.name()).conflict_reports(0).expert(), member);

  auto cancel = World::About<v1::CancelEngagementRequest>(engagement.name());
  cancel.set_reason("改期");
  ASSERT_TRUE(world.engagements.CancelEngagement(world.office, cancel).ok());
  const auto frozen = world.Freeze(world.Create()->name());
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  ASSERT_THAT(ListOf(*frozen).exclusions(), SizeIs(1));
  EXPECT_EQ(ListOf(*frozen).exclusions(0).expert(), member);
  EXPECT_EQ(ListOf(*frozen).exclusions(0).reason(), v1::EXCLUSION_REASON_HOLDING);
}

TEST(EngagementServiceTest, SpellingsOfOneCreditCodeAreOneParty) {
  World world;
  v1::Engagement need = testing::Need();
  need.mutable_parties(0)->set_credit_code(" 91350203m0001qkt19");
  EXPECT_EQ(BadRequestOf(world.Create(need).status())->field_violations(0).field(),
            "engagement.parties[0].credit_code");
  need.mutable_parties(0)->set_code_note("标准实施前核发");
  const auto created = world.Create(need);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->parties(0).credit_code(), "91350203M0001QKT19");
}

TEST(EngagementServiceTest, ACancelledEngagementFreesItsSeats) {
  World world;
  const v1::Engagement engagement = world.Drawn();
  auto cancel = World::About<v1::CancelEngagementRequest>(engagement.name());
  cancel.set_reason("项目撤回");
  ASSERT_TRUE(world.engagements.CancelEngagement(world.office, cancel).ok());
  const std::string again = world.Create()->name();
  const auto frozen = world.Freeze(again);
  ASSERT_TRUE(frozen.ok());
  EXPECT_THAT(ListOf(*frozen).candidates(), SizeIs(6));
  EXPECT_EQ(world.Answer(engagement.name(), InvitedAt(engagement, 0), true).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(EngagementServiceTest, WhoSitsElsewhereIsNotDrawn) {
  World world;
  (void)world.Drawn();
  const std::string second = world.Create()->name();
  const auto frozen = world.Freeze(second);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  const auto list = ListOf(*frozen);
  EXPECT_THAT(list.candidates(), SizeIs(3));
  ASSERT_THAT(list.exclusions(), SizeIs(3));
  EXPECT_EQ(list.exclusions(0).reason(), v1::EXCLUSION_REASON_BOOKED);
}

TEST(EngagementServiceTest, ARepeatAnswersTheFirstResponseHoweverLate) {
  World world;
  v1::CreateEngagementRequest request;
  *request.mutable_engagement() = testing::Need();
  request.set_request_id(NewUuid());
  const auto first = world.engagements.CreateEngagement(world.housing, request);
  ASSERT_TRUE(first.ok()) << first.status();
  world.clock.Set(FromTimestamp(first->end_time()));
  EXPECT_EQ(world.engagements.CreateEngagement(world.housing, request)->name(), first->name());
  request.set_request_id(NewUuid());
  EXPECT_EQ(world.engagements.CreateEngagement(world.housing, request).status().code(),
            absl::StatusCode::kInvalidArgument)
      << "the start has passed";
}

TEST(EngagementServiceTest, DepartmentsSeeWhatTheyAskedFor) {
  World world;
  const std::string name = world.Create()->name();
  v1::GetEngagementRequest get;
  get.set_name(name);
  EXPECT_TRUE(world.engagements.GetEngagement(world.housing, get).ok());
  EXPECT_TRUE(world.engagements.GetEngagement(world.observer, get).ok());
  EXPECT_EQ(world.engagements.GetEngagement(world.emergency, get).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(world.engagements.ListEngagements(world.emergency, {})->engagements(), IsEmpty());
  EXPECT_THAT(world.engagements.ListEngagements(world.housing, {})->engagements(), SizeIs(1));
  EXPECT_EQ(
      world.draws.FreezeCandidates(world.housing, World::About<v1::FreezeCandidatesRequest>(name)).status().code(),
      absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace lianfang::expert
