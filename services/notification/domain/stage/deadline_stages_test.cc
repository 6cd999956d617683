// The stages of final figures and of returns sent back, with what is awaited at them by the rule of deadlines/.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/time.h"
#include "deadlines/deadline.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using deadlines::DeadlineAt;
using deadlines::IsSettled;
using submission::v1::Obligation;
using testing::At;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::StartsWith;

absl::Time Day(int month, int day, int hour = 12, int year = 2026) {
  return At(absl::CivilSecond(year, month, day, hour, 0, 0));
}

// The figures of 2025: provisional by the end of the year, the final ones from January to the end of March.
Obligation ProvisionalThenFinal() {
  Obligation obligation =
      testing::GaopingObligation("coal-mining", "2025", absl::CivilDay(2025, 10, 1), absl::CivilDay(2025, 12, 31));
  *obligation.mutable_final_open_time() = ToTimestamp(Day(1, 1, 0));
  *obligation.mutable_final_due_time() = ToTimestamp(Day(4, 1, 0));
  return obligation;
}

void SendBack(Obligation& obligation, absl::Time time, absl::Time due) {
  auto& send_back = *obligation.add_send_backs();
  *send_back.mutable_send_back_time() = ToTimestamp(time);
  *send_back.mutable_due_time() = ToTimestamp(due);
  if (obligation.has_met_time()) *send_back.mutable_previous_met_time() = obligation.met_time();
  if (obligation.has_final_met_time()) *send_back.mutable_previous_final_met_time() = obligation.final_met_time();
  obligation.clear_met_time();
  obligation.clear_final_met_time();
}

// Stage keys in order of time.
std::vector<std::string> Keys(const Obligation& obligation, absl::Time end) {
  const ReminderPolicy policy = *ReminderPolicyOf(testing::GaopingPlan());
  const WorkingCalendar calendar = testing::China();
  std::vector<std::string> keys;
  for (const Duty& duty : testing::DutiesOf(obligation)) {
    for (const Stage& stage : StagesBefore(duty, policy, calendar, end)) {
      keys.push_back(StageKey(duty, stage, policy.zone));
    }
  }
  return keys;
}

TEST(DeadlineStagesTest, TheFinalFiguresAreAwaitedOnceTheProvisionalOnesAreIn) {
  Obligation obligation = ProvisionalThenFinal();
  EXPECT_FALSE(DeadlineAt(obligation, Day(9, 30, 12, 2025)).has_value());
  EXPECT_FALSE(DeadlineAt(obligation, Day(11, 1, 12, 2025))->final_figures);
  // Never filed: overdue since the first date, and not given more time.
  EXPECT_EQ(DeadlineAt(obligation, Day(2, 1))->due, Day(1, 1, 0));

  *obligation.mutable_met_time() = ToTimestamp(Day(12, 20, 12, 2025));
  EXPECT_FALSE(DeadlineAt(obligation, Day(12, 21, 12, 2025)).has_value());
  EXPECT_TRUE(DeadlineAt(obligation, Day(1, 1, 0))->final_figures);
  EXPECT_EQ(DeadlineAt(obligation, Day(2, 1))->due, Day(4, 1, 0));
  EXPECT_FALSE(IsSettled(obligation));

  *obligation.mutable_final_met_time() = ToTimestamp(Day(3, 2));
  EXPECT_TRUE(DeadlineAt(obligation, Day(3, 1)).has_value());
  EXPECT_FALSE(DeadlineAt(obligation, Day(3, 2)).has_value());
  EXPECT_TRUE(IsSettled(obligation));
}

TEST(DeadlineStagesTest, TheFinalFiguresHaveStagesOfTheirOwn) {
  Obligation obligation = ProvisionalThenFinal();
  *obligation.mutable_met_time() = ToTimestamp(Day(12, 20, 12, 2025));
  // 2026-03-01 and -28 are days of rest; the first final stage is on the first working morning of the year, if it
  // opened late.
  EXPECT_THAT(Keys(obligation, Day(4, 1, 8)),
              ElementsAre("2025-12-31/-30", "2025-12-31/-15", "2026-03-31/-30/final", "2026-03-31/-15/final",
                          "2026-03-31/-7/final", "2026-03-31/-3/final", "2026-03-31/-1/final", "2026-03-31/+0/final"));
}

