#include "services/expert/domain/panel/eligibility.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
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

std::string Detail(const ExpertRecord& record, const v1::Engagement& engagement) {
  const auto exclusion = FindExclusion(record, engagement, testing::Pool(), Now());
  return exclusion.has_value() ? exclusion->detail() : "-";
}

TEST_F(EligibilityTest, EveryReasonSaysWhy) {
  ExpertRecord suspended = record_;
  suspended.expert.set_state(v1::EXPERT_STATE_SUSPENDED);
  EXPECT_EQ(Detail(suspended, engagement_), "EXPERT_STATE_SUSPENDED");
  ExpertRecord ending = record_;
  ending.term_end = At(absl::CivilSecond(2026, 6, 9));
  EXPECT_EQ(Detail(ending, engagement_), "2026-06-08") << "the last day of the term";
  ExpertRecord busy = record_;
  for (int month = 1; month <= 4; ++month) {
    busy.bookings.push_back({absl::StrCat("engagements/", month), "x", At(absl::CivilSecond(2026, month, 5, 9)),
                             At(absl::CivilSecond(2026, month, 5, 11))});
  }
  EXPECT_EQ(Detail(busy, engagement_), "4 / 4");
  ExpertRecord absent = record_;
  auto& absence = *absent.expert.add_absences();
  *absence.mutable_start_date() = ToDate(absl::CivilDay(2026, 6, 8));
  *absence.mutable_end_date() = ToDate(absl::CivilDay(2026, 6, 10));
  EXPECT_EQ(Detail(absent, engagement_), "2026-06-08 – 2026-06-10");
  ExpertRecord booked = record_;
  booked.bookings.push_back(
      {"engagements/o", "x", At(absl::CivilSecond(2026, 6, 10, 8)), At(absl::CivilSecond(2026, 6, 10, 10))});
  EXPECT_EQ(Detail(booked, engagement_), "engagements/o");
  ExpertRecord own = record_;
  own.expert.set_department("housing");
  EXPECT_EQ(Detail(own, engagement_), "housing");
  ExpertRecord employed = record_;
  *employed.expert.mutable_employer() = testing::Party();
  EXPECT_EQ(Detail(employed, engagement_), "示例公司");
}

TEST_F(EligibilityTest, WhatIsTheEngagementsOwnDoesNotCount) {
  Book(absl::CivilSecond(2026, 6, 10, 9), 2, engagement_.name());
  for (int month = 1; month <= 3; ++month) {
    Book(absl::CivilSecond(2026, month, 5, 9), 2, absl::StrCat("engagements/", month));
  }
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED);
}

TEST_F(EligibilityTest, ABookingThatEndsAtTheStartDoesNotCollide) {
  Book(absl::CivilSecond(2026, 6, 10, 7), 2);
  EXPECT_EQ(Reason(), v1::EXCLUSION_REASON_UNSPECIFIED);
}

TEST_F(EligibilityTest, AnAbsenceMattersOnTheDaysOfTheMeeting) {
  auto& absence = *record_.expert.add_absences();
  const auto absent = [&](absl::CivilDay start, absl::CivilDay end) {
    *absence.mutable_start_date() = ToDate(start);
    *absence.mutable_end_date() = ToDate(end);
    return Reason() == v1::EXCLUSION_REASON_ABSENT;
  };
  EXPECT_FALSE(absent(absl::CivilDay(2026, 6, 1), absl::CivilDay(2026, 6, 9)));
  EXPECT_TRUE(absent(absl::CivilDay(2026, 6, 1), absl::CivilDay(2026, 6, 10)));
  *engagement_.mutable_end_time() = ToTimestamp(At(absl::CivilSecond(2026, 6, 11)));
  EXPECT_FALSE(absent(absl::CivilDay(2026, 6, 11), absl::CivilDay(2026, 6, 12))) << "it ends at midnight";
  *engagement_.mutable_end_time() = ToTimestamp(At(absl::CivilSecond(2026, 6, 11, 0, 0, 1)));
  EXPECT_TRUE(absent(absl::CivilDay(2026, 6, 11), absl::CivilDay(2026, 6, 12)));
}

TEST(ReasonOfTest, EveryKindOfTieHasItsReason) {
  EXPECT_EQ(ReasonOf(v1::TIE_KIND_EMPLOYMENT), v1::EXCLUSION_REASON_EMPLOYER);
  EXPECT_EQ(ReasonOf(v1::TIE_KIND_DIRECTORSHIP), v1::EXCLUSION_REASON_HOLDING);
  EXPECT_EQ(ReasonOf(v1::TIE_KIND_SHAREHOLDING), v1::EXCLUSION_REASON_HOLDING);
  EXPECT_EQ(ReasonOf(v1::TIE_KIND_KINSHIP), v1::EXCLUSION_REASON_KINSHIP);
  EXPECT_EQ(ReasonOf(v1::TIE_KIND_OTHER), v1::EXCLUSION_REASON_OTHER_INTEREST);
}

TEST_F(EligibilityTest, PartiesAreTheNamedAndTheirGroups) {
  EXPECT_TRUE(IsParty(engagement_, testing::Party()));
  EXPECT_FALSE(IsParty(engagement_, testing::Party(testing::kEmployerCode)));
  *engagement_.add_related_parties() = testing::Party(testing::kEmployerCode);
  EXPECT_TRUE(IsParty(engagement_, testing::Party(testing::kEmployerCode)));
}

}  // namespace
}  // namespace lianfang::expert
