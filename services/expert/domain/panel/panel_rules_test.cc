#include "services/expert/domain/panel/panel_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/time.h"
#include "draw/verify.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/panel/eligibility.h"
#include "services/expert/domain/testing/observer.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using ::testing::IsEmpty;
using testing::Now;
using ::testing::SizeIs;

const std::string kSeed = Sha256("seed");
const std::string kNonce = Sha256("nonce");

class PanelRulesTest : public ::testing::Test {
 protected:
  PanelRulesTest() {
    for (int i = 1; i <= 6; ++i) members_.push_back(testing::Member(i));
  }

  void Freeze() {
    list_ = *FreezeList(engagement_, pool_, members_, Now());
    draw_ = CommitDraw(list_, kSeed, Now());
    testing::EnterFreeze(draw_);
  }
  absl::Status GiveNonce() {
    return Witness(draw_, testing::SignedNonce(draw_, kNonce), testing::ObserverWithKey(), Now());
  }
  absl::Status Draw() { return DrawPanel(draw_, engagement_, kSeed, judge_, "spiffe://t/office", Now()); }
  void DrawAll() {
    Freeze();
    ASSERT_TRUE(GiveNonce().ok());
    ASSERT_TRUE(Draw().ok());
  }
  void DropOut(const std::string& expert, absl::Time time = Now() + absl::Hours(1)) {
    PanelChange change(engagement_, draw_, list_, judge_, time);
    change.DropOut(expert, {v1::EXCLUSION_REASON_DECLINED, "ill"}, v1::INVITATION_STATE_DECLINED);
  }
  std::string At(int rank) const { return draw_.order(rank - 1).expert(); }

  const PoolView pool_ = testing::Pool();
  const WorkingCalendar calendar_;
  const AnswerTerm term_{pool_, calendar_};
  std::vector<ExpertRecord> members_;
  v1::Engagement engagement_ = testing::Planned();
  v1::FrozenList list_;
  v1::Draw draw_;
  std::map<std::string, v1::ExclusionReason> barred_;  // since the freeze
  const Judge judge_ = [this](const std::string& expert) -> std::optional<v1::Exclusion> {
    const auto found = barred_.find(expert);
    if (found == barred_.end()) return std::nullopt;
    v1::Exclusion exclusion;
    exclusion.set_reason(found->second);
    return exclusion;
  };
};

std::vector<ExpertRecord> ManyMembers(int count) {
  std::vector<ExpertRecord> members(static_cast<size_t>(count), testing::Member(1));
  for (int i = 0; i < count; ++i) members[static_cast<size_t>(i)].expert.set_name(absl::StrFormat("experts/%016x", i));
  return members;
}

