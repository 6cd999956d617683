#include "common/working_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "common/testing/china_calendar.h"

namespace lianfang {
namespace {

using ::testing::ElementsAre;

TEST(WorkingCalendarTest, FollowsTheNoticesAgainstTheWeekday) {
  const WorkingCalendar calendar = ChinaCalendar();
  EXPECT_TRUE(calendar.IsWorkingDay(absl::CivilDay(2024, 2, 9)));    // New Year's Eve, a Friday: formally worked
  EXPECT_FALSE(calendar.IsWorkingDay(absl::CivilDay(2024, 2, 12)));  // Spring Festival, a Monday
  EXPECT_TRUE(calendar.IsWorkingDay(absl::CivilDay(2026, 2, 28)));   // a make-up Saturday
  EXPECT_FALSE(calendar.IsWorkingDay(absl::CivilDay(2022, 5, 28)));  // a Saturday like any other
  EXPECT_TRUE(calendar.IsWorkingDay(absl::CivilDay(2022, 5, 31)));
}

TEST(WorkingCalendarTest, FindsTheNearestWorkingDayOnEitherSide) {
  const WorkingCalendar calendar = ChinaCalendar();
  EXPECT_EQ(calendar.AtOrBefore(absl::CivilDay(2022, 10, 5)),
            absl::CivilDay(2022, 9, 30));  // National Day, 1 to 7 October
  EXPECT_EQ(calendar.AtOrAfter(absl::CivilDay(2022, 10, 5)), absl::CivilDay(2022, 10, 8));  // a make-up Saturday
}

// The notice of a year moves days of the December before: 2018-12-29 to 31 came with that of 2019, 2022-12-31 with that
// of 2023. December of the table's last year is therefore not certain yet.
TEST(WorkingCalendarTest, DecemberIsCertainOnlyOnceTheNextYearsNoticeIsKnown) {
  const WorkingCalendar calendar = ChinaCalendar();
  EXPECT_TRUE(calendar.IsWorkingDay(absl::CivilDay(2018, 12, 29)));  // a Saturday
  EXPECT_TRUE(calendar.IsCertain(absl::CivilDay(2025, 12, 31)));
  EXPECT_TRUE(calendar.IsCertain(absl::CivilDay(2026, 11, 30)));
  EXPECT_FALSE(calendar.IsCertain(absl::CivilDay(2026, 12, 28)));
  EXPECT_FALSE(calendar.IsCertain(absl::CivilDay(2026, 12, 31)));
  EXPECT_FALSE(calendar.IsCertain(absl::CivilDay(2018, 12, 31)));  // 2018's own notice is not in the table
}

TEST(WorkingCalendarTest, PastTheTableGoesByWeekdayAndSaysSo) {
  const WorkingCalendar calendar = ChinaCalendar();
  EXPECT_FALSE(calendar.IsCertain(absl::CivilDay(2027, 1, 1)));
  EXPECT_TRUE(calendar.IsWorkingDay(absl::CivilDay(2027, 1, 1)));   // a Friday, surely off once the notice is out
  EXPECT_FALSE(calendar.IsWorkingDay(absl::CivilDay(2027, 1, 2)));  // a Saturday
}

// For every day of the table and well past it: the neighbours found are worked, nothing worked lies between, and a
// worked day is its own.
TEST(WorkingCalendarTest, NeighboursAreTheNearestWorkingDays) {
  const WorkingCalendar calendar = ChinaCalendar();
  for (absl::CivilDay day(2018, 12, 1); day < absl::CivilDay(2028, 1, 1); ++day) {
    const absl::CivilDay before = calendar.AtOrBefore(day);
    const absl::CivilDay after = calendar.AtOrAfter(day);
    ASSERT_LE(before, day);
    ASSERT_GE(after, day);
    ASSERT_TRUE(calendar.IsWorkingDay(before) && calendar.IsWorkingDay(after)) << day;
    ASSERT_EQ(before == day, calendar.IsWorkingDay(day)) << day;
    for (absl::CivilDay between = before + 1; between < after; ++between) {
      ASSERT_TRUE(between == day || !calendar.IsWorkingDay(between)) << day << ": " << between << " is nearer";
    }
  }
}

TEST(WorkingCalendarTest, NamesEveryFaultyLine) {
  const absl::Status status = WorkingCalendar::Parse(
                                  "date,status,holiday,notice_year\n"
                                  "2022-02-30,off,x,2022\n"
                                  "2022-01-01,rest,元旦,2022\n"
                                  "2022-01-02,off,元旦,2022\n"
                                  "2022-01-02,off,元旦,2022\n"
                                  "2022-01-03,off,元旦\n")
                                  .status();
  const auto details = BadRequestOf(status);
  ASSERT_TRUE(details.has_value()) << status;
  std::vector<std::string> lines;
  for (const auto& violation : details->field_violations()) lines.push_back(violation.field());
  EXPECT_THAT(lines, ElementsAre("line 2", "line 3", "line 5", "line 6"));
}

TEST(WorkingCalendarTest, ReadsAFileAsSpreadsheetProgramsSaveIt) {
  const auto calendar = WorkingCalendar::Parse(
      "\xEF\xBB\xBF\"date\",status,holiday,notice_year,\r\n"
      "2027/1/1,off,\xD4\xAA\xB5\xA9,2027\r\n"  // 元旦 in GBK
      "2026/12/31, off ,元旦,2027,,\r\n"
      ",,,\r\n"
      "\r\n");
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  EXPECT_FALSE(calendar->IsWorkingDay(absl::CivilDay(2027, 1, 1)));
  EXPECT_FALSE(calendar->IsWorkingDay(absl::CivilDay(2026, 12, 31)));
  EXPECT_TRUE(calendar->IsCertain(absl::CivilDay(2027, 1, 1)));
}

TEST(WorkingCalendarTest, RefusesWhatIsNoDayOrNotTheNoticesOwn) {
  for (const char* row :
       {"1/1/2027,off,元旦,2027", "46023,off,元旦,2027", "2027/1-1,off,元旦,2027", "2027/13/1,off,元旦,2027",
        "2027-01-01,off,元旦,2026", "2027-11-30,off,元旦,2028", "2027-01-01,off,元旦,27"}) {
    const auto calendar = WorkingCalendar::Parse(std::string("date,status,holiday,notice_year\n") + row + "\n");
    const auto details = BadRequestOf(calendar.status());
    ASSERT_TRUE(details.has_value()) << row;
    EXPECT_EQ(details->field_violations(0).field(), "line 2") << row;
  }
}

TEST(WorkingCalendarTest, TheNextYearsNoticeIsMissedFromOctoberOn) {
  const WorkingCalendar calendar = ChinaCalendar();  // 2019 to 2026
  EXPECT_EQ(MissingNoticeYear(calendar, absl::CivilDay(2026, 9, 30)), 0);
  EXPECT_EQ(MissingNoticeYear(calendar, absl::CivilDay(2026, 10, 1)), 2027);
  EXPECT_EQ(MissingNoticeYear(calendar, absl::CivilDay(2025, 12, 31)), 0);
  EXPECT_EQ(MissingNoticeYear(calendar, absl::CivilDay(2027, 3, 1)), 2027);
  EXPECT_EQ(MissingNoticeYear(WorkingCalendar(), absl::CivilDay(2026, 3, 1)), 2026);
}

TEST(WorkingCalendarTest, RefusesAnEmptyTableAndAForeignHeader) {
  EXPECT_FALSE(WorkingCalendar::Parse("").ok());
  EXPECT_FALSE(WorkingCalendar::Parse("day,state\n2022-01-01,off\n").ok());
}

}  // namespace
}  // namespace lianfang
