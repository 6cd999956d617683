#include "services/expert/domain/duty/expert_duties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using duties::StateAt;
using duty::v1::Duty;
using ::testing::IsEmpty;
using testing::Member;
using testing::Now;
using testing::Planned;
using testing::Pool;
using ::testing::SizeIs;

constexpr absl::Duration kHour = absl::Hours(1);

absl::Time Start() { return FromTimestamp(Planned().start_time()); }

// The sample plan with an observing department.
PoolView Observed() {
  auto plan = std::make_shared<type::v1::Plan>(*testing::SamplePlan());
  auto& department = *plan->add_departments();
  department.set_id("union");
  department.set_role(type::v1::DEPARTMENT_ROLE_OBSERVER);
  return *PoolView::Find(plan, testing::kProfessional);
}

v1::Draw Frozen(bool needs_observer = true) {
  v1::FrozenList list;
  list.set_needs_observer(needs_observer);
  v1::Draw draw;
  draw.set_name("engagements/review/draw");
  draw.set_state(v1::DRAW_STATE_FROZEN);
  draw.set_frozen_list(list.SerializeAsString());
  *draw.mutable_create_time() = ToTimestamp(Now());
  return draw;
}

Duty OfDraw(const v1::Draw& draw) {
  const auto duties = DutiesOfDraw(draw, Planned(), Observed());
  EXPECT_THAT(duties, SizeIs(1));
  return duties.at(0);
}

