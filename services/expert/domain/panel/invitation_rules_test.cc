#include "services/expert/domain/panel/invitation_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/testing/china_calendar.h"
#include "common/text.h"
#include "common/time.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using testing::Now;

constexpr char kExpert[] = "experts/e001";

class InvitationRulesTest : public ::testing::Test {
 protected:
  InvitationRulesTest() { AddInvitation(engagement_, kExpert, 1, Now()); }

  const v1::Invitation& invitation() const { return engagement_.invitations(0); }
  absl::Time Deadline() const { return FromTimestamp(invitation().response_deadline()); }
  absl::Time Start() const { return FromTimestamp(engagement_.start_time()); }

  v1::Engagement engagement_ = testing::Planned();  // one day to answer
  const PoolView pool_ = testing::Pool();
  const WorkingCalendar calendar_ = ChinaCalendar();
  const AnswerTerm term_{pool_, calendar_};
};

TEST_F(InvitationRulesTest, TheTimeToAnswerBeginsWithTheDelivery) {
  EXPECT_FALSE(invitation().has_response_deadline());
  EXPECT_EQ(invitation().notice_state(), v1::NOTICE_STATE_PENDING);
  EXPECT_EQ(*NextExpiry(engagement_), Start()) << "untold, only the start ends it";
  const absl::Time delivery = Now() + absl::Hours(30);
  EXPECT_TRUE(NoteDelivered(engagement_, kExpert, delivery, term_));
  EXPECT_EQ(Deadline(), delivery + absl::Hours(24));
  EXPECT_EQ(*NextExpiry(engagement_), Deadline());
  EXPECT_FALSE(NoteDelivered(engagement_, kExpert, delivery + absl::Hours(1), term_)) << "told once";
  EXPECT_EQ(Deadline(), delivery + absl::Hours(24));
}

TEST_F(InvitationRulesTest, TheStartEndsTheTimeToAnswer) {
  NoteDelivered(engagement_, kExpert, Start() - absl::Hours(2), term_);
  EXPECT_EQ(Deadline(), Start());
}

// Dragon Boat Festival 2026: Friday 19 to Sunday 21 June are off.
TEST_F(InvitationRulesTest, WorkingDaysAreCountedFromTheDayAfterTheDelivery) {
  const PoolView pool = testing::PoolWith([](type::v1::ExpertPool& policy) { policy.set_answer_working_days(3); });
  const AnswerTerm term{pool, calendar_};
  const auto end = [&](absl::CivilSecond delivery) { return AnswerEnd(engagement_, testing::At(delivery), term); };
  EXPECT_EQ(end(absl::CivilSecond(2026, 6, 8)), testing::At(absl::CivilSecond(2026, 6, 12))) << "Tuesday to Thursday";
  EXPECT_EQ(end(absl::CivilSecond(2026, 6, 8, 23, 59, 59)), testing::At(absl::CivilSecond(2026, 6, 12)));
  EXPECT_EQ(end(absl::CivilSecond(2026, 6, 5, 9)), testing::At(absl::CivilSecond(2026, 6, 11))) << "over a weekend";
  EXPECT_EQ(end(absl::CivilSecond(2026, 6, 17, 9)), testing::At(absl::CivilSecond(2026, 6, 24))) << "over a holiday";
  EXPECT_EQ(end(absl::CivilSecond(2026, 2, 27, 9)), testing::At(absl::CivilSecond(2026, 3, 4)))
      << "28 February is a make-up Saturday";
}

TEST_F(InvitationRulesTest, TheStartEndsWorkingDaysToo) {
  const PoolView pool = testing::PoolWith([](type::v1::ExpertPool& policy) { policy.set_answer_working_days(30); });
  NoteDelivered(engagement_, kExpert, Now(), {pool, calendar_});
  EXPECT_EQ(Deadline(), Start());
}

TEST_F(InvitationRulesTest, WhoIsCalledInAfterTheStartHasUntilTheEnd) {
  engagement_.clear_invitations();
  AddInvitation(engagement_, kExpert, 1, Start() + absl::Minutes(5));
  const absl::Time end = FromTimestamp(engagement_.end_time());
  EXPECT_EQ(*NextExpiry(engagement_), end);
  NoteDelivered(engagement_, kExpert, Start() + absl::Minutes(6), term_);
  EXPECT_EQ(Deadline(), end);
}

