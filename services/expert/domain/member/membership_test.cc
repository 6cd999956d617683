#include "services/expert/domain/member/membership.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/precondition.h"
#include "common/time.h"
#include "services/expert/domain/testing/sample.h"
#include "services/expert/domain/values/days.h"

namespace lianfang::expert {
namespace {

using testing::Member;
using testing::Now;

class MembershipTest : public ::testing::Test {
 protected:
  static ExpertRecord Nominated() {
    ExpertRecord record;
    record.expert = testing::Nomination(1);
    record.expert.set_name("experts/e001");
    record.expert.set_state(v1::EXPERT_STATE_NOMINATED);
    record.person = "person";
    return record;
  }
  absl::Status Admit(ExpertRecord& record, absl::CivilDay birth_date = absl::CivilDay(1980, 3, 1)) {
    v1::ReviewNominationRequest request;
    request.mutable_review()->set_decision(v1::NOMINATION_DECISION_ADMIT);
    return Review(record, {record}, pool_, birth_date, request, by_);
  }
  static absl::CivilDay TermEnd(const ExpertRecord& record) {
    return DayOf(record.expert.terms(record.expert.terms_size() - 1).end_date());
  }

  const PoolView pool_ = testing::Pool();
  const Decision by_{"spiffe://t/office", Now()};
};

TEST_F(MembershipTest, AnAdmissionIsForATermAndSetsTheReview) {
  ExpertRecord record = Nominated();
  ASSERT_TRUE(Admit(record).ok());
  EXPECT_EQ(record.expert.state(), v1::EXPERT_STATE_ACTIVE);
  EXPECT_EQ(TermEnd(record), absl::CivilDay(2029, 5, 31));
  EXPECT_EQ(DayOf(record.expert.review_due_date()), absl::CivilDay(2027, 6, 1));
  EXPECT_EQ(record.expert.nomination_review().reviewer(), by_.actor);
  EXPECT_EQ(StateAt(record, testing::At(absl::CivilDay(2029, 5, 31))), v1::EXPERT_STATE_ACTIVE);
  EXPECT_EQ(StateAt(record, testing::At(absl::CivilDay(2029, 6, 1))), v1::EXPERT_STATE_TERM_ENDED);
  EXPECT_EQ(ErrorInfoOf(Admit(record))->metadata().at("state"), "EXPERT_STATE_ACTIVE");
}

TEST_F(MembershipTest, NobodyReviewsWhomHeNominated) {
  const auto of = [](const std::string& rest) { return "spiffe://t/region/140581/department/" + rest; };
  const auto reviewed_by = [&](const std::string& reviewer, const std::vector<std::string>& filers,
                               const PoolView& pool) {
    ExpertRecord record = Nominated();
    for (const std::string& filer : filers) AddFiler(record.expert, of(filer));
    v1::ReviewNominationRequest request;
    request.mutable_review()->set_decision(v1::NOMINATION_DECISION_REJECT);
    request.mutable_review()->set_reason("职称不符");
    const absl::Status status = Review(record, {record}, pool, {}, request, {of(reviewer), Now()});
    return status.ok() ? "" : ErrorInfoOf(status)->reason();
  };
  EXPECT_EQ(reviewed_by("hrss/role/office", {"emergency/role/liaison"}, pool_), "");
  EXPECT_EQ(reviewed_by("hrss/role/office", {"hrss/role/liaison"}, pool_), "FOUR_EYES");
  EXPECT_EQ(reviewed_by("hrss/role/office/person/li", {"hrss/role/liaison/person/wang"}, pool_), "");
  EXPECT_EQ(reviewed_by("hrss/role/office/person/li", {"emergency/role/liaison", "hrss/role/office/person/li"}, pool_),
            "FOUR_EYES")
      << "who has changed the nomination is one of those who filed it";
  EXPECT_EQ(reviewed_by("hrss/role/office", {}, pool_), "") << "from before filers were kept";
  auto relaxed = std::make_shared<type::v1::Plan>(pool_.plan());
  relaxed->set_four_eyes(type::v1::FOUR_EYES_NOT_REQUIRED);
  EXPECT_EQ(reviewed_by("hrss/role/office", {"hrss/role/liaison"}, *PoolView::Find(relaxed, pool_.name())), "");
}

TEST_F(MembershipTest, TheAgeLimitEndsATermEarly) {
  ExpertRecord record = Nominated();
  ASSERT_TRUE(Admit(record, absl::CivilDay(1957, 1, 1)).ok());
  EXPECT_EQ(TermEnd(record), absl::CivilDay(2026, 12, 31));
}

TEST_F(MembershipTest, EveryUnmetConditionIsNamed) {
  ExpertRecord record = Nominated();
  record.expert.set_title_grade(v1::TITLE_GRADE_INTERMEDIATE);
  *record.expert.mutable_practice_start_date() = ToDate(absl::CivilDay(2018, 6, 2));  // eight years tomorrow
  *record.expert.mutable_consent_date() = ToDate(absl::CivilDay(2026, 6, 2));
  const absl::Status refused = Admit(record, absl::CivilDay(1956, 6, 1));  // seventy today
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  const auto unmet = PreconditionFailureOf(refused);
  ASSERT_TRUE(unmet.has_value());
  ASSERT_EQ(unmet->violations_size(), 3);
  EXPECT_EQ(unmet->violations(0).type(), "QUALIFICATION");
  EXPECT_EQ(unmet->violations(1).type(), "AGE_LIMIT");
  EXPECT_EQ(unmet->violations(2).type(), "CONSENT");
  EXPECT_EQ(record.expert.state(), v1::EXPERT_STATE_NOMINATED);

  *record.expert.mutable_practice_start_date() = ToDate(absl::CivilDay(2018, 6, 1));
  *record.expert.mutable_consent_date() = ToDate(absl::CivilDay(2026, 6, 1));
  EXPECT_TRUE(Admit(record, absl::CivilDay(1956, 6, 2)).ok());
}

TEST_F(MembershipTest, ARejectionNeedsAReason) {
  ExpertRecord record = Nominated();
  v1::ReviewNominationRequest request;
  request.mutable_review()->set_decision(v1::NOMINATION_DECISION_REJECT);
  EXPECT_EQ(Review(record, {record}, pool_, {}, request, by_).code(), absl::StatusCode::kInvalidArgument);
  request.mutable_review()->set_reason("材料不全");
  ASSERT_TRUE(Review(record, {record}, pool_, {}, request, by_).ok());
  EXPECT_EQ(record.expert.state(), v1::EXPERT_STATE_REJECTED);
  EXPECT_TRUE(CheckNomination({record}, pool_, Now(), TellName::kNo).ok()) << "may be nominated again";
}

TEST_F(MembershipTest, SuspensionAndReinstatement) {
  ExpertRecord record = Member(1);
  EXPECT_FALSE(Reinstate(record, by_).ok());
  ASSERT_TRUE(Suspend(record, "调查中", by_).ok());
  EXPECT_EQ(Shown(record, pool_, Now()).state_reason().zh(), "调查中");
  EXPECT_FALSE(Suspend(record, "again", by_).ok());
  ASSERT_TRUE(Reinstate(record, by_).ok());
  EXPECT_EQ(record.expert.state(), v1::EXPERT_STATE_ACTIVE);
}

TEST_F(MembershipTest, ARenewalFollowsTheTermInForceOrToday) {
  ExpertRecord record = Member(1);
  ASSERT_TRUE(RenewTerm(record, pool_, absl::CivilDay(1980, 3, 1), by_).ok());
  EXPECT_EQ(DayOf(record.expert.terms(1).start_date()), absl::CivilDay(2028, 6, 1));
  EXPECT_FALSE(RenewTerm(record, pool_, absl::CivilDay(1980, 3, 1), by_).ok()) << "renewed already";

  ExpertRecord ended = Member(2);
  *ended.expert.mutable_terms(0)->mutable_end_date() = ToDate(absl::CivilDay(2026, 1, 31));
  ended.term_end = testing::At(absl::CivilDay(2026, 2, 1));
  ASSERT_TRUE(RenewTerm(ended, pool_, absl::CivilDay(1980, 3, 1), by_).ok());
  EXPECT_EQ(DayOf(ended.expert.terms(1).start_date()), absl::CivilDay(2026, 6, 1));
  EXPECT_EQ(StateAt(ended, Now()), v1::EXPERT_STATE_ACTIVE);

  ExpertRecord old = Member(3);
  EXPECT_EQ(ErrorInfoOf(RenewTerm(old, pool_, absl::CivilDay(1958, 6, 1), by_))->reason(), "AGE_LIMIT");
}

TEST_F(MembershipTest, ARemovalBarsFromEveryPoolUntilItsDay) {
  ExpertRecord record = Member(1);
  v1::RemoveExpertRequest request;
  request.set_cause(v1::REMOVAL_CAUSE_LEAK);
  request.set_reason("泄露评审意见");
  const auto removal = RemovalOf(request, pool_, by_);
  ASSERT_TRUE(removal.ok());
  EXPECT_EQ(DayOf(removal->bar_end_date()), absl::CivilDay(2029, 6, 1)) << "36 months by the plan";
  ASSERT_TRUE(Remove(record, *removal, by_).ok());
  EXPECT_FALSE(record.expert.has_review_due_date());
  const PoolView other = testing::Pool(testing::kTraining);
  EXPECT_EQ(ErrorInfoOf(CheckNomination({record}, other, Now(), TellName::kNo))->metadata().count("name"), 0u);
  EXPECT_EQ(ErrorInfoOf(CheckNomination({record}, other, Now(), TellName::kYes))->metadata().at("name"),
            record.expert.name());
  EXPECT_EQ(ErrorInfoOf(CheckNomination({record}, other, Now(), TellName::kNo))->reason(), "BARRED");
  EXPECT_TRUE(CheckNomination({record}, other, testing::At(absl::CivilDay(2029, 6, 1)), TellName::kNo).ok());
  *request.mutable_bar_end_date() = ToDate(absl::CivilDay(2027, 1, 1));
  EXPECT_EQ(RemovalOf(request, pool_, by_).status().code(), absl::StatusCode::kInvalidArgument) << "below the policy";
}

TEST_F(MembershipTest, APersonIsInAPoolOnce) {
  const ExpertRecord member = Member(1);
  EXPECT_EQ(CheckNomination({member}, pool_, Now(), TellName::kNo).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_TRUE(CheckNomination({member}, testing::Pool(testing::kTraining), Now(), TellName::kNo).ok());
}

TEST_F(MembershipTest, SeatsOfTheYearAreCounted) {
  ExpertRecord record = Member(1);
  record.bookings = {{"engagements/a", "experts/e001", Now(), Now() + absl::Hours(1)},
                     {"engagements/b", "experts/e001", testing::At(absl::CivilDay(2025, 12, 31)), Now()}};
  EXPECT_EQ(Shown(record, pool_, Now()).engagements_this_year(), 1);
}

TEST_F(MembershipTest, ATermMayHaveBegunUpToAYearAgo) {
  const auto admitted = [this](absl::CivilDay start) {
    ExpertRecord record = Nominated();
    v1::ReviewNominationRequest request;
    request.mutable_review()->set_decision(v1::NOMINATION_DECISION_ADMIT);
    *request.mutable_term_start_date() = ToDate(start);
    return Review(record, {record}, pool_, absl::CivilDay(1980, 3, 1), request, by_);
  };
  const absl::CivilDay today(2026, 6, 1);
  EXPECT_TRUE(admitted(today).ok());
  EXPECT_TRUE(admitted(today - 366).ok());
  for (const absl::CivilDay wrong : {today + 1, today - 367}) {
    const auto details = BadRequestOf(admitted(wrong));
    ASSERT_TRUE(details.has_value());
    EXPECT_EQ(details->field_violations(0).field(), "term_start_date");
  }
}

TEST_F(MembershipTest, AReviewSaysItsDecisionAndNothingElse) {
  v1::ReviewNominationRequest request;
  ExpertRecord record = Nominated();
  EXPECT_EQ(Review(record, {record}, pool_, {}, request, by_).code(), absl::StatusCode::kInvalidArgument);
  request.mutable_review()->set_decision(v1::NOMINATION_DECISION_ADMIT);
  request.mutable_review()->set_reviewer("me");
  EXPECT_EQ(Review(record, {record}, pool_, absl::CivilDay(1980, 3, 1), request, by_).code(),
            absl::StatusCode::kInvalidArgument);
  request.mutable_review()->clear_reviewer();
  *request.mutable_review()->mutable_review_time() = ToTimestamp(Now());
  EXPECT_EQ(Review(record, {record}, pool_, absl::CivilDay(1980, 3, 1), request, by_).code(),
            absl::StatusCode::kInvalidArgument);
  request.mutable_review()->clear_review_time();
  ASSERT_TRUE(Review(record, {record}, pool_, absl::CivilDay(1980, 3, 1), request, by_).ok());
  EXPECT_EQ(FromTimestamp(record.expert.nomination_review().review_time()), Now());
  EXPECT_EQ(record.state_time, Now());
  EXPECT_EQ(record.expert.terms(0).number(), 1);
  EXPECT_EQ(FromTimestamp(record.expert.terms(0).decide_time()), Now());
}

TEST_F(MembershipTest, WhoIsBarredIsNotAdmitted) {
  ExpertRecord removed = Member(2);
  removed.expert.set_state(v1::EXPERT_STATE_REMOVED);
  removed.expert.mutable_removal();  // for ever
  ExpertRecord record = Nominated();
  v1::ReviewNominationRequest request;
  request.mutable_review()->set_decision(v1::NOMINATION_DECISION_ADMIT);
  const absl::Status barred = Review(record, {removed, record}, pool_, absl::CivilDay(1980, 3, 1), request, by_);
  EXPECT_EQ(ErrorInfoOf(barred)->reason(), "BARRED");
  EXPECT_EQ(ErrorInfoOf(barred)->metadata().at("until"), "ever");
  EXPECT_EQ(record.expert.state(), v1::EXPERT_STATE_NOMINATED);
  *removed.expert.mutable_removal()->mutable_bar_end_date() = ToDate(absl::CivilDay(2026, 6, 2));
  EXPECT_EQ(ErrorInfoOf(CheckNotBarred({removed}, pool_, Now(), TellName::kNo))->metadata().at("until"), "2026-06-02");
  *removed.expert.mutable_removal()->mutable_bar_end_date() = ToDate(absl::CivilDay(2026, 6, 1));
  EXPECT_TRUE(CheckNotBarred({removed}, pool_, Now(), TellName::kNo).ok());
}

TEST_F(MembershipTest, EveryStateAllowsWhatItAllows) {
  struct Row {
    v1::ExpertState state;
    bool nominates, suspends, reinstates, retires, removes, renews, reviews;
  };
  const Row rows[] = {
      {v1::EXPERT_STATE_NOMINATED, false, false, false, false, true, false, false},
      {v1::EXPERT_STATE_REJECTED, true, false, false, false, false, false, false},
      {v1::EXPERT_STATE_ACTIVE, false, true, false, true, true, true, true},
      {v1::EXPERT_STATE_SUSPENDED, false, false, true, true, true, true, true},
      {v1::EXPERT_STATE_RETIRED, true, false, false, false, true, false, false},
      {v1::EXPERT_STATE_REMOVED, false, false, false, false, false, false, false},
  };
  for (const Row& row : rows) {
    const auto record = [&row] {
      ExpertRecord one = Member(1);
      one.expert.set_state(row.state);
      return one;
    };
    const std::string name = v1::ExpertState_Name(row.state);
    ExpertRecord one = record();
    EXPECT_EQ(CheckNomination({one}, pool_, Now(), TellName::kNo).ok(), row.nominates) << name;
    EXPECT_EQ(Suspend(one = record(), "调查中", by_).ok(), row.suspends) << name;
    EXPECT_EQ(Reinstate(one = record(), by_).ok(), row.reinstates) << name;
    EXPECT_EQ(Retire(one = record(), "年龄", by_).ok(), row.retires) << name;
    EXPECT_EQ(Remove(one = record(), v1::Removal(), by_).ok(), row.removes) << name;
    EXPECT_EQ(RenewTerm(one = record(), pool_, absl::CivilDay(1980, 3, 1), by_).ok(), row.renews) << name;
    EXPECT_EQ(RecordYearlyReview(one = record(), pool_, by_).ok(), row.reviews) << name;
  }
}

TEST_F(MembershipTest, WhatEndsAMembershipIsKeptWithItsReason) {
  ExpertRecord record = Member(1);
  ASSERT_TRUE(Retire(record, "年龄", by_).ok());
  EXPECT_EQ(record.expert.state(), v1::EXPERT_STATE_RETIRED);
  EXPECT_EQ(record.state_time, Now());
  EXPECT_FALSE(record.expert.has_review_due_date());
  EXPECT_EQ(Shown(record, pool_, Now()).state_reason().zh(), "年龄");
  record = Member(1);
  ASSERT_TRUE(RecordYearlyReview(record, pool_, by_).ok());
  EXPECT_EQ(DayOf(record.expert.review_due_date()), absl::CivilDay(2027, 6, 1));
}

TEST_F(MembershipTest, ABarIsAsLongAsThePolicyOrLonger) {
  v1::RemoveExpertRequest request;
  request.set_cause(v1::REMOVAL_CAUSE_LEAK);
  request.set_reason("泄露评审意见");
  *request.mutable_bar_end_date() = ToDate(absl::CivilDay(2029, 6, 1));
  const auto removal = RemovalOf(request, pool_, by_);
  ASSERT_TRUE(removal.ok()) << removal.status();
  EXPECT_EQ(removal->actor(), by_.actor);
  EXPECT_EQ(removal->reason(), "泄露评审意见");
  EXPECT_EQ(removal->cause(), v1::REMOVAL_CAUSE_LEAK);
  EXPECT_EQ(FromTimestamp(removal->remove_time()), Now());
  *request.mutable_bar_end_date() = ToDate(absl::CivilDay(2035, 1, 1));
  EXPECT_EQ(DayOf(RemovalOf(request, pool_, by_)->bar_end_date()), absl::CivilDay(2035, 1, 1));
  *request.mutable_bar_end_date() = ToDate(absl::CivilDay(2029, 5, 31));
  EXPECT_FALSE(RemovalOf(request, pool_, by_).ok());
  const PoolView for_ever = testing::PoolWith([](type::v1::ExpertPool& pool) { pool.set_bar_months(0); });
  EXPECT_FALSE(RemovalOf(request, for_ever, by_).ok()) << "nothing ends that";
  request.clear_bar_end_date();
  EXPECT_FALSE(RemovalOf(request, for_ever, by_)->has_bar_end_date());
  request.set_cause(static_cast<v1::RemovalCause>(99));
  EXPECT_FALSE(RemovalOf(request, pool_, by_).ok());
}

TEST_F(MembershipTest, WhereItStandsIsToldInWords) {
  const auto reason = [this](const ExpertRecord& record, absl::Time time) {
    return Shown(record, pool_, time).state_reason().zh();
  };
  EXPECT_EQ(reason(Nominated(), Now()), "已推荐，待审核");
  EXPECT_EQ(reason(Member(1), Now()), "聘期至 2028-05-31");
  EXPECT_EQ(reason(Member(1), testing::At(absl::CivilDay(2028, 6, 1))), "聘期已于 2028-05-31 届满");
  EXPECT_EQ(Shown(Member(1), pool_, testing::At(absl::CivilDay(2028, 6, 1))).state(), v1::EXPERT_STATE_TERM_ENDED);
}

TEST_F(MembershipTest, TheEarlierDayOfReviewStays) {
  v1::Expert expert;
  ListForReview(expert, absl::CivilDay(2026, 6, 5));
  EXPECT_EQ(DayOf(expert.review_due_date()), absl::CivilDay(2026, 6, 5));
  ListForReview(expert, absl::CivilDay(2026, 6, 6));
  EXPECT_EQ(DayOf(expert.review_due_date()), absl::CivilDay(2026, 6, 5));
  ListForReview(expert, absl::CivilDay(2026, 6, 4));
  EXPECT_EQ(DayOf(expert.review_due_date()), absl::CivilDay(2026, 6, 4));
}

TEST_F(MembershipTest, AFilerIsKeptOnce) {
  v1::Expert expert;
  for (const char* actor : {"a", "b", "a"}) AddFiler(expert, actor);
  ASSERT_EQ(expert.filers_size(), 2);
  EXPECT_EQ(expert.filers(1), "b");
}

}  // namespace
}  // namespace lianfang::expert
