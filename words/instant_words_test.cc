#include "words/instant_words.h"

#include <gtest/gtest.h>

#include "common/time.h"

namespace lianfang {
namespace {

absl::Time At(int month, int day, int hour = 0, int minute = 0) {
  return absl::FromCivil(absl::CivilSecond(2022, month, day, hour, minute, 0), *LoadZone("Asia/Shanghai"));
}

TEST(InstantWordsTest, MidnightBelongsToTheDayThatEnds) {
  const absl::TimeZone zone = *LoadZone("Asia/Shanghai");
  EXPECT_EQ(DeadlineText(At(6, 1), zone), "2022-05-31 24:00");  // 5月底前
  EXPECT_EQ(DeadlineText(At(6, 1, 17, 30), zone), "2022-06-01 17:30:00");
  EXPECT_EQ(DeadlineText(At(6, 1) + absl::Milliseconds(1), zone), "2022-06-01 00:00:00");
  EXPECT_EQ(InstantText(At(6, 1), zone), "2022-06-01 00:00:00");
}

TEST(InstantWordsTest, WhatIsAbsentIsEmpty) {
  EXPECT_EQ(DeadlineText(google::protobuf::Timestamp(), absl::UTCTimeZone()), "");
  EXPECT_EQ(InstantText(google::protobuf::Timestamp(), absl::UTCTimeZone()), "");
}

}  // namespace
}  // namespace lianfang
