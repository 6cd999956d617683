#include "services/notification/domain/stage/mornings.h"

#include <gtest/gtest.h>

#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

absl::Time At(int month, int day, int hour, int minute = 0) {
  return testing::At(absl::CivilSecond(2022, month, day, hour, minute, 0));
}

class MorningsTest : public ::testing::Test {
 protected:
  // The stage of 09:00 on that day, of an obligation due at the end of 31 May 2022, a Tuesday.
  static Stage StageOn(int month, int day) {
    Stage stage;
    stage.due = At(6, 1, 0);
    stage.time = At(month, day, 9);
    return stage;
  }

  absl::Time SendTime(const Stage& stage, absl::Time from) const {
    return mornings_.SendTime(stage, testing::Shanghai(), from);
  }

  const WorkingCalendar calendar_ = testing::China();
  const Mornings mornings_{calendar_};
};

TEST_F(MorningsTest, AStageGoesOutAtItsTimeAndInTheThreeHoursAfter) {
  EXPECT_EQ(SendTime(StageOn(5, 24), At(5, 1, 0)), At(5, 24, 9));
  EXPECT_EQ(SendTime(StageOn(5, 24), At(5, 24, 11, 59)), At(5, 24, 11, 59));
}

TEST_F(MorningsTest, WhatHappensAfterNineIsToldOnTheNextWorkingMorning) {
  const auto after = [&](absl::Time event) { return mornings_.MorningAfter(event, testing::Shanghai()); };
  EXPECT_EQ(after(At(5, 24, 8, 59)), At(5, 24, 9));
  EXPECT_EQ(after(At(5, 24, 9)), At(5, 24, 9));
  EXPECT_EQ(after(At(5, 24, 9, 1)), At(5, 25, 9));
  EXPECT_EQ(after(At(5, 27, 23)), At(5, 30, 9)) << "a Friday night";
  EXPECT_EQ(after(At(5, 29, 8)), At(5, 30, 9)) << "a Sunday";
}

TEST_F(MorningsTest, WhatIsLateWaitsForTheNextWorkingMorning) {
  EXPECT_EQ(SendTime(StageOn(5, 24), At(5, 24, 12)), At(5, 25, 9));
  EXPECT_EQ(SendTime(StageOn(5, 24), At(5, 25, 3)), At(5, 25, 9));
  EXPECT_EQ(SendTime(StageOn(5, 27), At(5, 27, 23)), At(5, 30, 9));  // Friday night
  EXPECT_EQ(SendTime(StageOn(5, 27), At(5, 28, 10)), At(5, 30, 9));  // a Saturday
  EXPECT_EQ(SendTime(StageOn(6, 2), At(6, 2, 12)), At(6, 6, 9));     // Dragon Boat Festival is 3 to 5 June
}

// A reminder that waited until the date has passed would accuse somebody who was never told.
TEST_F(MorningsTest, BeforeTheDueInstantTheRestOfTheWorkingDayCountsToo) {
  EXPECT_EQ(SendTime(StageOn(5, 31), At(5, 31, 14)), At(5, 31, 14));
  EXPECT_EQ(SendTime(StageOn(5, 31), At(5, 31, 18)), At(6, 1, 9));
  EXPECT_EQ(SendTime(StageOn(5, 30), At(5, 30, 14)), At(5, 31, 9));  // there is one more morning
  EXPECT_EQ(SendTime(StageOn(6, 1), At(6, 1, 14)), At(6, 2, 9));     // overdue: may wait
}

TEST_F(MorningsTest, AnyHourIsForDemonstrations) {
  const Mornings any(calendar_, Mornings::Hours::kAny);
  EXPECT_EQ(any.SendTime(StageOn(5, 27), testing::Shanghai(), At(5, 28, 3)), At(5, 28, 3));
  EXPECT_EQ(any.SendTime(StageOn(5, 27), testing::Shanghai(), At(5, 1, 0)), At(5, 27, 9));
}

}  // namespace
}  // namespace lianfang::notification
