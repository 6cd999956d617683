// Files are read back by the icalendar package of Python, which shares no code with the library that writes them.
#include "services/notification/messages/due_dates_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libical/ical.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/notification/domain/digest/reminder_item.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));
const PlanMap kPlans = {{"plans/gaoping-2021-2025", testing::GaopingPlan()}};
constexpr char kCoal[] = "plans-gaoping-2021-2025-obligations-2021-140581-coal-mining@h.example";

v1::ReminderItem Item(const std::string& industry, int days_left) {
  auto obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 19), absl::CivilDay(2022, 5, 31));
  obligation.set_name("plans/gaoping-2021-2025/obligations/2021-140581-" + industry);
  obligation.set_industry(industry);
  v1::ReminderItem item;
  Describe(testing::DutiesOf(obligation).at(0), item);
  item.set_days_left(days_left);
  return item;
}

// Of 24 May 2022, a Tuesday.
ReminderMail Mail(std::vector<v1::ReminderItem> items, const std::string& language = "zh-CN") {
  return {.recipient = "联络员",
          .language = language,
          .copy = false,
          .day = absl::CivilDay(2022, 5, 24),
          .items = std::move(items)};
}

std::vector<v1::Attachment> Dates(const ReminderMail& mail) {
  const WorkingCalendar calendar = testing::China();
  return DueDatesCalendar(mail, kPlans, {calendar, {"领导小组办公室", "office@h.example"}, kNow});
}

std::vector<v1::Attachment> Settled(const ReminderMail& mail) {
  const WorkingCalendar calendar = testing::China();
  return SettledDatesCalendar(mail, kPlans, {calendar, {"领导小组办公室", "office@h.example"}, kNow});
}

// The lines of testing/read_calendar.py.
std::vector<std::string> Read(const v1::Attachment& file) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/", file.filename());
  std::ofstream(path, std::ios::binary) << file.content();
  const std::string command =
      absl::StrCat("/usr/bin/python3 services/notification/messages/testing/read_calendar.py <", path);
  FILE* pipe = popen(command.c_str(), "r");
  std::string output;
  char buffer[4096];
  while (const size_t read = fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, read);
  EXPECT_EQ(pclose(pipe), 0) << file.content();
  return absl::StrSplit(output, '\n', absl::SkipEmpty());
}

TEST(DueDatesCalendarTest, EveryDueDateIsAFileOfItsOwnWithAnAlarm) {
  const auto files = Dates(Mail({Item("coal-mining", 7), Item("construction", 0)}));
  ASSERT_THAT(files, SizeIs(2));
  EXPECT_EQ(files[0].content_type(), "text/calendar; charset=utf-8; method=PUBLISH");
  EXPECT_EQ(files[0].filename(), "due-coal-mining-2021.ics");
  EXPECT_THAT(Read(files[0]),
              ElementsAre(absl::StrCat("PUBLISH|", kCoal, "|0|2022-05-31|mailto:office@h.example|领导小组办公室|",
                                       "CONFIRMED|-15.0|报送截止：高平市 煤矿 2021年度")));
  EXPECT_THAT(Read(files[1]), ElementsAre(HasSubstr("|2022-05-24|")));
}

// m7: libical's reading of RFC 5546 said 0 to every file: there was no ORGANIZER.
TEST(DueDatesCalendarTest, KeepsTheRestrictionsOfTheStandard) {
  v1::ReminderItem moved = Item("coal-mining", 7);
  moved.set_date_changes(2);
  for (const auto& files : {Dates(Mail({moved})), Settled(Mail({moved}))}) {
    icalcomponent* parsed = icalparser_parse_string(files.at(0).content().c_str());
    ASSERT_NE(parsed, nullptr);
    EXPECT_EQ(icalrestriction_check(parsed), 1);
    icalcomponent_free(parsed);
  }
}

