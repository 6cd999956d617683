#include "services/notification/domain/stage/reminder_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr type::v1::Recipient kLiaison = type::v1::RECIPIENT_LIAISON;
constexpr type::v1::Recipient kConvener = type::v1::RECIPIENT_CONVENER;
constexpr type::v1::Recipient kDirector = type::v1::RECIPIENT_OFFICE_DIRECTOR;

class ReminderRulesTest : public ::testing::Test {
 protected:
  static Obligation DueAtMayEnd() {
    return testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 19), absl::CivilDay(2022, 5, 31));
  }

  // Of all duties of the obligation, in order of time.
  std::vector<Stage> Stages(const Obligation& obligation, absl::CivilDay end) const {
    std::vector<Stage> stages;
    for (const Duty& duty : testing::DutiesOf(obligation)) {
      for (const Stage& stage : StagesBefore(duty, policy_, calendar_, testing::At(absl::CivilSecond(end)))) {
        stages.push_back(stage);
      }
    }
    return stages;
  }

  // The key of the last stage.
  std::string LastKey(const Obligation& obligation, absl::CivilDay end) const {
    const Stage last = Stages(obligation, end).back();
    return StageKey(testing::DutyAt(obligation, last.time), last, policy_.zone);
  }

  // `2022-05-24 09:00 -7` for each stage.
  std::vector<std::string> Written(const Obligation& obligation, absl::CivilDay end) const {
    std::vector<std::string> written;
    for (const Stage& stage : Stages(obligation, end)) {
      written.push_back(absl::FormatTime("%Y-%m-%d %H:%M ", stage.time, policy_.zone) +
                        std::to_string(stage.offset_days));
    }
    return written;
  }

  const WorkingCalendar calendar_ = testing::China();
  const ReminderPolicy policy_ = *ReminderPolicyOf(testing::GaopingPlan());
};

// The plan was issued twelve days before the date: −30 and −15 fall together on the day of issue. The 28th is a
// Saturday, and Dragon Boat Festival is 3 to 5 June.
TEST_F(ReminderRulesTest, PlacesTheStagesOfTheFirstDueDate) {
  EXPECT_THAT(Written(DueAtMayEnd(), absl::CivilDay(2022, 6, 21)),
              ElementsAre("2022-05-19 09:00 -15", "2022-05-24 09:00 -7", "2022-05-27 09:00 -3", "2022-05-30 09:00 -1",
                          "2022-05-31 09:00 0", "2022-06-01 09:00 1", "2022-06-06 09:00 3", "2022-06-10 09:00 10",
                          "2022-06-17 09:00 17"));
}

TEST_F(ReminderRulesTest, AddressesMoreRolesAsTheDelayGrows) {
  const auto stages = Stages(DueAtMayEnd(), absl::CivilDay(2022, 6, 11));
  const auto roles = [](auto... role) {
    RoleSet set;
    (set.set(role), ...);
    return set;
  };
  EXPECT_EQ(stages.at(4).roles, roles(kLiaison));
  EXPECT_EQ(stages.at(5).roles, roles(kLiaison, kConvener));
  EXPECT_EQ(stages.at(6).roles, roles(kLiaison, kConvener, kDirector));
  EXPECT_EQ(stages.at(7).roles, roles(kLiaison, kConvener, kDirector));
}

// Due on Sunday 2024-02-18, the first worked day after the Spring Festival: −3, −7 fall into it (10 to 17 February) and
// roll back to the 9th, New Year's Eve, where −7 is caught up by −3 … −1.
TEST_F(ReminderRulesTest, StagesThatFallTogetherBecomeTheLatest) {
  const Obligation obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2024, 1, 1), absl::CivilDay(2024, 2, 18));
  EXPECT_THAT(Written(obligation, absl::CivilDay(2024, 2, 20)),
              ElementsAre("2024-01-19 09:00 -30", "2024-02-02 09:00 -15", "2024-02-09 09:00 -1", "2024-02-18 09:00 0",
                          "2024-02-19 09:00 1"));
}

// "2 月底前" in a leap year, and a make-up Saturday as due date.
TEST_F(ReminderRulesTest, TheDueDayIsTheLastDayInTime) {
  const Obligation leap =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2024, 1, 1), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(DueDay(testing::DutiesOf(leap).at(0), policy_.zone), absl::CivilDay(2024, 2, 29));
  const Obligation saturday =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2026, 2, 25), absl::CivilDay(2026, 2, 28));
  EXPECT_THAT(Written(saturday, absl::CivilDay(2026, 3, 1)),
              ElementsAre("2026-02-25 09:00 -3", "2026-02-27 09:00 -1", "2026-02-28 09:00 0"));
}

