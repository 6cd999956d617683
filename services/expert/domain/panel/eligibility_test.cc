#include "services/expert/domain/panel/eligibility.h"

#include <gtest/gtest.h>

#include "common/time.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using testing::At;
using testing::Now;

class EligibilityTest : public ::testing::Test {
 protected:
  v1::ExclusionReason Reason() const {
    const auto exclusion = FindExclusion(record_, engagement_, testing::Pool(), Now());
    return exclusion.has_value() ? exclusion->reason() : v1::EXCLUSION_REASON_UNSPECIFIED;
  }
  void Tie(v1::TieKind kind, std::optional<absl::CivilDay> end) {
    v1::Tie& tie = *record_.expert.add_ties();
    tie.set_kind(kind);
    *tie.mutable_party() = testing::Party();
    if (end.has_value()) *tie.mutable_end_date() = ToDate(*end);
  }
  void Book(absl::CivilSecond start, int hours, const std::string& name = "engagements/other") {
    record_.bookings.push_back({name, record_.expert.name(), At(start), At(start) + absl::Hours(hours)});
  }

  ExpertRecord record_ = testing::Member(1);
  v1::Engagement engagement_ = testing::Planned();
};

TEST_F(EligibilityTest, AMemberWithoutTiesMayBeDrawn) { EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED); }

TEST_F(EligibilityTest, OnlyActiveMembersWhoseTermLasts) {
  record_.expert.set_state(v1::EXPERT_STATE_SUSPENDED);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_NOT_ACTIVE);
  record_.expert.set_state(v1::EXPERT_STATE_ACTIVE);
  record_.term_end = At(absl::CivilSecond(2026, 6, 10, 10, 59, 59));
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_TERM_ENDS);
  record_.term_end = At(absl::CivilSecond(2026, 6, 10, 11));
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED);
}

TEST_F(EligibilityTest, SpecialtyMattersOnlyWithoutOpenSeats) {
  record_.expert.clear_specialties();
  record_.expert.add_specialties("safety");
  auto& need = *engagement_.add_specialty_needs();
  need.set_specialty("health");
  need.set_seats(2);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED) << "one seat is open";
  need.set_seats(3);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_SPECIALTY);
}

TEST_F(EligibilityTest, NobodyJudgesForTheirOwnDepartment) {
  record_.expert.set_department("housing");
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_OWN_DEPARTMENT);
}

TEST_F(EligibilityTest, TiesExcludeWhileTheyLastAndThreeYearsBeyond) {
  Tie(v1::TIE_KIND_SHAREHOLDING, absl::CivilDay(2023, 6, 9));
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED) << "a day too old";
  Tie(v1::TIE_KIND_OTHER, std::nullopt);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_OTHER_INTEREST);
  Tie(v1::TIE_KIND_KINSHIP, std::nullopt);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_KINSHIP) << "the first reason of the list counts";
  Tie(v1::TIE_KIND_SHAREHOLDING, absl::CivilDay(2023, 6, 10));
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_HOLDING);
  *record_.expert.mutable_employer() = testing::Party();
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_EMPLOYER);
}

// One ID in two pools: what is stated for one membership is the person's.
TEST_F(EligibilityTest, WhatAnotherMembershipStatesCounts) {
  v1::Expert elsewhere = testing::Nomination(1, testing::kTraining);
  v1::Tie& tie = *elsewhere.add_ties();
  tie.set_kind(v1::TIE_KIND_SHAREHOLDING);
  *tie.mutable_party() = testing::Party();
  record_.others = {elsewhere};
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_HOLDING);
  *tie.mutable_end_date() = ToDate(absl::CivilDay(2023, 6, 9));
  record_.others = {elsewhere};
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED) << "ended too long ago";
  *elsewhere.mutable_employer() = testing::Party();
  record_.others = {elsewhere};
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_EMPLOYER);
  elsewhere.set_department("housing");
  record_.others = {elsewhere};
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_OWN_DEPARTMENT);
}

TEST_F(EligibilityTest, ATieToAPartysGroupExcludesLikeOneToTheParty) {
  v1::Tie& tie = *record_.expert.add_ties();
  tie.set_kind(v1::TIE_KIND_DIRECTORSHIP);
  *tie.mutable_party() = testing::Party("91350203M0001QKT19");
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED);
  *engagement_.add_related_parties() = testing::Party("91350203M0001QKT19");
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_HOLDING);
}

TEST_F(EligibilityTest, TiesToOthersDoNotMatter) {
  v1::Tie& tie = *record_.expert.add_ties();
  tie.set_kind(v1::TIE_KIND_KINSHIP);
  *tie.mutable_party() = testing::Party(testing::kEmployerCode);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED);
}

TEST_F(EligibilityTest, TheWorkloadOfTheYearIsLimited) {
  for (int month = 1; month <= 3; ++month)
    Book(absl::CivilSecond(2026, month, 5, 9), 2, absl::StrCat("engagements/", month));
  Book(absl::CivilSecond(2025, 12, 5, 9), 2);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED) << "three of four";
  engagement_.set_workload_limit(3);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_WORKLOAD) << "the engagement says less";
  engagement_.set_workload_limit(9);
  Book(absl::CivilSecond(2026, 4, 5, 9), 2);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_WORKLOAD) << "the plan's limit holds";
}

TEST_F(EligibilityTest, AbsentOrBooked) {
  auto& absence = *record_.expert.add_absences();
  *absence.mutable_start_date() = ToDate(absl::CivilDay(2026, 6, 11));
  *absence.mutable_end_date() = ToDate(absl::CivilDay(2026, 6, 12));
  Book(absl::CivilSecond(2026, 6, 10, 11), 2);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED) << "one ends when the other begins";
  Book(absl::CivilSecond(2026, 6, 10, 10), 2);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_BOOKED);
  *absence.mutable_start_date() = ToDate(absl::CivilDay(2026, 6, 10));
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_ABSENT);
}

}  // namespace
}  // namespace lianfang::expert
