#include "services/notification/domain/stage/restraints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/errors.h"
#include "common/time.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/stage/mornings.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Time Day(int day, int hour = 9, int month = 5) { return At(absl::CivilSecond(2022, month, day, hour, 0, 0)); }

class RestraintsTest : public ::testing::Test {
 protected:
  static Obligation Coal() {
    return testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 5, 31));
  }

  static v1::Acknowledgement InHand(absl::Time time) {
    v1::Acknowledgement asked;
    asked.set_duty(Coal().name());
    return *DecideAcknowledgement(testing::DutiesOf(Coal()), testing::Shanghai(), asked, "spiffe://t/liaison", time);
  }

  static v1::ReminderPause Pause(absl::Time from, absl::Time until) {
    v1::ReminderPause asked;
    asked.set_plan("plans/gaoping-2021-2025");
    asked.set_reason("机构改革");
    *asked.mutable_until_time() = ToTimestamp(until);
    return *DecidePause(asked, "spiffe://t/office", from);
  }

  // Offsets and missed counts of the mails to the liaison officer when a tick comes every hour.
  std::vector<std::string> Ticked(const Restraints& restraints, absl::Time until) {
    const std::vector<PlanDuties> plans = {{*ReminderPolicyOf(testing::GaopingPlan()), testing::DutiesOf(Coal())}};
    const ContactBook book(testing::GaopingContacts());
    const DigestPlanner planner(plans, book, restraints, Mornings(calendar_));
    SentStages sent;
    std::vector<std::string> mails;
    for (absl::Time now = Day(1, 0); now < until; now += absl::Hours(1)) {
      for (const Digest& digest : planner.Due(now, sent).digests) {
        for (const auto& item : digest.items) {
          for (const std::string& key : RecipientKeys(item, digest.contact.email())) {
            sent.Insert(item.duty(), item.stage().key(), key);
          }
          if (digest.contact.role() != type::v1::RECIPIENT_LIAISON) continue;
          mails.push_back(absl::StrCat(absl::FormatTime("%m-%d %H", now, testing::Shanghai()), " ",
                                       item.stage().offset_days(), " missed ", item.missed_stages()));
        }
      }
    }
    return mails;
  }

  const WorkingCalendar calendar_ = testing::China();
};

TEST_F(RestraintsTest, WhatIsInHandIsQuietUntilTheDueDayAndNeverOnIt) {
  EXPECT_THAT(
      Ticked(Restraints({InHand(Day(20))}, {}), Day(2, 0, 6)),
      ElementsAre("05-05 09 -30 missed 0", "05-16 09 -15 missed 0", "05-31 09 0 missed 0", "06-01 09 1 missed 0"));
}

TEST_F(RestraintsTest, ANewDueDateEndsTheWord) {
  const Restraints restraints({InHand(Day(20))}, {});
  Obligation extended = Coal();
  *extended.mutable_due_time() = ToTimestamp(At(absl::CivilSecond(2022, 7, 1)));
  EXPECT_TRUE(restraints.IsAcknowledged(testing::DutyAt(Coal(), Day(21))));
  EXPECT_FALSE(restraints.IsAcknowledged(testing::DutyAt(extended, Day(21))));
}

// Acknowledged on the 20th, filed on the 22nd, sent back on the 23rd: what was in hand was filed, and the word is over.
TEST_F(RestraintsTest, AnEarlySendBackEndsTheWord) {
  const Restraints restraints({InHand(Day(20))}, {});
  Obligation returned = Coal();
  auto& send_back = *returned.add_send_backs();
  *send_back.mutable_previous_met_time() = ToTimestamp(Day(22));
  *send_back.mutable_send_back_time() = ToTimestamp(Day(23));
  *send_back.mutable_due_time() = ToTimestamp(Day(28));
  ASSERT_EQ(FromTimestamp(testing::DutyAt(returned, Day(24)).due_time()),
            FromTimestamp(testing::DutyAt(Coal(), Day(24)).due_time()));
  EXPECT_FALSE(restraints.IsAcknowledged(testing::DutyAt(returned, Day(24))));
  // Said anew after the send-back, it counts again.
  v1::Acknowledgement again;
  again.set_duty(Coal().name());
  const auto said = DecideAcknowledgement(testing::DutiesOf(returned), testing::Shanghai(), again, "liaison", Day(24));
  EXPECT_TRUE(Restraints({*said}, {}).IsAcknowledged(testing::DutyAt(returned, Day(25))));
}

TEST_F(RestraintsTest, NothingIsInHandOnTheDueDayOrWhenNothingIsOwed) {
  v1::Acknowledgement asked;
  asked.set_duty(Coal().name());
  const auto decide = [&](const Obligation& obligation, absl::Time now) {
    return ErrorInfoOf(
               DecideAcknowledgement(testing::DutiesOf(obligation), testing::Shanghai(), asked, "a", now).status())
        ->reason();
  };
  EXPECT_TRUE(DecideAcknowledgement(testing::DutiesOf(Coal()), testing::Shanghai(), asked, "a", Day(30, 23)).ok());
  EXPECT_EQ(decide(Coal(), Day(31, 0)), "DUE_DAY_HAS_COME");
  Obligation met = Coal();
  *met.mutable_met_time() = ToTimestamp(Day(20));
  EXPECT_EQ(decide(met, Day(21)), "NOT_OWED");
}

