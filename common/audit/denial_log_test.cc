#include "common/audit/denial_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang {
namespace {

using audit::v1::AuditEvent;
using testing::IsEmpty;
using testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

AuditEvent Denial(const std::string& actor, const std::string& method, const std::string& resource = "") {
  AuditEvent event;
  *event.mutable_event_time() = ToTimestamp(kNow);
  event.set_actor(actor);
  event.set_method(method);
  event.set_resource(resource);
  event.set_reason("ROLE_NOT_ADMITTED");
  event.set_outcome(audit::v1::AUDIT_OUTCOME_DENIED);
  event.set_count(1);
  return event;
}

int64_t Total(const std::vector<AuditEvent>& rows) {
  int64_t total = 0;
  for (const AuditEvent& row : rows) total += row.count();
  return total;
}

TEST(DenialLogTest, TheFirstIsDueAtOnceAndTheRestOfTheMinuteIsCounted) {
  DenialLog log;
  for (int i = 0; i < 1000; ++i) log.Add(Denial("a", "M", "plans/x"), kNow + absl::Milliseconds(i));
  const auto first = log.Take(kNow + absl::Seconds(1));
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].count(), 1);
  EXPECT_THAT(log.Take(kNow + absl::Seconds(59)), IsEmpty());
  const auto rest = log.Take(kNow + absl::Seconds(60));
  ASSERT_THAT(rest, SizeIs(1));
  EXPECT_EQ(rest[0].count(), 999);
  EXPECT_EQ(rest[0].resource(), "plans/x");
}

TEST(DenialLogTest, WhoGoesOnMakesOneRowAMinute) {
  DenialLog log;
  std::vector<AuditEvent> rows;
  for (int second = 0; second < 600; ++second) {
    const absl::Time now = kNow + absl::Seconds(second);
    for (int i = 0; i < 100; ++i) log.Add(Denial("a", "M", absl::StrCat("plans/", i)), now);
    for (AuditEvent& row : log.Take(now)) rows.push_back(row);
  }
  for (AuditEvent& row : log.Take(kNow + absl::Seconds(600), /*all=*/true)) rows.push_back(row);
  EXPECT_LE(rows.size(), 12);
  EXPECT_EQ(Total(rows), 60'000);
  EXPECT_EQ(rows.back().resource(), "");  // there were several
}

TEST(DenialLogTest, AfterAQuietMinuteTheNextIsAFirstOneAgain) {
  DenialLog log;
  log.Add(Denial("a", "M"), kNow);
  EXPECT_THAT(log.Take(kNow), SizeIs(1));
  EXPECT_THAT(log.Take(kNow + absl::Minutes(1)), IsEmpty());
  log.Add(Denial("a", "M"), kNow + absl::Minutes(2));
  EXPECT_THAT(log.Take(kNow + absl::Minutes(2)), SizeIs(1));
}

TEST(DenialLogTest, ACallerHasSoManyKindsAndThereAreSoManyCallers) {
  DenialLog log;
  for (int i = 0; i < 10'000; ++i) log.Add(Denial("a", absl::StrCat("M", i)), kNow);
  const auto rows = log.Take(kNow + absl::Minutes(1), /*all=*/true);
  EXPECT_EQ(rows.size(), DenialLog::kMostKinds + 2);  // of the others: the first at once, the rest as one
  EXPECT_EQ(Total(rows), 10'000);

  DenialLog crowded;
  for (int i = 0; i < 5000; ++i) crowded.Add(Denial(absl::StrCat("caller ", i), "M"), kNow);
  const auto of_all = crowded.Take(kNow + absl::Minutes(1), /*all=*/true);
  EXPECT_EQ(of_all.size(), DenialLog::kMostCallers + 2);
  EXPECT_EQ(Total(of_all), 5000);
}

TEST(DenialLogTest, WhatCouldNotBeStoredIsDueAgain) {
  DenialLog log;
  log.Add(Denial("a", "M"), kNow);
  auto rows = log.Take(kNow);
  EXPECT_EQ(log.Return(rows), 0);
  EXPECT_THAT(log.Take(kNow), SizeIs(1));
  rows.assign(DenialLog::kMostUnsaved + 7, Denial("a", "M"));
  EXPECT_EQ(log.Return(rows), 7);
}

}  // namespace
}  // namespace lianfang
