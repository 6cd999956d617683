#include "services/notification/domain/calendar/quiet_hours.h"

#include <gtest/gtest.h>

#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

absl::Time At(int day, int hour, int minute) { return testing::At(absl::CivilSecond(2022, 5, day, hour, minute, 0)); }

TEST(QuietHoursTest, OverMidnight) {
  const QuietHours hours = *QuietHours::Parse("20:00-08:30", testing::Shanghai());
  EXPECT_EQ(hours.AllowedFrom(At(24, 19, 59)), At(24, 19, 59));
  EXPECT_EQ(hours.AllowedFrom(At(24, 20, 0)), At(25, 8, 30));
  EXPECT_EQ(hours.AllowedFrom(At(25, 0, 0)), At(25, 8, 30));
  EXPECT_EQ(hours.AllowedFrom(At(25, 8, 29)), At(25, 8, 30));
  EXPECT_EQ(hours.AllowedFrom(At(25, 8, 30)), At(25, 8, 30));
}

TEST(QuietHoursTest, WithinADay) {
  const QuietHours hours = *QuietHours::Parse("12:00-14:00", testing::Shanghai());
  EXPECT_EQ(hours.AllowedFrom(At(24, 11, 0)), At(24, 11, 0));
  EXPECT_EQ(hours.AllowedFrom(At(24, 13, 0)), At(24, 14, 0));
  EXPECT_EQ(hours.AllowedFrom(At(24, 14, 0)), At(24, 14, 0));
}

TEST(QuietHoursTest, NoneAllowsEverything) {
  EXPECT_EQ(QuietHours::Parse("none", testing::Shanghai())->AllowedFrom(At(24, 3, 0)), At(24, 3, 0));
  EXPECT_EQ(QuietHours().AllowedFrom(At(24, 3, 0)), At(24, 3, 0));
}

TEST(QuietHoursTest, RefusesWhatIsNoStretchOfTheDay) {
  for (const char* text : {"", "20:00", "20-08", "24:00-08:00", "20:60-08:00", "8:00-9:00", "08:00-08:00", "a-b"}) {
    EXPECT_FALSE(QuietHours::Parse(text, testing::Shanghai()).ok()) << text;
  }
}

}  // namespace
}  // namespace lianfang::notification