TEST_F(RestraintsTest, AnAcknowledgementIsChecked) {
  v1::Acknowledgement bad;
  bad.set_duty("plans/gaoping/obligations");
  bad.set_note(std::string(501, 'x'));
  bad.set_actor("me");
  EXPECT_THAT(BadRequestOf(CheckAcknowledgement(bad))->field_violations(), SizeIs(3));
}

// The pause holds back −15 and −7; on the first working morning after it they are one mail, and the rest goes on as if
// nothing had been. They used to go out at the hour at which the pause ended.
TEST_F(RestraintsTest, WhatFellIntoAPauseIsOneMailAtItsEnd) {
  EXPECT_THAT(
      Ticked(Restraints({}, {Pause(Day(10), Day(25, 14))}), Day(31, 0)),
      ElementsAre("05-05 09 -30 missed 0", "05-26 09 -7 missed 1", "05-27 09 -3 missed 0", "05-30 09 -1 missed 0"));
}

TEST_F(RestraintsTest, ThePreviewShowsThePauseAsItWillBe) {
  const std::vector<PlanDuties> plans = {{*ReminderPolicyOf(testing::GaopingPlan()), testing::DutiesOf(Coal())}};
  const ContactBook book(testing::GaopingContacts());
  const Restraints restraints({}, {Pause(Day(10), Day(25, 14))});
  const DigestPlan plan = DigestPlanner(plans, book, restraints, Mornings(calendar_)).Preview(Day(6), Day(28));
  ASSERT_THAT(plan.digests, SizeIs(2));
  EXPECT_EQ(plan.digests[0].time, Day(26));
  EXPECT_EQ(plan.digests[0].items[0].missed_stages(), 1);
  EXPECT_EQ(plan.digests[0].items[0].late_reason(), v1::LATE_REASON_PAUSE);
  EXPECT_EQ(plan.digests[1].time, Day(27));
}

// m9: a pause through Friday the 27th, and one through Sunday the 29th: one mail on Monday the 30th, with its own stage.
TEST_F(RestraintsTest, APauseBeforeAWeekendIsOneMailOnMonday) {
  for (const int until : {28, 30}) {
    EXPECT_THAT(
        Ticked(Restraints({}, {Pause(Day(26), Day(until, 0))}), Day(31, 0)),
        ElementsAre("05-05 09 -30 missed 0", "05-16 09 -15 missed 0", "05-24 09 -7 missed 0", "05-30 09 -1 missed 1"))
        << until;
  }
}

TEST_F(RestraintsTest, APauseHoldsOnlyItsScope) {
  v1::ReminderPause pause = Pause(Day(10), Day(25));
  pause.set_department("health");
  EXPECT_EQ(Restraints({}, {pause}).ReleasedAt(testing::DutyAt(Coal(), Day(12)), Day(12)), Day(12));
  pause.set_department("emergency");
  EXPECT_EQ(Restraints({}, {pause}).ReleasedAt(testing::DutyAt(Coal(), Day(12)), Day(12)), Day(25));
  pause.set_region("140500");
  EXPECT_EQ(Restraints({}, {pause}).ReleasedAt(testing::DutyAt(Coal(), Day(12)), Day(12)), Day(12));
  EXPECT_EQ(Restraints({}, {Pause(Day(10), Day(25))}).ReleasedAt(testing::DutyAt(Coal(), Day(12)), Day(25)), Day(25));
}

TEST_F(RestraintsTest, PausesThatFollowOneAnotherAreOne) {
  v1::ReminderPause whole = Pause(Day(10), Day(20));
  v1::ReminderPause department = Pause(Day(15), Day(25));
  department.set_department("emergency");
  EXPECT_EQ(Restraints({}, {whole, department}).ReleasedAt(testing::DutyAt(Coal(), Day(12)), Day(12)), Day(25));
}

TEST_F(RestraintsTest, APauseIsChecked) {
  v1::ReminderPause bad;
  bad.set_plan("gaoping");
  bad.set_department("Emergency!");
  bad.set_region("1405");
  bad.set_reason("a\x01");
  *bad.mutable_until_time() = ToTimestamp(Day(10) + absl::Hours(24 * 93));
  const auto faults = BadRequestOf(DecidePause(bad, "office", Day(10)).status());
  std::vector<std::string> fields;
  for (const auto& violation : faults->field_violations()) fields.push_back(violation.field());
  EXPECT_THAT(fields,
              ElementsAre("pause.plan", "pause.department", "pause.region", "pause.reason", "pause.until_time"));
}

}  // namespace
}  // namespace lianfang::notification