TEST_F(ReminderRulesTest, AnObligationOpenedAfterNineIsAnnouncedOnTheNextWorkingMorning) {
  Obligation obligation = DueAtMayEnd();
  *obligation.mutable_open_time() = ToTimestamp(testing::At(absl::CivilSecond(2022, 5, 20, 9, 0, 1)));  // a Friday
  EXPECT_THAT(Written(obligation, absl::CivilDay(2022, 5, 25)),
              ElementsAre("2022-05-23 09:00 -15", "2022-05-24 09:00 -7"));
}

TEST_F(ReminderRulesTest, StopsTheMomentTheObligationIsMetWaivedOrLocked) {
  const absl::Time noon = testing::At(absl::CivilSecond(2022, 5, 27, 12, 0, 0));
  Obligation met = DueAtMayEnd();
  *met.mutable_met_time() = ToTimestamp(noon);
  Obligation waived = DueAtMayEnd();
  *waived.mutable_waive_time() = ToTimestamp(noon);
  Obligation locked = DueAtMayEnd();
  *locked.mutable_lock_time() = ToTimestamp(noon);
  for (const Obligation& obligation : {met, waived, locked}) {
    EXPECT_THAT(Written(obligation, absl::CivilDay(2023, 1, 1)),
                ElementsAre("2022-05-19 09:00 -15", "2022-05-24 09:00 -7", "2022-05-27 09:00 -3"));
  }
}

TEST_F(ReminderRulesTest, MetAtTheVeryInstantIsNotRemindedThen) {
  Obligation obligation = DueAtMayEnd();
  *obligation.mutable_met_time() = ToTimestamp(testing::At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  EXPECT_THAT(Written(obligation, absl::CivilDay(2023, 1, 1)), ElementsAre("2022-05-19 09:00 -15"));
}

TEST_F(ReminderRulesTest, SentBackRemindsAgainWithStagesOfItsOwn) {
  const Obligation before = DueAtMayEnd();
  Obligation sent_back = before;
  auto& send_back = *sent_back.add_send_backs();
  *send_back.mutable_send_back_time() = ToTimestamp(testing::At(absl::CivilSecond(2022, 5, 24, 15, 0, 0)));
  *send_back.mutable_due_time() = ToTimestamp(testing::At(absl::CivilSecond(2022, 5, 30)));
  EXPECT_THAT(Written(sent_back, absl::CivilDay(2022, 5, 28)),
              ElementsAre("2022-05-19 09:00 -15", "2022-05-24 09:00 -7", "2022-05-25 09:00 -7", "2022-05-27 09:00 -3"));

  EXPECT_EQ(LastKey(before, absl::CivilDay(2022, 5, 25)), "2022-05-31/-7");
  EXPECT_EQ(LastKey(sent_back, absl::CivilDay(2022, 5, 26)), "2022-05-31/-7/2022-05-24T07:00:00Z");
}

TEST_F(ReminderRulesTest, AnExtensionStartsNewStages) {
  Obligation extended = DueAtMayEnd();
  *extended.mutable_due_time() = ToTimestamp(testing::At(absl::CivilSecond(2022, 7, 1, 0, 0, 0)));
  EXPECT_EQ(LastKey(extended, absl::CivilDay(2022, 6, 1)), "2022-06-30/-30");
}

// The notice of 2027 may move days of December 2026, which used to count as certain.
TEST_F(ReminderRulesTest, FlagsDaysPastTheTable) {
  const Obligation obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2026, 11, 2), absl::CivilDay(2026, 12, 15));
  const auto stages = Stages(obligation, absl::CivilDay(2026, 12, 16));
  EXPECT_TRUE(stages.front().certain);
  EXPECT_FALSE(stages.back().certain);
}

