// The part of the conformance suite about who is to be told of an invitation, and what became of the telling.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/expert/domain/testing/sample.h"
#include "services/expert/store/testing/saved_rows.h"
#include "services/expert/store/testing/store_conformance.h"

namespace lianfang::expert {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Member;
using testing::Now;
using ::testing::SizeIs;

Untold Invited() { return {"engagements/a", "experts/e001", Telling::kInvitation}; }

// Whom to tell, as `experts/e001 1`.
std::vector<std::string> ToTell(ExpertStore& store, absl::Time now = Now(), int limit = 10) {
  std::vector<std::string> found;
  const auto untold = store.ListUntold(now, limit, Deadline());
  EXPECT_TRUE(untold.ok()) << untold.status();
  if (!untold.ok()) return found;
  for (const Untold& one : *untold) found.push_back(absl::StrCat(one.expert, " ", static_cast<int>(one.what)));
  return found;
}

TEST_P(ExpertStoreConformance, WhatIsToBeToldFollowsFromTheInvitations) {
  ASSERT_TRUE(SaveMembers(*store_, {Member(1), Member(2)}).ok());
  EngagementRecord record = Inviting("engagements/a", {1, 2});
  ASSERT_TRUE(SaveEngagement(*store_, record).ok());
  EXPECT_THAT(ToTell(*store_), ElementsAre("experts/e001 1", "experts/e002 1"));
  ASSERT_TRUE(store_->MarkTold(Invited(), "deliveries/1", Now(), Deadline()).ok());
  EXPECT_THAT(ToTell(*store_), ElementsAre("experts/e002 1"));

  for (const auto ended : {v1::INVITATION_STATE_WITHDRAWN, v1::INVITATION_STATE_DECLINED, v1::INVITATION_STATE_EXPIRED,
                           v1::INVITATION_STATE_NOT_REACHABLE}) {
    for (auto& invitation : *record.document.mutable_invitations()) {
      invitation.set_state(ended);
      invitation.set_recorder("spiffe://t/office");
    }
    ASSERT_TRUE(SaveEngagement(*store_, record).ok());
    EXPECT_THAT(ToTell(*store_), ElementsAre("experts/e001 2"))
        << "who was never invited is not told of the end, " << v1::InvitationState_Name(ended);
  }
  Untold ended = Invited();
  ended.what = Telling::kWithdrawal;
  ASSERT_TRUE(store_->MarkTold(ended, "deliveries/2", Now(), Deadline()).ok());
  EXPECT_THAT(ToTell(*store_), IsEmpty());
}

// One that is refused for ever must not stand in the way of the others.
TEST_P(ExpertStoreConformance, WhatCouldNotBeToldWaitsBehindWhatHasWaitedLonger) {
  ASSERT_TRUE(SaveMembers(*store_, {Member(1), Member(2)}).ok());
  ASSERT_TRUE(SaveEngagement(*store_, Inviting("engagements/a", {1, 2})).ok());
  ASSERT_TRUE(store_->MarkUntold(Invited(), Now() + absl::Minutes(1), Deadline()).ok());
  EXPECT_THAT(ToTell(*store_), ElementsAre("experts/e002 1"));
  EXPECT_THAT(ToTell(*store_, Now() + absl::Minutes(1), 1), ElementsAre("experts/e002 1"));
  EXPECT_THAT(ToTell(*store_, Now() + absl::Minutes(1)), ElementsAre("experts/e002 1", "experts/e001 1"));
  EXPECT_EQ(store_->ListUntold(Now() + absl::Minutes(1), 10, Deadline())->at(1).attempts, 1);
  ASSERT_TRUE(SaveEngagement(*store_, Inviting("engagements/a", {1, 2})).ok());
  EXPECT_THAT(ToTell(*store_), ElementsAre("experts/e002 1")) << "a change of the others does not reset the wait";
}

TEST_P(ExpertStoreConformance, TheOfficeIsToldOnceOfWhomNoMailReaches) {
  ASSERT_TRUE(SaveMembers(*store_, {Member(1)}).ok());
  EngagementRecord record = Inviting("engagements/a", {1});
  ASSERT_TRUE(SaveEngagement(*store_, record).ok());
  ASSERT_TRUE(store_->MarkTold(Invited(), "deliveries/1", Now(), Deadline()).ok());
  record.document.mutable_invitations(0)->set_notice_state(v1::NOTICE_STATE_FAILED);
  ASSERT_TRUE(SaveEngagement(*store_, record).ok());
  EXPECT_THAT(ToTell(*store_), ElementsAre("experts/e001 3"));
  Untold office = Invited();
  office.what = Telling::kOffice;
  ASSERT_TRUE(store_->MarkTold(office, "deliveries/2", Now(), Deadline()).ok());
  EXPECT_THAT(ToTell(*store_), IsEmpty());
}

TEST_P(ExpertStoreConformance, AnotherNumberIsAnotherNotice) {
  ASSERT_TRUE(SaveMembers(*store_, {Member(1)}).ok());
  EngagementRecord record = Inviting("engagements/a", {1});
  ASSERT_TRUE(SaveEngagement(*store_, record).ok());
  ASSERT_TRUE(store_->MarkTold(Invited(), "deliveries/1", Now(), Deadline()).ok());
  record.document.mutable_invitations(0)->set_notice_number(2);
  ASSERT_TRUE(SaveEngagement(*store_, record).ok());
  EXPECT_THAT(ToTell(*store_), ElementsAre("experts/e001 1"));
  ASSERT_TRUE(
      store_->SaveDelivery(DeliveryRecord{"deliveries/1", DeliveryOutcome::kSent, Now(), ""}, "", "1", Deadline())
          .ok());
  EXPECT_THAT(*store_->ListSettled(10, Deadline()), IsEmpty()) << "the one before does not count";
}

TEST_P(ExpertStoreConformance, DeliveriesSettleTheirInvitationsOnceEach) {
  ASSERT_TRUE(SaveMembers(*store_, {Member(1), Member(2)}).ok());
  ASSERT_TRUE(SaveEngagement(*store_, Inviting("engagements/a", {1, 2})).ok());
  const auto end = [&](DeliveryOutcome outcome, const std::string& problem, const std::string& after,
                       const std::string& cursor) {
    return store_->SaveDelivery(DeliveryRecord{"deliveries/1", outcome, Now(), problem}, after, cursor, Deadline());
  };
  ASSERT_TRUE(end(DeliveryOutcome::kFailed, "550", "", "1").ok());
  EXPECT_THAT(*store_->ListSettled(10, Deadline()), IsEmpty()) << "nobody's yet: the stream may be ahead";
  ASSERT_TRUE(store_->MarkTold(Invited(), "deliveries/1", Now(), Deadline()).ok());
  const auto settled = store_->ListSettled(10, Deadline());
  ASSERT_THAT(*settled, SizeIs(1));
  EXPECT_EQ(settled->at(0).expert, "experts/e001");
  EXPECT_EQ(settled->at(0).delivery.outcome, DeliveryOutcome::kFailed);
  EXPECT_EQ(settled->at(0).delivery.problem, "550");
  EXPECT_EQ(settled->at(0).delivery.time, Now());
  ASSERT_TRUE(store_->MarkNoted(settled->at(0), Deadline()).ok());
  EXPECT_THAT(*store_->ListSettled(10, Deadline()), IsEmpty());

  ASSERT_TRUE(end(DeliveryOutcome::kSent, "", "1", "2").ok());
  ASSERT_THAT(*store_->ListSettled(10, Deadline()), SizeIs(1)) << "sent after all, when the office tried again";
  EXPECT_EQ(store_->ListSettled(10, Deadline())->at(0).delivery.outcome, DeliveryOutcome::kSent);
}

TEST_P(ExpertStoreConformance, TheCursorMovesWithWhatItTells) {
  EXPECT_EQ(*store_->LoadCursor(Deadline()), "");
  ASSERT_TRUE(store_->SaveDelivery(std::nullopt, "", "1", Deadline()).ok());
  EXPECT_EQ(*store_->LoadCursor(Deadline()), "1");
  EXPECT_TRUE(store_->SaveDelivery(std::nullopt, "", "1", Deadline()).ok()) << "a commit in doubt that happened";
  EXPECT_EQ(store_->SaveDelivery(std::nullopt, "", "2", Deadline()).code(), absl::StatusCode::kAborted)
      << "another replica has gone on";
}

}  // namespace
}  // namespace lianfang::expert