// The size that is promised, with names as the service gives them.
TEST_F(PanelRulesTest, ADrawOfAHundredThousandFitsIntoOneMessage) {
  members_ = ManyMembers(100'000);
  DrawAll();
  EXPECT_LE(draw_.ByteSizeLong(), kLongestDraw);
  EXPECT_THAT(draw_.order(), SizeIs(100'000));
}

TEST_F(PanelRulesTest, APoolWhoseDrawNobodyCouldReadIsNotFrozen) {
  const auto list = FreezeList(engagement_, pool_, ManyMembers(200'000), Now());
  EXPECT_EQ(list.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorInfoOf(list.status())->reason(), "POOL_TOO_LARGE");
}

TEST_F(PanelRulesTest, TheListNamesEverybodyByName) {
  members_[2].expert.set_state(v1::EXPERT_STATE_SUSPENDED);
  Freeze();
  EXPECT_THAT(list_.candidates(), SizeIs(5));
  ASSERT_THAT(list_.exclusions(), SizeIs(1));
  EXPECT_EQ(list_.exclusions(0).reason(), v1::EXCLUSION_REASON_NOT_ACTIVE);
  EXPECT_EQ(list_.plan_edition(), 2);
  EXPECT_TRUE(list_.needs_observer());
  EXPECT_EQ(draw_.seed(), "") << "nobody sees the seed before the draw";
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
}

TEST_F(PanelRulesTest, TooFewCandidatesSayHowManyAndWhichRuleTookTheOthers) {
  for (int i = 0; i < 3; ++i) *members_[static_cast<size_t>(i)].expert.mutable_employer() = testing::Party();
  members_[3].expert.set_department("housing");
  const auto refused = FreezeList(engagement_, pool_, members_, Now());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  const auto info = ErrorInfoOf(refused.status());
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "TOO_FEW_CANDIDATES");
  EXPECT_EQ(info->metadata().at("eligible"), "2");
  EXPECT_EQ(info->metadata().at("seats"), "3");
  EXPECT_EQ(info->metadata().at("EXCLUSION_REASON_EMPLOYER"), "3");
  EXPECT_EQ(info->metadata().at("EXCLUSION_REASON_OWN_DEPARTMENT"), "1");
}

TEST_F(PanelRulesTest, TheNonceBelongsToWhatTheObserverSawAndComesOnce) {
  Freeze();
  const Observer observer = testing::ObserverWithKey();
  v1::ContributeNonceRequest request = testing::SignedNonce(draw_, "short");
  EXPECT_EQ(Witness(draw_, request, observer, Now()).code(), absl::StatusCode::kInvalidArgument);
  request = testing::SignedNonce(draw_, kNonce);
  request.set_list_hash(Sha256("another list"));
  EXPECT_EQ(Witness(draw_, request, observer, Now()).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(GiveNonce().ok());
  EXPECT_EQ(GiveNonce().code(), absl::StatusCode::kAlreadyExists);
}

// Whoever runs the server cannot give a nonce for the observer, nor use one for another freeze.
TEST_F(PanelRulesTest, TheNonceIsSignedWithTheObserversKeyInTheLedger) {
  Freeze();
  const Observer observer = testing::ObserverWithKey();
  v1::ContributeNonceRequest request = testing::SignedNonce(draw_, kNonce);
  request.set_signature(WitnessSigner::Generate().Sign(draw::NonceMessage(draw_, kNonce)));
  EXPECT_EQ(Witness(draw_, request, observer, Now()).code(), absl::StatusCode::kInvalidArgument) << "another key";
  request = testing::SignedNonce(draw_, kSeed);
  request.set_nonce(kNonce);
  EXPECT_EQ(Witness(draw_, request, observer, Now()).code(), absl::StatusCode::kInvalidArgument) << "another nonce";
  v1::Draw before = draw_;
  testing::EnterFreeze(before, Now() - absl::Hours(1));
  request = testing::SignedNonce(before, kNonce);
  EXPECT_EQ(Witness(draw_, request, observer, Now()).code(), absl::StatusCode::kInvalidArgument) << "another entry";

  request = testing::SignedNonce(draw_, kNonce);
  Observer without = observer;
  without.key = absl::FailedPreconditionError("no key");
  EXPECT_EQ(Witness(draw_, request, without, Now()).message(), "no key");
  EXPECT_EQ(Witness(draw_, request, observer, Now() - absl::Seconds(3)).code(), absl::StatusCode::kUnavailable)
      << "the ledger's entry would be later than the nonce";
  draw_.clear_receipt();
  EXPECT_EQ(ErrorInfoOf(Witness(draw_, request, observer, Now()))->reason(), "NOT_IN_LEDGER");
  EXPECT_FALSE(draw_.has_witness());
}

TEST_F(PanelRulesTest, TheReceiptOfTheFreezeIsOfThisDrawAndNotEarlier) {
  Freeze();
  const type::v1::Receipt receipt = draw_.receipt();
  draw_.clear_receipt();
  EXPECT_EQ(EnterReceipt(draw_, receipt, "plans/other", Now()).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(EnterReceipt(draw_, receipt, testing::kLedger, Now() + absl::Seconds(3)).code(),
            absl::StatusCode::kUnavailable);
  EXPECT_TRUE(EnterReceipt(draw_, receipt, testing::kLedger, Now() + absl::Seconds(2)).ok());
  draw_.set_name("engagements/other/draw");
  EXPECT_EQ(EnterReceipt(draw_, receipt, testing::kLedger, Now()).code(), absl::StatusCode::kInternal);
}

TEST_F(PanelRulesTest, ADrawNeedsItsObserverAndHappensOnce) {
  Freeze();
  EXPECT_EQ(Draw().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(engagement_.invitations(), IsEmpty());
  ASSERT_TRUE(GiveNonce().ok());
  ASSERT_TRUE(Draw().ok());
  EXPECT_EQ(draw_.seed(), kSeed);
  EXPECT_EQ(engagement_.state(), v1::ENGAGEMENT_STATE_INVITING);
  EXPECT_THAT(engagement_.invitations(), SizeIs(3));
  EXPECT_EQ(engagement_.invitations(0).expert(), At(1));
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
  EXPECT_EQ(Draw().code(), absl::StatusCode::kAlreadyExists);
}

// Passed over before the walk, they would change the draw by what happened after the freeze; so they are drawn, and
// leave where everybody sees it.
TEST_F(PanelRulesTest, WhoCannotServeAnyMoreIsDrawnAndDepartsOnRecord) {
  Freeze();
  ASSERT_TRUE(GiveNonce().ok());
  const auto order = draw::OrderCandidates(list_, kSeed, kNonce);
  const std::string first = list_.candidates(order[0].candidate).expert();
  barred_[first] = v1::EXCLUSION_REASON_BOOKED;
  ASSERT_TRUE(Draw().ok());
  EXPECT_THAT(draw_.panel(), ::testing::Contains(::testing::Property(&v1::Seat::expert, first)));
  ASSERT_THAT(draw_.departures(), SizeIs(1));
  EXPECT_EQ(draw_.departures(0).expert(), first);
  EXPECT_EQ(draw_.departures(0).successor(), At(4));
  ASSERT_THAT(engagement_.invitations(), SizeIs(4));
  EXPECT_EQ(engagement_.invitations(0).state(), v1::INVITATION_STATE_WITHDRAWN);
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
}

// A draw that refused now, when the nonce is known, would let whoever makes candidates unfit undo a draw unseen.
TEST_F(PanelRulesTest, ADrawIsDrawnEvenWhereTooFewCanServe) {
  Freeze();
  ASSERT_TRUE(GiveNonce().ok());
  for (int i = 1; i <= 4; ++i) barred_[testing::Member(i).expert.name()] = v1::EXCLUSION_REASON_ABSENT;
  ASSERT_TRUE(Draw().ok());
  EXPECT_EQ(draw_.seed(), kSeed);
  EXPECT_EQ(engagement_.state(), v1::ENGAGEMENT_STATE_EXHAUSTED);
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
}

TEST_F(PanelRulesTest, ACancelledDrawRevealsItsSeedAndTakesNoNonce) {
  Freeze();
  CancelDraw(draw_, kSeed, Now());
  EXPECT_EQ(draw_.state(), v1::DRAW_STATE_CANCELLED);
  EXPECT_EQ(draw_.seed(), kSeed);
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
  EXPECT_EQ(GiveNonce().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(PanelRulesTest, ADrawThatWasDrawnStaysDrawn) {
  DrawAll();
  const std::string before = draw_.SerializeAsString();
  CancelDraw(draw_, kSeed, Now() + absl::Hours(1));
  EXPECT_EQ(draw_.SerializeAsString(), before);
}

TEST_F(PanelRulesTest, TheListSaysWhichAttemptItIs) {
  engagement_.set_attempt(2);
  engagement_.add_earlier_attempts("engagements/before");
  Freeze();
  EXPECT_EQ(list_.attempt(), 2);
  EXPECT_THAT(list_.earlier_attempts(), ::testing::ElementsAre("engagements/before"));
}

TEST_F(PanelRulesTest, WhoeverDeclinesIsReplacedByTheNextWhoMayStill) {
  DrawAll();
  barred_[At(4)] = v1::EXCLUSION_REASON_BOOKED;
  DropOut(At(2));
  ASSERT_THAT(engagement_.invitations(), SizeIs(4));
  EXPECT_EQ(engagement_.invitations(3).expert(), At(5));
  EXPECT_EQ(engagement_.invitations(3).rank(), 5);
  ASSERT_THAT(draw_.departures(), SizeIs(2));
  EXPECT_EQ(draw_.departures(0).reason(), v1::EXCLUSION_REASON_BOOKED);
  EXPECT_EQ(draw_.departures(1).successor(), At(5));
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
}

TEST_F(PanelRulesTest, WhenNobodyIsLeftTheOfficeIsNeeded) {
  DrawAll();
  for (int rank = 1; rank <= 4; ++rank) DropOut(At(rank));
  EXPECT_EQ(engagement_.state(), v1::ENGAGEMENT_STATE_EXHAUSTED);
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
}

TEST_F(PanelRulesTest, UnansweredInvitationsExpireAtTheirDeadline) {
  DrawAll();
  for (int rank = 1; rank <= 3; ++rank) NoteDelivered(engagement_, At(rank), Now(), term_);
  const absl::Time deadline = FromTimestamp(engagement_.invitations(0).response_deadline());
  EXPECT_EQ(deadline, Now() + absl::Hours(24));
  Accept(engagement_, At(1), "by phone", {v1::ANSWER_CHANNEL_PHONE, "spiffe://t/office"}, Now());
  PanelChange early(engagement_, draw_, list_, judge_, deadline - absl::Seconds(1));
  EXPECT_FALSE(early.ExpireInvitations());

  PanelChange late(engagement_, draw_, list_, judge_, deadline);
  EXPECT_TRUE(late.ExpireInvitations());
  EXPECT_THAT(engagement_.invitations(), SizeIs(5));
  EXPECT_EQ(engagement_.invitations(1).state(), v1::INVITATION_STATE_EXPIRED);
  EXPECT_EQ(draw_.departures(0).reason(), v1::EXCLUSION_REASON_NO_ANSWER);
  EXPECT_EQ(engagement_.state(), v1::ENGAGEMENT_STATE_INVITING);
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
}

TEST_F(PanelRulesTest, NobodyExpiresWhoWasNeverTold) {
  DrawAll();
  NoteDelivered(engagement_, At(1), Now(), term_);
  PanelChange change(engagement_, draw_, list_, judge_, Now() + absl::Hours(25));
  EXPECT_TRUE(change.ExpireInvitations());
  EXPECT_EQ(engagement_.invitations(0).state(), v1::INVITATION_STATE_EXPIRED);
  EXPECT_EQ(engagement_.invitations(1).state(), v1::INVITATION_STATE_INVITED) << "nobody has told them";

  PanelChange start(engagement_, draw_, list_, judge_, FromTimestamp(engagement_.start_time()));
  EXPECT_TRUE(start.ExpireInvitations());
  EXPECT_EQ(engagement_.invitations(1).state(), v1::INVITATION_STATE_NOT_REACHABLE);
  EXPECT_EQ(draw_.departures(1).reason(), v1::EXCLUSION_REASON_NOT_REACHABLE);
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
}

TEST_F(PanelRulesTest, ADepartureSaysOnWhoseWord) {
  DrawAll();
  PanelChange change(engagement_, draw_, list_, judge_, Now() + absl::Hours(1));
  change.DropOut(At(1), {v1::EXCLUSION_REASON_DECLINED, "出差", {v1::ANSWER_CHANNEL_PHONE, "spiffe://t/office"}},
                 v1::INVITATION_STATE_DECLINED);
  EXPECT_EQ(draw_.departures(0).channel(), v1::ANSWER_CHANNEL_PHONE);
  EXPECT_EQ(draw_.departures(0).recorder(), "spiffe://t/office");
  EXPECT_EQ(engagement_.invitations(0).recorder(), "spiffe://t/office");
}

TEST_F(PanelRulesTest, NobodyIsCalledOnceItIsOver) {
  DrawAll();
  DropOut(At(1), FromTimestamp(engagement_.end_time()));
  EXPECT_THAT(engagement_.invitations(), SizeIs(3));
  EXPECT_THAT(draw_.departures(), IsEmpty());
  EXPECT_THAT(draw::FindProblems(draw_), IsEmpty());
}

TEST_F(PanelRulesTest, AnAnswerIsGivenOnce) {
  DrawAll();
  const auto accept = [&](int rank) { Accept(engagement_, At(rank), "yes", {v1::ANSWER_CHANNEL_TOKEN, ""}, Now()); };
  accept(1);
  EXPECT_EQ(CheckMayAnswer(engagement_, At(1), Now()).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(CheckMayAnswer(engagement_, "experts/stranger", Now()).code(), absl::StatusCode::kFailedPrecondition);
  accept(2);
  accept(3);
  EXPECT_EQ(engagement_.state(), v1::ENGAGEMENT_STATE_CONFIRMED);
}

}  // namespace
}  // namespace lianfang::expert
