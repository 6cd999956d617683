#include "common/time.h"

#include <gtest/gtest.h>

namespace lianfang {
namespace {

TEST(TimestampTest, KeepsMicrosecondsAlsoBefore1970) {
  for (const int64_t micros : {int64_t{0}, int64_t{1653926400000001}, int64_t{-1}, int64_t{-1'000'001}}) {
    const absl::Time time = absl::FromUnixMicros(micros);
    const auto timestamp = ToTimestamp(time);
    EXPECT_TRUE(IsValidTimestamp(timestamp)) << micros;
    EXPECT_EQ(FromTimestamp(timestamp), time) << micros;
  }
}

TEST(TimestampTest, KnowsItsContract) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_nanos(-1);
  EXPECT_FALSE(IsValidTimestamp(timestamp));
  timestamp.set_nanos(0);
  timestamp.set_seconds(253402300800);  // year 10000
  EXPECT_FALSE(IsValidTimestamp(timestamp));
}

TEST(DateTest, OnlyDaysOfTheCalendar) {
  EXPECT_EQ(*FromDate(ToDate(absl::CivilDay(2024, 2, 29))), absl::CivilDay(2024, 2, 29));
  google::type::Date date = ToDate(absl::CivilDay(2024, 2, 29));
  date.set_year(2023);
  EXPECT_EQ(FromDate(date).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(FromDate(google::type::Date()).ok());
}

TEST(LoadZoneTest, KnowsShanghaiAndRefusesNonsense) {
  EXPECT_TRUE(LoadZone("Asia/Shanghai").ok());
  for (const char* bad : {"Asia/Gaoping", "", "/usr/share/zoneinfo/Asia/Shanghai", "Asia/../Asia/Shanghai", "file:x"}) {
    EXPECT_EQ(LoadZone(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

}  // namespace
}  // namespace lianfang