TEST(DeadlineStagesTest, AReturnSentBackIsOwedByItsOwnDate) {
  Obligation obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 19), absl::CivilDay(2022, 5, 31));
  *obligation.mutable_met_time() = ToTimestamp(Day(5, 30, 12, 2022));
  SendBack(obligation, Day(6, 8, 15, 2022), Day(6, 14, 0, 2022));  // Wednesday; owed by the end of Monday the 13th

  EXPECT_FALSE(DeadlineAt(obligation, Day(6, 7, 12, 2022)).has_value());
  const auto deadline = DeadlineAt(obligation, Day(6, 9, 12, 2022));
  EXPECT_EQ(deadline->due, Day(6, 14, 0, 2022));
  EXPECT_EQ(deadline->sent_back, Day(6, 8, 15, 2022));
  EXPECT_THAT(Keys(obligation, Day(6, 15, 12, 2022)),
              ElementsAre("2022-05-31/-15", "2022-05-31/-7", "2022-05-31/-3", "2022-05-31/-1",
                          "2022-06-13/-7/2022-06-08T07:00:00Z", "2022-06-13/-1/2022-06-08T07:00:00Z",
                          "2022-06-13/+0/2022-06-08T07:00:00Z", "2022-06-13/+1/2022-06-08T07:00:00Z"));

  *obligation.mutable_send_backs(0)->mutable_answer_time() = ToTimestamp(Day(6, 10, 12, 2022));
  *obligation.mutable_met_time() = ToTimestamp(Day(5, 30, 12, 2022));
  EXPECT_TRUE(IsSettled(obligation));
  EXPECT_TRUE(DeadlineAt(obligation, Day(6, 9, 12, 2022)).has_value());
  EXPECT_FALSE(DeadlineAt(obligation, Day(6, 11, 12, 2022)).has_value());
}

TEST(DeadlineStagesTest, SentBackTwiceRemindsTwice) {
  Obligation obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 19), absl::CivilDay(2022, 5, 31));
  *obligation.mutable_met_time() = ToTimestamp(Day(5, 30, 12, 2022));
  SendBack(obligation, Day(6, 8, 15, 2022), Day(6, 14, 0, 2022));
  *obligation.mutable_send_backs(0)->mutable_answer_time() = ToTimestamp(Day(6, 8, 16, 2022));
  *obligation.mutable_met_time() = ToTimestamp(Day(6, 8, 16, 2022));
  SendBack(obligation, Day(6, 8, 17, 2022), Day(6, 14, 0, 2022));
  const auto keys = Keys(obligation, Day(6, 14, 12, 2022));
  EXPECT_THAT(keys, Contains("2022-06-13/+0/2022-06-08T09:00:00Z"));
  EXPECT_THAT(keys, Not(Contains("2022-06-13/+0/2022-06-08T07:00:00Z")));
}

TEST(DeadlineStagesTest, AReturnSentBackEarlyIsNotOwedBeforeTheDueDate) {
  Obligation obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 5, 31));
  SendBack(obligation, Day(5, 5, 12, 2022), Day(5, 11, 0, 2022));
  EXPECT_EQ(DeadlineAt(obligation, Day(5, 6, 12, 2022))->due, Day(6, 1, 0, 2022));
}

TEST(DeadlineStagesTest, ProvisionalFiguresSentBackAreNotGivenTheTimeOfTheFinalOnes) {
  Obligation obligation = ProvisionalThenFinal();
  *obligation.mutable_met_time() = ToTimestamp(Day(12, 20, 12, 2025));
  SendBack(obligation, Day(12, 29, 12, 2025), Day(1, 4, 0));
  EXPECT_EQ(DeadlineAt(obligation, Day(1, 2))->due, Day(1, 4, 0));  // final figures are open
  EXPECT_FALSE(DeadlineAt(obligation, Day(1, 2))->final_figures);
  *obligation.mutable_send_backs(0)->mutable_answer_time() = ToTimestamp(Day(1, 3));
  *obligation.mutable_met_time() = ToTimestamp(Day(12, 20, 12, 2025));
  *obligation.mutable_final_met_time() = ToTimestamp(Day(1, 3));
  SendBack(obligation, Day(1, 5), Day(1, 11, 0));  // and these have their own
  EXPECT_EQ(DeadlineAt(obligation, Day(1, 6))->due, Day(4, 1, 0));
  EXPECT_TRUE(DeadlineAt(obligation, Day(1, 6))->final_figures);
}

TEST(DeadlineStagesTest, ALockEndsTheFirstFilingAloneAndAWaiverEverything) {
  Obligation obligation = ProvisionalThenFinal();
  *obligation.mutable_lock_time() = ToTimestamp(Day(1, 20));
  EXPECT_TRUE(DeadlineAt(obligation, Day(1, 19)).has_value());
  EXPECT_FALSE(DeadlineAt(obligation, Day(1, 20)).has_value());
  *obligation.mutable_met_time() = ToTimestamp(Day(12, 20, 12, 2025));
  EXPECT_TRUE(DeadlineAt(obligation, Day(1, 21)).has_value());
  *obligation.mutable_waive_time() = ToTimestamp(Day(2, 1));
  EXPECT_TRUE(DeadlineAt(obligation, Day(1, 31)).has_value());
  EXPECT_FALSE(DeadlineAt(obligation, Day(2, 1)).has_value());
  EXPECT_TRUE(IsSettled(obligation));
}

}  // namespace
}  // namespace lianfang::notification
