#include "services/portal/domain/session/ended_sessions.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::portal {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'000'000);

v1::SessionRecord Of(const std::string& uri, absl::Time login) {
  v1::SessionRecord record;
  record.set_uri(uri);
  *record.mutable_login_time() = ToTimestamp(login);
  return record;
}

TEST(EndedSessionsTest, OneThatHasEndedIsKnownByItsHash) {
  EndedSessions ended(10);
  ended.Add("a", kNow);
  EXPECT_TRUE(ended.Contains("a", Of("x", kNow)));
  EXPECT_FALSE(ended.Contains("b", Of("x", kNow)));
}

TEST(EndedSessionsTest, APersonsSessionsThatBeganBeforeHaveEnded) {
  EndedSessions ended(10);
  ended.AddPerson("x", kNow);
  EXPECT_TRUE(ended.Contains("a", Of("x", kNow - absl::Seconds(1))));
  EXPECT_FALSE(ended.Contains("a", Of("x", kNow))) << "signed in again";
  EXPECT_FALSE(ended.Contains("a", Of("y", kNow - absl::Seconds(1)))) << "another person";
}

TEST(EndedSessionsTest, ForgetsWhatIsOverByItself) {
  EndedSessions ended(10);
  ended.Add("a", kNow);
  ended.AddPerson("x", kNow);
  ended.AddPerson("x", kNow + absl::Hours(1));
  ended.Add("b", kNow + absl::Hours(12) - absl::Seconds(1));
  EXPECT_TRUE(ended.Contains("a", Of("", kNow)));
  ended.Add("c", kNow + absl::Hours(12));
  EXPECT_FALSE(ended.Contains("a", Of("", kNow)));
  EXPECT_TRUE(ended.Contains("d", Of("x", kNow))) << "signed out everywhere again since";
  EXPECT_TRUE(ended.Contains("b", Of("", kNow)));
}

TEST(EndedSessionsTest, OfTooManyTheNewestAreKept) {
  EndedSessions ended(3);
  for (int i = 0; i < 5; ++i) ended.Add(absl::StrCat(i), kNow + absl::Seconds(i));
  EXPECT_FALSE(ended.Contains("1", Of("", kNow)));
  EXPECT_TRUE(ended.Contains("2", Of("", kNow)));
  EXPECT_TRUE(ended.Contains("4", Of("", kNow)));
}

// Of a person, the last end counts, and it is remembered for a lifetime from then on.
TEST(EndedSessionsTest, WhatIsForgottenIsForgottenAtItsOwnTime) {
  EndedSessions ended(10);
  ended.AddPerson("x", kNow);
  ended.Add("later", kNow + absl::Hours(12) - absl::Nanoseconds(1));
  EXPECT_TRUE(ended.Contains("a", Of("x", kNow - absl::Seconds(1)))) << "a nanosecond before it is over by itself";
  ended.Add("now", kNow + absl::Hours(12));
  EXPECT_FALSE(ended.Contains("a", Of("x", kNow - absl::Seconds(1))));
}

TEST(EndedSessionsTest, AsManyAsItMayKeepAreKept) {
  EndedSessions ended(3);
  for (int i = 0; i < 3; ++i) ended.Add(absl::StrCat(i), kNow);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(ended.Contains(absl::StrCat(i), Of("", kNow))) << i;
  ended.Add("3", kNow);
  EXPECT_FALSE(ended.Contains("0", Of("", kNow)));
  EXPECT_TRUE(ended.Contains("1", Of("", kNow)));
}

}  // namespace
}  // namespace lianfang::portal
