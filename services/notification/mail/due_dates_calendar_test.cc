#include "services/notification/mail/due_dates_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));
const PlanMap kPlans = {{"plans/gaoping-2021-2025", testing::GaopingPlan()}};

v1::ReminderItem Item(const std::string& industry, int days_left) {
  v1::ReminderItem item;
  item.set_obligation("plans/gaoping-2021-2025/obligations/2021-140581-" + industry);
  item.set_region("140581");
  item.set_industry(industry);
  item.set_period("2021");
  item.set_days_left(days_left);
  return item;
}

ReminderMail Mail(std::vector<v1::ReminderItem> items, const std::string& language = "zh-CN") {
  return {.recipient = "联络员",
          .language = language,
          .copy = false,
          .day = absl::CivilDay(2022, 5, 24),
          .items = std::move(items)};
}

// Lines unfolded (RFC 5545, 3.1).
std::string Unfolded(const v1::Attachment& file) { return absl::StrReplaceAll(file.content(), {{"\r\n ", ""}}); }

TEST(DueDatesCalendarTest, EveryDueDateIsAnEventWithAnAlarm) {
  const auto file =
      DueDatesCalendar(Mail({Item("coal-mining", 7), Item("construction", 0)}), kPlans, kNow, "h.example");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->content_type(), "text/calendar; charset=utf-8; method=PUBLISH");
  const std::string text = Unfolded(*file);
  EXPECT_THAT(text, HasSubstr("SUMMARY:报送截止：高平市 煤矿 2021年度\r\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART;VALUE=DATE:20220531\r\n"));
  EXPECT_THAT(text, HasSubstr("DTSTAMP:20220524T010000Z\r\n"));
  EXPECT_THAT(text, HasSubstr("TRIGGER:-PT15H\r\n"));
  EXPECT_THAT(text, HasSubstr("UID:plans-gaoping-2021-2025-obligations-2021-140581-coal-mining@h.example\r\n"));
}

TEST(DueDatesCalendarTest, WhatIsOverdueHasNoDateToCome) {
  const auto file =
      DueDatesCalendar(Mail({Item("coal-mining", -1), Item("construction", 3)}), kPlans, kNow, "h.example");
  ASSERT_TRUE(file.has_value());
  EXPECT_THAT(Unfolded(*file), Not(HasSubstr("煤矿")));
  EXPECT_FALSE(DueDatesCalendar(Mail({Item("coal-mining", -1)}), kPlans, kNow, "h.example").has_value());
}

TEST(DueDatesCalendarTest, TheFinalFiguresAreAnEventOfTheirOwnAndEnglishIsEnglish) {
  v1::ReminderItem item = Item("coal-mining", 30);
  item.set_final_figures(true);
  const std::string text = Unfolded(*DueDatesCalendar(Mail({item}, "en"), kPlans, kNow, "h.example"));
  EXPECT_THAT(text, HasSubstr("SUMMARY:Data due: Gaoping Coal mining 2021 (final figures)\r\n"));
  EXPECT_THAT(text, HasSubstr("coal-mining-final@h.example"));
}

}  // namespace
}  // namespace lianfang::notification