// Over every due date of four years: stages come in order, on working days, never before the opening, and never after
// the day they name while it is still time.
TEST_F(ReminderRulesTest, EveryDueDateKeepsTheRules) {
  for (absl::CivilDay due(2023, 1, 1); due < absl::CivilDay(2027, 1, 1); ++due) {
    const absl::CivilDay open = due - 20;
    const Obligation obligation = testing::GaopingObligation("coal-mining", "2021", open, due);
    const auto stages = Stages(obligation, due + 40);
    ASSERT_THAT(stages, Not(IsEmpty()));
    ASSERT_EQ(stages.front().day, calendar_.AtOrAfter(open))
        << "not announced on the first working morning, due " << due;
    for (const Stage& stage : stages) {
      ASSERT_TRUE(calendar_.IsWorkingDay(stage.day)) << stage.day;
      ASSERT_EQ(stage.time, testing::At(absl::CivilSecond(stage.day) + 9 * 3600));
      ASSERT_TRUE(stage.at_opening ||
                  (stage.offset_days <= 0 ? stage.day <= stage.nominal : stage.day >= stage.nominal))
          << "due " << due << ", " << stage.offset_days << " fell on " << stage.day;
    }
    for (size_t i = 1; i < stages.size(); ++i) {
      ASSERT_LT(stages[i - 1].time, stages[i].time) << "due " << due;
      ASSERT_LT(stages[i - 1].offset_days, stages[i].offset_days) << "due " << due;
    }
  }
}

TEST_F(ReminderRulesTest, OnlyTheLatestDueStageIsSentAndTheMissedAreCounted) {
  const auto stages = Stages(DueAtMayEnd(), absl::CivilDay(2022, 6, 1));  // −15, −7, −3, −1, 0
  const RoleSet liaison = RoleSet().set(kLiaison);
  const auto sent_until = [](int offset) {
    return [offset](const Stage& stage) { return stage.offset_days <= offset; };
  };

  const auto after_outage = LatestDue(stages, liaison, absl::InfinitePast(), sent_until(-7));
  ASSERT_TRUE(after_outage.has_value());
  EXPECT_EQ(after_outage->stage->offset_days, 0);
  EXPECT_EQ(after_outage->missed, 2);  // −3 and −1

  EXPECT_FALSE(LatestDue(stages, liaison, absl::InfinitePast(), sent_until(0)).has_value());
  EXPECT_FALSE(LatestDue(stages, RoleSet().set(kConvener), absl::InfinitePast(), sent_until(-30)).has_value());
}

TEST_F(ReminderRulesTest, NobodyMissesWhatCameBeforeTheyWereKnown) {
  const auto stages = Stages(DueAtMayEnd(), absl::CivilDay(2022, 6, 1));
  const auto newcomer = LatestDue(stages, RoleSet().set(kLiaison), testing::At(absl::CivilSecond(2022, 5, 29)),
                                  [](const Stage&) { return false; });
  ASSERT_TRUE(newcomer.has_value());
  EXPECT_EQ(newcomer->stage->offset_days, 0);
  EXPECT_EQ(newcomer->missed, 1);  // −1 alone
}

// A duty may have stages of its own, in any order: those of the plan do not speak then.
TEST_F(ReminderRulesTest, ADutysOwnStagesTakeThePlaceOfThePlans) {
  Duty duty = testing::DutiesOf(DueAtMayEnd()).at(0);
  for (const int offset : {0, -2}) {
    auto& stage = *duty.add_reminder_stages();
    stage.set_offset_days(offset);
    stage.mutable_time()->set_hours(14);
    stage.add_recipients(kConvener);
  }
  const auto stages = StagesBefore(duty, policy_, calendar_, testing::At(absl::CivilSecond(2022, 7, 1)));
  ASSERT_EQ(stages.size(), 2u);
  EXPECT_EQ(stages[0].offset_days, -2);  // the 29th is a Sunday
  EXPECT_EQ(stages[0].time, testing::At(absl::CivilSecond(2022, 5, 27, 14, 0, 0)));
  EXPECT_EQ(stages[1].time, testing::At(absl::CivilSecond(2022, 5, 31, 14, 0, 0)));
  EXPECT_EQ(stages[1].roles, RoleSet().set(kConvener));
}

TEST_F(ReminderRulesTest, RefusesAPlanThatItCannotRemindBy) {
  type::v1::Plan unknown_zone = testing::GaopingPlan();
  unknown_zone.set_time_zone("Asia/Gaoping");
  EXPECT_EQ(ReminderPolicyOf(unknown_zone).status().code(), absl::StatusCode::kInvalidArgument);
  type::v1::Plan leaderless = testing::GaopingPlan();
  leaderless.mutable_departments()->DeleteSubrange(0, 1);
  EXPECT_EQ(ReminderPolicyOf(leaderless).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lianfang::notification
