#include "services/exchange/domain/record/versions.h"

#include <gtest/gtest.h>

#include "common/errors.h"
#include "common/time.h"
#include "services/exchange/domain/record/facts.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using testing::Now;

OfferedVersion Offer(const std::string& record, int64_t version, const std::string& hash = "h") {
  OfferedVersion offered;
  offered.record = record;
  offered.version = version;
  offered.content_hash = hash;
  return offered;
}

std::string ReasonOf(const VersionDecision& decision) {
  const auto info = ErrorInfoOf(decision.refusal);
  return info.has_value() ? info->reason() : "";
}

TEST(VersionsTest, GrowAndNeverGoBackwards) {
  std::map<std::string, KnownRecord> known;
  known["r"].hashes = {{3, "h3"}, {5, "h5"}};
  const auto decisions = DecideVersions(
      {Offer("r", 4), Offer("r", 5, "h5"), Offer("r", 5, "other"), Offer("r", 3, "h3"), Offer("r", 6), Offer("new", 9)},
      known, Now());
  EXPECT_EQ(ReasonOf(decisions[0]), "VERSION_GOES_BACKWARDS");
  EXPECT_EQ(decisions[1].verdict, VersionVerdict::kUnchanged);
  EXPECT_EQ(ReasonOf(decisions[2]), "VERSION_DIFFERS");
  EXPECT_EQ(decisions[3].verdict, VersionVerdict::kUnchanged) << "an old version is there, too";
  EXPECT_EQ(decisions[4].verdict, VersionVerdict::kNew);
  EXPECT_EQ(decisions[5].verdict, VersionVerdict::kNew);
  const int64_t newest[] = {0, 5, 0, 5, 6, 9};
  for (size_t i = 0; i < decisions.size(); ++i) EXPECT_EQ(decisions[i].newest, newest[i]) << i;
}

TEST(VersionsTest, WhatStandsBeforeInTheMessageCounts) {
  const auto decisions = DecideVersions({Offer("r", 2), Offer("r", 1), Offer("r", 2), Offer("r", 2, "x")}, {}, Now());
  EXPECT_EQ(decisions[0].verdict, VersionVerdict::kNew);
  EXPECT_EQ(ReasonOf(decisions[1]), "VERSION_GOES_BACKWARDS");
  EXPECT_EQ(decisions[2].verdict, VersionVerdict::kUnchanged);
  EXPECT_EQ(ReasonOf(decisions[3]), "VERSION_DIFFERS");
}

// What was refused is not stored: the same offer again is refused again, not taken for a version that is there.
TEST(VersionsTest, ARefusedVersionLeavesNothingBehind) {
  std::map<std::string, KnownRecord> known;
  known["r"].hashes = {{3, "h3"}};
  const auto decisions =
      DecideVersions({Offer("r", 2, "h2"), Offer("r", 2, "h2"), Offer("r", 3, "x"), Offer("r", 3, "h3")}, known, Now());
  EXPECT_EQ(ReasonOf(decisions[0]), "VERSION_GOES_BACKWARDS");
  EXPECT_EQ(ReasonOf(decisions[1]), "VERSION_GOES_BACKWARDS");
  EXPECT_EQ(ReasonOf(decisions[2]), "VERSION_DIFFERS");
  EXPECT_EQ(decisions[3].verdict, VersionVerdict::kUnchanged);
}

// Order 493, article 13: within 30 days of the accident's day, within 7 for road traffic and fires; the day itself does not count.
TEST(VersionsTest, CasualtiesMayChangeForThirtyDaysOrSeven) {
  v1::Record record = testing::Accident();
  *record.mutable_accident()->mutable_occurrence_time() =
      ToTimestamp(absl::FromCivil(absl::CivilSecond(2026, 3, 1, 23, 59, 59), testing::Zone()));
  EXPECT_EQ(FactsOf(record, testing::Zone()).casualties_final,
            absl::FromCivil(absl::CivilDay(2026, 4, 1), testing::Zone()));
  record.mutable_accident()->set_road_or_fire(true);
  EXPECT_EQ(FactsOf(record, testing::Zone()).casualties_final,
            absl::FromCivil(absl::CivilDay(2026, 3, 9), testing::Zone()));
}

TEST(VersionsTest, CasualtiesChangeLateOnlyWithAReason) {
  std::map<std::string, KnownRecord> known;
  known["r"].hashes = {{1, "h"}};
  known["r"].casualties = "1,0,0,2";
  OfferedVersion later = Offer("r", 2, "h2");
  later.casualties = "2,0,0,1";
  later.casualties_final = Now() + absl::Seconds(1);
  EXPECT_EQ(DecideVersions({later}, known, Now())[0].verdict, VersionVerdict::kNew) << "the days are not over";
  later.casualties_final = Now();
  EXPECT_EQ(ReasonOf(DecideVersions({later}, known, Now())[0]), "CASUALTIES_FINAL");
  later.has_reason = true;
  EXPECT_EQ(DecideVersions({later}, known, Now())[0].verdict, VersionVerdict::kNew);
  later.has_reason = false;
  later.casualties = "1,0,0,2";
  EXPECT_EQ(DecideVersions({later}, known, Now())[0].verdict, VersionVerdict::kNew) << "the same counts";
}

}  // namespace
}  // namespace lianfang::exchange
