#include "services/notification/domain/delivery/send_rate.h"

#include <gtest/gtest.h>

#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

const absl::Time kNow = testing::At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));

TEST(SendRateTest, InTheLongRunTheRateIsKept) {
  SendAllowance allowance;
  int sent = 0;
  for (absl::Time now = kNow; now < kNow + absl::Minutes(10); now += absl::Milliseconds(700)) {
    allowance = Refilled(allowance, 60, now);
    sent += Take(allowance, 4);
  }
  EXPECT_GE(sent, 600);
  EXPECT_LE(sent, 606);  // a tenth of a minute's worth was there at the beginning
}

TEST(SendRateTest, AnIdleNightIsNoBurst) {
  SendAllowance allowance = Refilled({0, kNow - absl::Hours(12)}, 60, kNow);
  EXPECT_EQ(Take(allowance, 100), 6);
  EXPECT_EQ(Take(allowance, 100), 0);
}

TEST(SendRateTest, ASlowRateStillLetsOneThrough) {
  SendAllowance allowance = Refilled({}, 1, kNow);
  EXPECT_EQ(Take(allowance, 4), 1);
  allowance = Refilled(allowance, 1, kNow + absl::Seconds(59));
  EXPECT_EQ(Take(allowance, 4), 0);
  allowance = Refilled(allowance, 1, kNow + absl::Seconds(61));
  EXPECT_EQ(Take(allowance, 4), 1);
}

TEST(SendRateTest, AClockSetBackAddsNothing) {
  SendAllowance allowance = Refilled({2, kNow}, 60, kNow - absl::Hours(1));
  EXPECT_EQ(Take(allowance, 100), 2);
}

}  // namespace
}  // namespace lianfang::notification