TEST_F(InvitationRulesTest, AMailThatFailedNeedsTheOfficeUntilAnotherWayIsFound) {
  EXPECT_FALSE(NeedsOffice(invitation()));
  std::string problem;
  for (int i = 0; i < 600; ++i) problem += "拒";
  EXPECT_TRUE(NoteUndeliverable(engagement_, kExpert, problem));
  EXPECT_TRUE(NeedsOffice(invitation()));
  EXPECT_EQ(CountCodePoints(invitation().notice_detail()), 500u);
  EXPECT_FALSE(invitation().has_response_deadline()) << "no clock runs for somebody who does not know";

  v1::RecordNotificationRequest told;
  told.set_expert(kExpert);
  told.set_note("电话告知本人");
  ASSERT_TRUE(TellOtherwise(engagement_, told, Now() + absl::Hours(2), term_).ok());
  EXPECT_EQ(invitation().notice_state(), v1::NOTICE_STATE_TOLD_OTHERWISE);
  EXPECT_EQ(Deadline(), Now() + absl::Hours(26));
  EXPECT_FALSE(NeedsOffice(invitation()));
  EXPECT_EQ(ErrorInfoOf(TellOtherwise(engagement_, told, Now(), term_))->reason(), "TOLD_ALREADY");
}

TEST_F(InvitationRulesTest, AFailureAfterTheExpertWasToldChangesNothing) {
  NoteDelivered(engagement_, kExpert, Now(), term_);
  EXPECT_FALSE(NoteUndeliverable(engagement_, kExpert, "bounced"));
  EXPECT_EQ(invitation().notice_state(), v1::NOTICE_STATE_DELIVERED);
}

TEST_F(InvitationRulesTest, AnotherAddressIsAnotherNotice) {
  NoteUndeliverable(engagement_, kExpert, "no such mailbox");
  EXPECT_TRUE(RenewNotice(engagement_, kExpert));
  EXPECT_EQ(invitation().notice_state(), v1::NOTICE_STATE_PENDING);
  EXPECT_EQ(invitation().notice_number(), 2);
  NoteDelivered(engagement_, kExpert, Now(), term_);
  EXPECT_FALSE(RenewNotice(engagement_, kExpert)) << "told already";
}

// Giving up on somebody is a way to steer a panel: not while the mail may arrive.
TEST_F(InvitationRulesTest, TheOfficeGivesUpOnlyOnWhomNoMailReaches) {
  EXPECT_EQ(ErrorInfoOf(CheckMayGiveUp(engagement_, kExpert, Now() + absl::Hours(23)))->reason(), "NOTICE_UNDER_WAY");
  EXPECT_TRUE(CheckMayGiveUp(engagement_, kExpert, Now() + absl::Hours(24)).ok());
  NoteUndeliverable(engagement_, kExpert, "no such mailbox");
  EXPECT_TRUE(CheckMayGiveUp(engagement_, kExpert, Now()).ok());
  NoteDelivered(engagement_, kExpert, Now(), term_);
  EXPECT_EQ(ErrorInfoOf(CheckMayGiveUp(engagement_, kExpert, Now()))->reason(), "TOLD_ALREADY");
}

TEST_F(InvitationRulesTest, AnAnswerSaysHowItCameAndWhoRecordedIt) {
  EXPECT_TRUE(CheckRecordable("channel", v1::ANSWER_CHANNEL_PHONE).ok());
  EXPECT_FALSE(CheckRecordable("channel", v1::ANSWER_CHANNEL_UNSPECIFIED).ok());
  EXPECT_FALSE(CheckRecordable("channel", v1::ANSWER_CHANNEL_TOKEN).ok()) << "the expert's own word";
  ASSERT_TRUE(CheckMayAnswer(engagement_, kExpert, Now()).ok()) << "by phone, before the mail arrives";
  Accept(engagement_, kExpert, "可以", {v1::ANSWER_CHANNEL_PHONE, "spiffe://t/office"}, Now());
  EXPECT_EQ(invitation().channel(), v1::ANSWER_CHANNEL_PHONE);
  EXPECT_EQ(invitation().recorder(), "spiffe://t/office");
  EXPECT_FALSE(CheckMayAnswer(engagement_, kExpert, Now()).ok()) << "once";
}

TEST_F(InvitationRulesTest, AnAnswerAtTheDeadlineIsLate) {
  NoteDelivered(engagement_, kExpert, Now(), term_);
  EXPECT_TRUE(CheckMayAnswer(engagement_, kExpert, Deadline() - absl::Seconds(1)).ok());
  EXPECT_EQ(ErrorInfoOf(CheckMayAnswer(engagement_, kExpert, Deadline()))->reason(), "TOO_LATE");
}

}  // namespace
}  // namespace lianfang::expert
