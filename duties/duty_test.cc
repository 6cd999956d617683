#include "duties/duty.h"

#include <gtest/gtest.h>

#include "common/time.h"

namespace lianfang::duties {
namespace {

using duty::v1::Duty;

absl::Time Day(int day) { return absl::FromUnixSeconds(1767196800) + absl::Hours(24) * day; }  // 2026-01-01 in Shanghai

// Open from day 0, due before day 30.
Duty Open() {
  Duty duty;
  duty.set_resource("plans/p/tasks/t");
  *duty.mutable_open_time() = ToTimestamp(Day(0));
  *duty.mutable_due_time() = ToTimestamp(Day(30));
  AwaitWhileOpen(duty);
  return duty;
}

TEST(DutyTest, TheStateFollowsFromTheInstants) {
  Duty duty = Open();
  EXPECT_EQ(StateAt(duty, Day(-1)), duty::v1::DUTY_STATE_NOT_OPEN);
  EXPECT_EQ(StateAt(duty, Day(0)), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(StateAt(duty, Day(23) - absl::Seconds(1)), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(StateAt(duty, Day(23)), duty::v1::DUTY_STATE_DUE_SOON);
  EXPECT_EQ(StateAt(duty, Day(30)), duty::v1::DUTY_STATE_OVERDUE);
  *duty.mutable_lock_time() = ToTimestamp(Day(40));
  AwaitWhileOpen(duty);
  EXPECT_EQ(StateAt(duty, Day(40)), duty::v1::DUTY_STATE_LOCKED);
  *duty.mutable_met_time() = ToTimestamp(Day(35));
  AwaitWhileOpen(duty);
  EXPECT_EQ(StateAt(duty, Day(34)), duty::v1::DUTY_STATE_OVERDUE);
  EXPECT_EQ(StateAt(duty, Day(50)), duty::v1::DUTY_STATE_MET);
  duty.set_met_late(true);
  EXPECT_EQ(StateAt(duty, Day(35)), duty::v1::DUTY_STATE_MET_LATE);
}

TEST(DutyTest, AWithdrawnDutyIsNotOwed) {
  Duty duty = Open();
  EXPECT_TRUE(IsOwed(duty));
  *duty.mutable_withdrawn_time() = ToTimestamp(Day(10));
  AwaitWhileOpen(duty);
  EXPECT_FALSE(IsOwed(duty));
  EXPECT_EQ(StateAt(duty, Day(9)), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(StateAt(duty, Day(10)), duty::v1::DUTY_STATE_WITHDRAWN);
  EXPECT_EQ(AwaitedUntil(duty), Day(10));
}

TEST(DutyTest, SpansAreHalfOpen) {
  Duty duty = Open();
  EXPECT_EQ(AwaitedUntil(duty), absl::InfiniteFuture());
  duty.clear_awaited_spans();
  EXPECT_EQ(AwaitedUntil(duty), absl::InfinitePast());
  AddAwaitedSpan(duty, Day(1), Day(1));  // none
  AddAwaitedSpan(duty, Day(2), Day(3));
  AddAwaitedSpan(duty, Day(5), Day(6));
  EXPECT_FALSE(IsAwaitedAt(duty, Day(1)));
  EXPECT_TRUE(IsAwaitedAt(duty, Day(2)));
  EXPECT_FALSE(IsAwaitedAt(duty, Day(3)));
  EXPECT_TRUE(IsAwaitedAt(duty, Day(5)));
  EXPECT_EQ(AwaitedUntil(duty), Day(6));
}

TEST(DutyTest, OccasionAndSendBackTellDutiesOfAResourceApart) {
  Duty duty = Open();
  EXPECT_EQ(OccasionKey(duty), "");
  duty.set_occasion("final");
  EXPECT_EQ(OccasionKey(duty), "final");
  *duty.mutable_sent_back_time() = ToTimestamp(absl::FromUnixSeconds(1654671600) + absl::Milliseconds(250));
  EXPECT_EQ(OccasionKey(duty), "final/2022-06-08T07:00:00.25Z");
  duty.clear_occasion();
  EXPECT_EQ(OccasionKey(duty), "2022-06-08T07:00:00.25Z");
}

TEST(DutyTest, TheDueDayIsTheLastDayInTime) {
  EXPECT_EQ(DueDay(Open(), *LoadZone("Asia/Shanghai")), absl::CivilDay(2026, 1, 30));
}

}  // namespace
}  // namespace lianfang::duties