TEST(DutiesOfDrawTest, AFrozenDrawWaitsForTheObserver) {
  const Duty duty = OfDraw(Frozen());
  EXPECT_EQ(duty.resource(), "engagements/review/draw");
  EXPECT_EQ(duty.kind().id(), kNonceKind);
  EXPECT_EQ(duty.role(), type::v1::ROLE_OBSERVER);
  EXPECT_EQ(duty.department(), "union");
  EXPECT_EQ(duty.acting_region(), "140581");
  EXPECT_EQ(duty.plan(), "plans/sample");
  EXPECT_EQ(duty.plan_edition(), 2);
  EXPECT_EQ(duty.title().zh(), "professional 2026-06-10 的任务（engagements/review）");
  EXPECT_EQ(FromTimestamp(duty.due_time()), Start());
  EXPECT_EQ(StateAt(duty, Now() - kHour), duty::v1::DUTY_STATE_NOT_OPEN);
  EXPECT_EQ(StateAt(duty, Now()), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(StateAt(duty, Start() - kHour), duty::v1::DUTY_STATE_DUE_SOON);
  EXPECT_EQ(StateAt(duty, Start()), duty::v1::DUTY_STATE_LOCKED) << "nothing is drawn after the start";
}

TEST(DutiesOfDrawTest, ADepartmentThatActsFromElsewhereOwesItThere) {
  auto plan = std::make_shared<type::v1::Plan>(Observed().plan());
  plan->mutable_departments()->rbegin()->set_acting_region("140500");
  const auto duties = DutiesOfDraw(Frozen(), Planned(), *PoolView::Find(plan, testing::kProfessional));
  EXPECT_EQ(duties.at(0).acting_region(), "140500");
}

TEST(DutiesOfDrawTest, TheNonceMeetsIt) {
  v1::Draw draw = Frozen();
  draw.set_state(v1::DRAW_STATE_DRAWN);
  *draw.mutable_witness()->mutable_nonce_time() = ToTimestamp(Now() + kHour);
  draw.clear_frozen_list();  // need not be read
  const Duty duty = OfDraw(draw);
  EXPECT_EQ(StateAt(duty, Now()), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(StateAt(duty, Start()), duty::v1::DUTY_STATE_MET);
}

TEST(DutiesOfDrawTest, ACancellationWithdrawsIt) {
  v1::Draw draw = Frozen();
  draw.set_state(v1::DRAW_STATE_CANCELLED);
  *draw.mutable_cancel_time() = ToTimestamp(Now() + kHour);
  EXPECT_EQ(StateAt(OfDraw(draw), Now() + kHour), duty::v1::DUTY_STATE_WITHDRAWN);
}

TEST(DutiesOfDrawTest, ADrawThatNeedsNoObserverWaitsForNobody) {
  v1::Draw draw = Frozen(/*needs_observer=*/false);
  EXPECT_THAT(DutiesOfDraw(draw, Planned(), Observed()), IsEmpty());
  draw.set_state(v1::DRAW_STATE_DRAWN);
  EXPECT_THAT(DutiesOfDraw(draw, Planned(), Observed()), IsEmpty());
}

// Three invited at noon; none has been told.
v1::Engagement Inviting() {
  v1::Engagement engagement = Planned();
  engagement.set_state(v1::ENGAGEMENT_STATE_INVITING);
  for (const char* expert : {"experts/e001", "experts/e002", "experts/e003"}) {
    AddInvitation(engagement, expert, 1, Now());
  }
  return engagement;
}

void End(v1::Engagement& engagement, int index, v1::InvitationState state, absl::Time time) {
  engagement.mutable_invitations(index)->set_state(state);
  *engagement.mutable_invitations(index)->mutable_response_time() = ToTimestamp(time);
}

Duty OfEngagement(const v1::Engagement& engagement) {
  const auto duties = DutiesOfEngagement(engagement, Pool());
  EXPECT_THAT(duties, SizeIs(1));
  return duties.at(0);
}

TEST(DutiesOfEngagementTest, WhatWasNotDrawnWaitsForNobody) {
  EXPECT_THAT(DutiesOfEngagement(Planned(), Pool()), IsEmpty());
}

TEST(DutiesOfEngagementTest, TheOfficeSeesToTheAnswers) {
  v1::Engagement engagement = Inviting();
  Duty duty = OfEngagement(engagement);
  EXPECT_EQ(duty.resource(), "engagements/review");
  EXPECT_EQ(duty.kind().id(), kAnswersKind);
  EXPECT_EQ(duty.role(), type::v1::ROLE_OFFICE);
  EXPECT_EQ(duty.department(), "hrss");
  EXPECT_EQ(FromTimestamp(duty.due_time()), Start()) << "nobody has been told: the meeting ends the time to answer";
  EXPECT_EQ(duty.title().zh(), "professional 2026-06-10 的任务（engagements/review）：3 人未答复，共邀请 3 人");

  const int before = duty.date_changes();
  auto& told = *engagement.mutable_invitations(1);
  *told.mutable_notify_time() = ToTimestamp(Now() + kHour);
  *told.mutable_response_deadline() = ToTimestamp(Now() + 25 * kHour);
  duty = OfEngagement(engagement);
  EXPECT_EQ(FromTimestamp(duty.due_time()), Now() + 25 * kHour) << "the first that runs out";
  EXPECT_EQ(FromTimestamp(duty.original_due_time()), Start());
  EXPECT_GT(duty.date_changes(), before);
  EXPECT_EQ(StateAt(duty, Now() + 25 * kHour), duty::v1::DUTY_STATE_OVERDUE);
}

TEST(DutiesOfEngagementTest, TheLastAnswerMeetsItWhateverItSays) {
  v1::Engagement engagement = Inviting();
  End(engagement, 0, v1::INVITATION_STATE_ACCEPTED, Now() + kHour);
  End(engagement, 1, v1::INVITATION_STATE_DECLINED, Now() + 3 * kHour);
  EXPECT_TRUE(absl::StrContains(OfEngagement(engagement).title().zh(), "1 人未答复，共邀请 3 人"));
  EXPECT_FALSE(OfEngagement(engagement).has_met_time());
  End(engagement, 2, v1::INVITATION_STATE_ACCEPTED, Now() + 2 * kHour);
  const Duty duty = OfEngagement(engagement);
  EXPECT_EQ(FromTimestamp(duty.met_time()), Now() + 3 * kHour);
  EXPECT_EQ(StateAt(duty, Now() + 3 * kHour), duty::v1::DUTY_STATE_MET);
  EXPECT_TRUE(absl::EndsWith(duty.title().zh(), "：已邀请 3 人"));
}

TEST(DutiesOfEngagementTest, WhoeverIsCalledUpLaterIsAwaitedAnew) {
  v1::Engagement engagement = Inviting();
  for (int i = 0; i < 3; ++i) End(engagement, i, v1::INVITATION_STATE_ACCEPTED, Now() + kHour);
  AddInvitation(engagement, "experts/e004", 4, Now() + 5 * kHour);
  const Duty duty = OfEngagement(engagement);
  EXPECT_FALSE(duty.has_met_time());
  EXPECT_THAT(duty.awaited_spans(), SizeIs(2));
  EXPECT_FALSE(duties::IsAwaitedAt(duty, Now() + 2 * kHour));
  EXPECT_TRUE(duties::IsAwaitedAt(duty, Now() + 6 * kHour));
}

TEST(DutiesOfEngagementTest, AnAnswerThatNeverCameIsLate) {
  v1::Engagement engagement = Inviting();
  for (int i = 0; i < 2; ++i) End(engagement, i, v1::INVITATION_STATE_ACCEPTED, Now() + kHour);
  End(engagement, 2, v1::INVITATION_STATE_EXPIRED, Now() + 25 * kHour);
  EXPECT_EQ(StateAt(OfEngagement(engagement), Now() + 25 * kHour), duty::v1::DUTY_STATE_MET_LATE);
}

TEST(DutiesOfEngagementTest, ACancellationWithdrawsWhatIsOpen) {
  v1::Engagement engagement = Inviting();
  engagement.set_state(v1::ENGAGEMENT_STATE_CANCELLED);
  for (int i = 0; i < 3; ++i) End(engagement, i, v1::INVITATION_STATE_WITHDRAWN, Now() + kHour);
  const Duty duty = OfEngagement(engagement);
  EXPECT_EQ(StateAt(duty, Now() + kHour), duty::v1::DUTY_STATE_WITHDRAWN);
  EXPECT_FALSE(duties::IsOwed(duty));
}

// Words go out by mail and into the tables of another service.
TEST(DutiesTest, WordsNameNoPerson) {
  ExpertRecord record = Member(1);
  record.expert.set_display_name("张某");
  v1::Engagement engagement = Inviting();
  engagement.set_subject("张某工伤认定评审");
  std::string words = OfDraw(Frozen()).Utf8DebugString();
  for (const Duty& duty : DutiesOfExpert(record, Pool())) words += duty.Utf8DebugString();
  for (const Duty& duty : DutiesOfEngagement(engagement, Pool())) words += duty.Utf8DebugString();
  EXPECT_FALSE(absl::StrContains(words, "张某")) << words;
}

TEST(DutiesOfExpertTest, ATermThatEndsIsOwedForSixtyDays) {
  const ExpertRecord record = Member(1);
  const auto duties = DutiesOfExpert(record, Pool());
  ASSERT_THAT(duties, SizeIs(1));
  const Duty& duty = duties[0];
  EXPECT_EQ(duty.resource(), "experts/e001");
  EXPECT_EQ(duty.occasion(), "term-1");
  EXPECT_EQ(duty.kind().id(), kTermEndKind);
  EXPECT_EQ(duty.role(), type::v1::ROLE_OFFICE);
  EXPECT_EQ(duty.department(), "hrss");
  EXPECT_EQ(FromTimestamp(duty.due_time()), record.term_end);
  EXPECT_EQ(StateAt(duty, record.term_end - absl::Hours(24 * 61)), duty::v1::DUTY_STATE_NOT_OPEN);
  EXPECT_EQ(StateAt(duty, record.term_end - absl::Hours(24 * 60)), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(StateAt(duty, record.term_end), duty::v1::DUTY_STATE_OVERDUE);
  EXPECT_TRUE(absl::StrContains(duty.title().zh(), "experts/e001"));
}

TEST(DutiesOfExpertTest, ARenewalMeetsItAndBeginsTheNextOne) {
  ExpertRecord record = Member(1);
  const absl::Time renewed = record.term_end - absl::Hours(48);
  ASSERT_TRUE(RenewTerm(record, Pool(), absl::CivilDay(1980, 3, 1), {"spiffe://t/office", renewed}).ok());
  const auto duties = DutiesOfExpert(record, Pool());
  ASSERT_THAT(duties, SizeIs(2));
  EXPECT_EQ(FromTimestamp(duties[0].met_time()), renewed);
  EXPECT_FALSE(duties[0].met_late());
  EXPECT_EQ(duties[1].occasion(), "term-2");
  EXPECT_EQ(FromTimestamp(duties[1].due_time()), record.term_end);
  EXPECT_EQ(FromTimestamp(duties[1].create_time()), renewed);
  EXPECT_TRUE(duties::IsOwed(duties[1]));
}

TEST(DutiesOfExpertTest, ARenewalAfterTheEndIsLate) {
  ExpertRecord record = Member(1);
  const absl::Time renewed = record.term_end + absl::Hours(48);
  ASSERT_TRUE(RenewTerm(record, Pool(), absl::CivilDay(1980, 3, 1), {"spiffe://t/office", renewed}).ok());
  EXPECT_TRUE(DutiesOfExpert(record, Pool())[0].met_late());
}

TEST(DutiesOfExpertTest, ARenewalOfBeforeIsMetByTheNewTermsBeginning) {
  ExpertRecord record = Member(1);
  const absl::Time end = record.term_end;
  ASSERT_TRUE(RenewTerm(record, Pool(), absl::CivilDay(1980, 3, 1), {"spiffe://t/office", end - kHour}).ok());
  record.expert.mutable_terms(1)->clear_decide_time();
  *record.expert.mutable_update_time() = ToTimestamp(end - kHour);
  EXPECT_EQ(FromTimestamp(DutiesOfExpert(record, Pool())[0].met_time()), end - kHour);
  *record.expert.mutable_update_time() = ToTimestamp(end + absl::Hours(1000));
  EXPECT_EQ(FromTimestamp(DutiesOfExpert(record, Pool())[0].met_time()), end);
}

TEST(DutiesOfExpertTest, WhoeverLeavesHasNoTermToEnd) {
  for (const bool removed : {false, true}) {
    ExpertRecord record = Member(1);
    const Decision by{"spiffe://t/office", record.term_end - absl::Hours(24 * 10)};
    ASSERT_TRUE((removed ? Remove(record, v1::Removal(), by) : Retire(record, "", by)).ok());
    const auto duties = DutiesOfExpert(record, Pool());
    ASSERT_THAT(duties, SizeIs(1));
    EXPECT_EQ(StateAt(duties[0], by.now), duty::v1::DUTY_STATE_MET);
  }
}

TEST(DutiesOfExpertTest, ASuspendedMembersTermEndsAllTheSame) {
  ExpertRecord record = Member(1);
  ASSERT_TRUE(Suspend(record, "", {"spiffe://t/office", Now()}).ok());
  EXPECT_TRUE(duties::IsOwed(DutiesOfExpert(record, Pool()).at(0)));
}

TEST(DutiesOfExpertTest, WhoeverWasNeverAdmittedOwesNothing) {
  ExpertRecord record = Member(1);
  record.expert.clear_terms();
  record.expert.set_state(v1::EXPERT_STATE_NOMINATED);
  EXPECT_THAT(DutiesOfExpert(record, Pool()), IsEmpty());
}

}  // namespace
}  // namespace lianfang::expert
