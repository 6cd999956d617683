#include "cli/text/instants.h"

#include <gtest/gtest.h>

#include "common/time.h"

namespace lianfang::cli {
namespace {

absl::Time At(const char* text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) << text;
  return time;
}

class Instants : public testing::Test {
 protected:
  const absl::TimeZone shanghai_ = *LoadZone("Asia/Shanghai");
};

TEST_F(Instants, ADayIsAStretchInItsZone) {
  auto day = ParseMoment("2024-02-29");
  ASSERT_TRUE(day.ok());
  EXPECT_EQ(day->StartIn(shanghai_), At("2024-02-29T00:00:00+08:00"));
  EXPECT_EQ(day->EndIn(shanghai_), At("2024-03-01T00:00:00+08:00"));
  EXPECT_EQ(day->StartIn(absl::UTCTimeZone()), At("2024-02-29T00:00:00Z"));
}

TEST_F(Instants, WhatIsDueAtMidnightIsDueOnTheDayThatEnds) {
  const Moment last_day = *ParseMoment("2022-05-31");
  const absl::Time due = At("2022-06-01T00:00:00+08:00");
  EXPECT_LE(last_day.DueFromIn(shanghai_), due);
  EXPECT_GT(last_day.DueUntilIn(shanghai_), due);
  EXPECT_GT(ParseMoment("2022-06-01")->DueFromIn(shanghai_), due);
  EXPECT_LE(ParseMoment("2022-05-30")->DueUntilIn(shanghai_), due);
  EXPECT_EQ(ParseMoment("2022-05-31T12:00:00Z")->DueFromIn(shanghai_), At("2022-05-31T12:00:00Z"));
}

TEST_F(Instants, AnInstantIsItselfInEveryZone) {
  auto instant = ParseMoment("2022-05-31T23:59:59.999999+08:00");
  ASSERT_TRUE(instant.ok());
  EXPECT_EQ(instant->StartIn(absl::UTCTimeZone()), At("2022-05-31T23:59:59.999999+08:00"));
  EXPECT_EQ(instant->EndIn(shanghai_), instant->StartIn(shanghai_));
}

TEST_F(Instants, RefusesWhatIsNeither) {
  for (const char* text :
       {"", "2022", "2022-05", "2022-5-31", "2023-02-29", "2022-05-31T12:00:00", "31.05.2022", "now"}) {
    EXPECT_FALSE(ParseMoment(text).ok()) << text;
  }
}

TEST_F(Instants, LengthsArePositiveAndBounded) {
  EXPECT_EQ(*ParseLength("1m30s"), absl::Seconds(90));
  for (const char* text : {"", "0s", "-1s", "30", "inf", "25h"}) EXPECT_FALSE(ParseLength(text).ok()) << text;
}

TEST_F(Instants, DatesThatAreAbsentAreEmpty) {
  EXPECT_EQ(DateText(ToDate(absl::CivilDay(2022, 5, 19))), "2022-05-19");
  EXPECT_EQ(DateText({}), "");
}

}  // namespace
}  // namespace lianfang::cli
