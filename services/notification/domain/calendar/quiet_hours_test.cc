#include "services/notification/domain/calendar/quiet_hours.h"

#include <gtest/gtest.h>

#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

// 28 and 29 May 2022 are Saturday and Sunday.
bool IsWorkingDay(absl::CivilDay day) { return testing::China().IsWorkingDay(day); }

absl::StatusOr<QuietHours> Parse(absl::string_view text) {
  return QuietHours::Parse(text, testing::Shanghai(), IsWorkingDay);
}

absl::Time At(int day, int hour, int minute) { return testing::At(absl::CivilSecond(2022, 5, day, hour, minute, 0)); }

TEST(QuietHoursTest, OverMidnight) {
  const QuietHours hours = *Parse("20:00-08:30");
  EXPECT_EQ(hours.AllowedFrom(At(24, 19, 59)), At(24, 19, 59));
  EXPECT_EQ(hours.AllowedFrom(At(24, 20, 0)), At(25, 8, 30));
  EXPECT_EQ(hours.AllowedFrom(At(25, 0, 0)), At(25, 8, 30));
  EXPECT_EQ(hours.AllowedFrom(At(25, 8, 29)), At(25, 8, 30));
  EXPECT_EQ(hours.AllowedFrom(At(25, 8, 30)), At(25, 8, 30));
}

TEST(QuietHoursTest, WithinADay) {
  const QuietHours hours = *Parse("12:00-14:00");
  EXPECT_EQ(hours.AllowedFrom(At(24, 11, 0)), At(24, 11, 0));
  EXPECT_EQ(hours.AllowedFrom(At(24, 13, 0)), At(24, 14, 0));
  EXPECT_EQ(hours.AllowedFrom(At(24, 14, 0)), At(24, 14, 0));
}

TEST(QuietHoursTest, DaysOffAreQuietToo) {
  const QuietHours both = *Parse("20:00-08:30,days-off");
  EXPECT_EQ(both.AllowedFrom(At(27, 19, 59)), At(27, 19, 59));
  EXPECT_EQ(both.AllowedFrom(At(27, 20, 0)), At(30, 8, 30));  // Friday evening
  EXPECT_EQ(both.AllowedFrom(At(28, 12, 0)), At(30, 8, 30));
  EXPECT_EQ(both.AllowedFrom(At(30, 8, 30)), At(30, 8, 30));
  const QuietHours days = *Parse("days-off");
  EXPECT_EQ(days.AllowedFrom(At(27, 23, 59)), At(27, 23, 59));
  EXPECT_EQ(days.AllowedFrom(At(28, 0, 0)), At(30, 0, 0));
}

TEST(QuietHoursTest, NoneAllowsEverything) {
  EXPECT_EQ(Parse("none")->AllowedFrom(At(24, 3, 0)), At(24, 3, 0));
  EXPECT_EQ(QuietHours().AllowedFrom(At(24, 3, 0)), At(24, 3, 0));
}

TEST(QuietHoursTest, RefusesWhatIsNoStretchOfTheDay) {
  for (const char* text : {"", "20:00", "20-08", "24:00-08:00", "20:60-08:00", "8:00-9:00", "08:00-08:00", "a-b",
                           "days-off,days-off", "20:00-08:00,12:00-13:00", "none,days-off"}) {
    EXPECT_FALSE(Parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace lianfang::notification
