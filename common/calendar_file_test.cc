#include "common/calendar_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libical/ical.h>

#include "absl/strings/str_replace.h"

namespace lianfang {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromCivil(absl::CivilSecond(2022, 5, 24, 1, 0, 0), absl::UTCTimeZone());

CalendarEvent Day(const std::string& uid) {
  return {.uid = uid,
          .stamp = kNow,
          .when = absl::CivilDay(2022, 5, 31),
          .summary = "报送截止：高平市 煤矿",
          .description = "方案",
          .blocks_time = false,
          .alarm = absl::Hours(-15)};
}

CalendarEvent Meeting() {
  return {.uid = "review@h.example",
          .stamp = kNow,
          .when = TimeSpan{kNow + absl::Hours(24), kNow + absl::Hours(26)},
          .summary = "评审；一, 二\n三",
          .location = "一楼"};
}

// Lines unfolded (RFC 5545, 3.1).
std::string Unfolded(const Calendar& calendar) { return absl::StrReplaceAll(CalendarFile(calendar), {{"\r\n ", ""}}); }

TEST(CalendarFileTest, IsReadWithoutErrors) {
  const std::string file = CalendarFile({.product = "-//A//B//ZH", .events = {Day("a@h"), Day("b@h"), Meeting()}});
  icalcomponent* parsed = icalparser_parse_string(file.c_str());
  ASSERT_NE(parsed, nullptr);
  EXPECT_EQ(icalcomponent_count_errors(parsed), 0);
  EXPECT_EQ(icalcomponent_count_components(parsed, ICAL_VEVENT_COMPONENT), 3);
  icalcomponent_free(parsed);
}

TEST(CalendarFileTest, AWholeDayIsADateWithItsAlarm) {
  const std::string text = Unfolded({.product = "-//A//B//ZH", .events = {Day("a@h.example")}});
  EXPECT_THAT(text, HasSubstr("PRODID:-//A//B//ZH\r\n"));
  EXPECT_THAT(text, HasSubstr("METHOD:PUBLISH\r\n"));
  EXPECT_THAT(text, HasSubstr("UID:a@h.example\r\n"));
  EXPECT_THAT(text, HasSubstr("DTSTAMP:20220524T010000Z\r\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART;VALUE=DATE:20220531\r\n"));
  EXPECT_THAT(text, HasSubstr("TRANSP:TRANSPARENT\r\n"));
  EXPECT_THAT(text, HasSubstr("TRIGGER:-PT15H\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("LOCATION")));
}

TEST(CalendarFileTest, InstantsAreInUtcAndTextIsEscaped) {
  const std::string text = Unfolded({.product = "-//A//B//ZH", .events = {Meeting()}});
  EXPECT_THAT(text, HasSubstr("DTSTART:20220525T010000Z\r\n"));
  EXPECT_THAT(text, HasSubstr("DTEND:20220525T030000Z\r\n"));
  EXPECT_THAT(text, HasSubstr("SUMMARY:评审；一\\, 二\\n三\r\n"));
  EXPECT_THAT(text, HasSubstr("LOCATION:一楼\r\n"));
  EXPECT_THAT(text, HasSubstr("STATUS:CONFIRMED\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("VALARM")));
}

TEST(CalendarFileTest, ACancellationIsNewerThanWhatItTakesBack) {
  const std::string text =
      Unfolded({.product = "-//A//B//ZH", .method = CalendarMethod::kCancel, .events = {Meeting()}});
  EXPECT_THAT(text, HasSubstr("METHOD:CANCEL\r\n"));
  EXPECT_THAT(text, HasSubstr("STATUS:CANCELLED\r\n"));
  EXPECT_THAT(text, HasSubstr("SEQUENCE:1\r\n"));
  EXPECT_EQ(CalendarFileType(CalendarMethod::kCancel), "text/calendar; charset=utf-8; method=CANCEL");
}

// libical's own reading of the restrictions of RFC 5546, 3.2.
bool KeepsTheRestrictions(const Calendar& calendar) {
  icalcomponent* parsed = icalparser_parse_string(CalendarFile(calendar).c_str());
  const bool kept = parsed != nullptr && icalrestriction_check(parsed) == 1 && icalcomponent_count_errors(parsed) == 0;
  if (parsed != nullptr) icalcomponent_free(parsed);
  return kept;
}

TEST(CalendarFileTest, WithAnOrganizerItIsWhatTheStandardAsksFor) {
  for (const CalendarMethod method : {CalendarMethod::kPublish, CalendarMethod::kCancel}) {
    EXPECT_TRUE(KeepsTheRestrictions({.product = "-//A//B//ZH",
                                      .method = method,
                                      .organizer = CalendarOrganizer{"办公室; \"一\"", "office@h.example"},
                                      .events = {Day("a@h.example"), Meeting()}}));
  }
}

TEST(CalendarFileTest, TheSequenceRisesAndACancellationIsAboveIt) {
  CalendarEvent event = Day("a@h.example");
  event.sequence = 4;
  EXPECT_THAT(Unfolded({.product = "-//A//B//ZH", .events = {event}}), HasSubstr("SEQUENCE:4\r\n"));
  const std::string cancelled =
      Unfolded({.product = "-//A//B//ZH", .method = CalendarMethod::kCancel, .events = {event}});
  EXPECT_THAT(cancelled, HasSubstr("SEQUENCE:5\r\n"));
  EXPECT_THAT(cancelled, Not(HasSubstr("VALARM")));
}

TEST(CalendarFileTest, TheSameArgumentsGiveTheSameBytes) {
  const Calendar calendar = {.product = "-//A//B//ZH", .events = {Day("a@h"), Meeting()}};
  EXPECT_EQ(CalendarFile(calendar), CalendarFile(calendar));
}

}  // namespace
}  // namespace lianfang
