#include "common/backoff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace lianfang {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::Le;

constexpr BackoffOptions kOptions = {.least = absl::Seconds(1), .most = absl::Seconds(5)};

auto HalfToAllOf(absl::Duration longest) { return AllOf(Ge(longest / 2), Le(longest)); }

TEST(BackoffTest, DoublesUpToTheLimit) {
  Backoff backoff(kOptions);
  for (const int seconds : {1, 2, 4, 5, 5, 5}) EXPECT_THAT(backoff.Next(), HalfToAllOf(absl::Seconds(seconds)));
}

TEST(BackoffTest, StartsAnewAfterASuccess) {
  Backoff backoff(kOptions);
  for (int failures = 0; failures < 3; ++failures) backoff.Next();
  backoff.Reset();
  EXPECT_THAT(backoff.Next(), HalfToAllOf(absl::Seconds(1)));
}

TEST(BackoffTest, WaitsDiffer) {
  Backoff backoff({.least = absl::Seconds(1), .most = absl::Seconds(1)});
  std::set<absl::Duration> waits;
  for (int failures = 0; failures < 10; ++failures) waits.insert(backoff.Next());
  EXPECT_GT(waits.size(), 1);
}

}  // namespace
}  // namespace lianfang
