#include "common/following/plan_editions.h"

#include <gtest/gtest.h>

#include "common/following/testing/fake_plans.h"
#include "common/testing/fake_clock.h"

namespace lianfang {
namespace {

constexpr char kPlan[] = "plans/a";

class PlanEditionsTest : public ::testing::Test {
 protected:
  absl::Status Ensure(int edition) { return plans_.Ensure(kPlan, edition, absl::InfiniteFuture()); }
  // Edition of the newest; 0 where there is none.
  int Newest() {
    const auto newest = plans_.Newest(kPlan, absl::InfiniteFuture());
    return newest.ok() ? (*newest)->edition() : 0;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'653'000'000)};
  FakePlanSource source_{kPlan, /*newest=*/2};
  FakePlanStore store_;
  PlanEditions plans_{source_, store_, clock_};
};

TEST_F(PlanEditionsTest, EachEditionIsFetchedOnceAndKept) {
  for (int times = 0; times < 2; ++times) {
    ASSERT_TRUE(Ensure(1).ok());
    ASSERT_TRUE(Ensure(2).ok());
  }
  EXPECT_EQ(source_.asked, 2);
  EXPECT_EQ(store_.plans.size(), 2);
  PlanEditions restarted(source_, store_, clock_);
  ASSERT_TRUE(restarted.Ensure(kPlan, 1, absl::InfiniteFuture()).ok());
  EXPECT_EQ(source_.asked, 2);
}

TEST_F(PlanEditionsTest, WhatCannotBeFetchedIsNotTakenForKept) {
  source_.away = true;
  EXPECT_EQ(Ensure(1).code(), absl::StatusCode::kUnavailable);
  source_.away = false;
  EXPECT_EQ(Ensure(3).code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(store_.plans.empty());
  EXPECT_TRUE(Ensure(1).ok());
}

TEST_F(PlanEditionsTest, TheNewestServesForAMomentAndThenAnAmendmentIsSeen) {
  EXPECT_EQ(Newest(), 2);
  source_.newest = 3;
  EXPECT_EQ(Newest(), 2);
  EXPECT_EQ(source_.asked, 1);
  clock_.Advance(absl::Seconds(5));
  EXPECT_EQ(Newest(), 3);
  EXPECT_EQ(store_.plans.size(), 2);
}

TEST_F(PlanEditionsTest, WhileTheSourceIsAwayTheLastOneKeptServes) {
  source_.away = true;
  EXPECT_EQ(plans_.Newest(kPlan, absl::InfiniteFuture()).status().code(), absl::StatusCode::kUnavailable);
  source_.away = false;
  EXPECT_EQ(Newest(), 2);
  source_.away = true;
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Newest(), 2);
  EXPECT_EQ(plans_.Newest("plans/b", absl::InfiniteFuture()).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(PlanEditionsTest, APlanThatIsNotPublishedIsNotFound) {
  EXPECT_EQ(plans_.Newest("plans/b", absl::InfiniteFuture()).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace lianfang