// m6: remind, extend, remind, file.
TEST(DueDatesCalendarTest, AMovedDateMovesTheSameEventAndAMetDutyTakesItOut) {
  v1::ReminderItem item = Item("coal-mining", 7);
  EXPECT_THAT(Read(Dates(Mail({item}))[0]), ElementsAre(HasSubstr(absl::StrCat(kCoal, "|0|2022-05-31"))));
  item.set_days_left(37);
  item.set_date_changes(1);
  EXPECT_THAT(Read(Dates(Mail({item}))[0]), ElementsAre(HasSubstr(absl::StrCat(kCoal, "|2|2022-06-30"))));
  const auto settled = Settled(Mail({item}));
  EXPECT_EQ(settled.at(0).content_type(), "text/calendar; charset=utf-8; method=CANCEL");
  EXPECT_THAT(Read(settled[0]), ElementsAre(::testing::AllOf(HasSubstr(absl::StrCat("CANCEL|", kCoal, "|3|")),
                                                             HasSubstr("|CANCELLED|-|"))));
}

// Due on Monday 30 May: the alarm rings on Friday. Due tomorrow: on the day itself, since today is under way.
TEST(DueDatesCalendarTest, AlarmsRingOnWorkingDays) {
  EXPECT_THAT(Read(Dates(Mail({Item("coal-mining", 6)}))[0]), ElementsAre(HasSubstr("|-63.0|")));
  EXPECT_THAT(Read(Dates(Mail({Item("coal-mining", 1)}))[0]), ElementsAre(HasSubstr("|9.0|")));
  EXPECT_THAT(Read(Dates(Mail({Item("coal-mining", 0)}))[0]), ElementsAre(HasSubstr("|-|")));
}

TEST(DueDatesCalendarTest, WhatIsOverdueHasNoDateToCome) {
  EXPECT_THAT(Dates(Mail({Item("coal-mining", -1), Item("construction", 3)})), SizeIs(1));
  EXPECT_THAT(Dates(Mail({Item("coal-mining", -1)})), IsEmpty());
}

TEST(DueDatesCalendarTest, VeryManyDatesShareOneFile) {
  std::vector<v1::ReminderItem> items;
  for (size_t i = 0; i <= kMostCalendarFiles; ++i) items.push_back(Item(absl::StrCat("i-", i), 7));
  const auto files = Dates(Mail(items));
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_THAT(Read(files[0]), SizeIs(kMostCalendarFiles + 1));
}

TEST(DueDatesCalendarTest, TheFinalFiguresAreAnEventOfTheirOwnAndEnglishIsEnglish) {
  auto obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 19), absl::CivilDay(2022, 5, 31));
  *obligation.mutable_final_open_time() = obligation.due_time();
  *obligation.mutable_final_due_time() = obligation.due_time();
  v1::ReminderItem item;
  Describe(testing::DutiesOf(obligation).at(1), item);
  item.set_days_left(30);
  EXPECT_THAT(Read(Dates(Mail({item}, "en"))[0]),
              ElementsAre(::testing::AllOf(HasSubstr("coal-mining-final@h.example"),
                                           HasSubstr("|Data due: Gaoping Coal mining 2021 (final figures)"))));
}

TEST(DueDatesCalendarTest, AnotherKindOfDutyIsNamedByItsTitle) {
  v1::ReminderItem item;
  item.set_duty("orders/7");
  item.set_plan("plans/gaoping-2021-2025");
  item.set_region("140581");
  item.mutable_kind()->set_id("rectification");
  item.mutable_kind()->mutable_title()->set_zh("整改");
  item.mutable_title()->set_zh("三号井通风整改");
  item.set_days_left(7);
  const auto files = Dates(Mail({item}));
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_EQ(files[0].filename(), "due-rectification-7.ics");
  EXPECT_THAT(Read(files[0]), ElementsAre(::testing::AllOf(HasSubstr("PUBLISH|orders-7@h.example|"),
                                                           HasSubstr("|整改截止：高平市 三号井通风整改"))));
}

}  // namespace
}  // namespace lianfang::notification
