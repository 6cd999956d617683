// Ratings, composition and matching: what looks at a pool as a whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/expert/domain/engagement/rating_rules.h"
#include "services/expert/domain/pool/composition.h"
#include "services/expert/domain/pool/match.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using testing::At;
using ::testing::ElementsAre;
using testing::Now;
using ::testing::SizeIs;

class RatingTest : public ::testing::Test {
 protected:
  RatingTest() {
    engagement_.set_state(v1::ENGAGEMENT_STATE_CONFIRMED);
    for (int i = 1; i <= 2; ++i) {
      served_.emplace(testing::Member(i).expert.name(), testing::Member(i));
      v1::Rating& rating = *request_.add_ratings();
      rating.set_expert(testing::Member(i).expert.name());
      rating.set_score(80);
      rating.set_session_count(2);
    }
  }
  absl::Status RateIt() { return Rate(engagement_, served_, request_, testing::Pool(), kAfter); }

  const absl::Time kAfter = At(absl::CivilSecond(2026, 6, 10, 11));
  v1::Engagement engagement_ = testing::Planned();
  std::map<std::string, ExpertRecord> served_;
  v1::RateEngagementRequest request_;
};

TEST_F(RatingTest, FeesFollowTheTitleAndScoresAddUp) {
  ASSERT_TRUE(RateIt().ok());
  EXPECT_EQ(engagement_.state(), v1::ENGAGEMENT_STATE_RATED);
  EXPECT_EQ(engagement_.ratings(0).fee().units(), 3000);
  EXPECT_EQ(served_.begin()->second.expert.rating().score_sum(), 80);
  EXPECT_EQ(served_.begin()->second.expert.review_due_date().day(), 15) << "as it was";
  EXPECT_EQ(RateIt().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(RatingTest, ALowScoreNeedsARemarkAndListsForReview) {
  request_.mutable_ratings(0)->set_score(59);
  EXPECT_EQ(RateIt().code(), absl::StatusCode::kInvalidArgument);
  request_.mutable_ratings(0)->set_remark("迟到");
  ASSERT_TRUE(RateIt().ok());
  EXPECT_EQ(served_.begin()->second.expert.review_due_date().day(), 10);
}

TEST_F(RatingTest, EverybodyIsRatedOnceAndNobodyElse) {
  request_.mutable_ratings(1)->set_expert("experts/e009");
  request_.mutable_ratings(0)->mutable_fee()->set_currency_code("CNY");
  request_.mutable_ratings(0)->mutable_fee()->set_units(9999);
  const auto details = BadRequestOf(RateIt());
  ASSERT_TRUE(details.has_value());
  ASSERT_THAT(details->field_violations(), SizeIs(3));
  EXPECT_EQ(details->field_violations(0).field(), "ratings[0].fee");
  EXPECT_EQ(details->field_violations(1).field(), "ratings[1].expert");
  EXPECT_EQ(details->field_violations(2).field(), "ratings");
}

TEST_F(RatingTest, NothingIsRatedBeforeItWasHeld) {
  EXPECT_EQ(Rate(engagement_, served_, request_, testing::Pool(), Now()).code(), absl::StatusCode::kFailedPrecondition);
}

TEST(CompositionTest, CountsGapsTermsAndYears) {
  std::vector<ExpertRecord> members = {testing::Member(1), testing::Member(2), testing::Member(3)};
  members[1].expert.set_state(v1::EXPERT_STATE_RETIRED);
  members[1].state_time = At(absl::CivilDay(2026, 3, 1));
  *members[2].expert.mutable_terms(0)->mutable_end_date() = ToDate(absl::CivilDay(2026, 8, 30));
  const auto pool = DescribePool(members, testing::Pool(), absl::CivilDay(2026, 6, 1));
  EXPECT_EQ(pool.active_count(), 2);
  EXPECT_THAT(pool.ending_terms(), ElementsAre("experts/e003")) << "90 days ahead";
  ASSERT_THAT(pool.gaps(), SizeIs(1));
  EXPECT_EQ(pool.gaps(0).zh(), "行业“建筑施工”无人");
  ASSERT_THAT(pool.years(), SizeIs(3));
  EXPECT_EQ(pool.years(1).admitted_count(), 3);
  EXPECT_EQ(pool.years(2).left_count(), 1);

  const auto before = DescribePool(members, testing::Pool(), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(before.active_count(), 3) << "nobody had left yet";
  const auto training = DescribePool({}, testing::Pool(testing::kTraining), absl::CivilDay(2026, 6, 1));
  EXPECT_EQ(training.gaps(0).en(), "0 active of about 50");
}

TEST(CompositionTest, OneActiveExpertClosesAGap) {
  // Covers all specialties of the pool (testing/sample.h).
  const auto pool = DescribePool({testing::Member(1)}, testing::Pool(), absl::CivilDay(2026, 6, 1));
  ASSERT_THAT(pool.specialties(), SizeIs(2));
  EXPECT_EQ(pool.specialties(0).active_count(), 1);
  for (const auto& gap : pool.gaps()) EXPECT_THAT(gap.zh(), ::testing::Not(::testing::HasSubstr("专业")));
}

class MatchTest : public ::testing::Test {
 protected:
  MatchTest() {
    need_.set_pool(testing::kProfessional);
    need_.set_industry("coal-mining");
    need_.add_hazards("粉尘");
    need_.add_hazards("噪声");
    need_.set_head_count(100);
    need_.set_region("140581");
    *need_.mutable_start_time() = ToTimestamp(At(absl::CivilDay(2026, 7, 1)));
    *need_.mutable_end_time() = ToTimestamp(At(absl::CivilDay(2026, 7, 11)));
  }
  v1::MatchTrainingRequest need_;
};

TEST_F(MatchTest, AScoreIsTheSumOfItsReasons) {
  const auto matches = MatchTraining({testing::Member(1)}, testing::Pool(), need_, Now());
  ASSERT_THAT(matches, SizeIs(1));
  int sum = 0;
  int most = 0;
  for (const auto& reason : matches[0].reasons()) {
    sum += reason.points();
    most += reason.max_points();
  }
  EXPECT_EQ(most, 100);
  EXPECT_EQ(matches[0].score(), sum);
  // industry 25, one of two hazards 12, dates 15, language 10, audience not stated 2, region 10, not rated 5
  EXPECT_EQ(matches[0].score(), 79);
}

// As the contract says: the same county 10, prefecture 7, province 4.
TEST_F(MatchTest, WhoWorksNearerScoresMore) {
  const auto points = [&](const char* region) {
    need_.set_region(region);
    const auto matches = MatchTraining({testing::Member(1)}, testing::Pool(), need_, Now());
    for (const auto& reason : matches.at(0).reasons()) {
      if (reason.criterion() == v1::MATCH_CRITERION_REGION) return reason.points();
    }
    return -1;
  };
  EXPECT_EQ(points("140581"), 10);
  EXPECT_EQ(points("140525"), 7);
  EXPECT_EQ(points("140121"), 4);
  EXPECT_EQ(points("530111"), 0);
  EXPECT_EQ(points(""), 10) << "no place is named";
}

TEST_F(MatchTest, TiesAreBrokenByNameAndTheBetterComesFirst) {
  std::vector<ExpertRecord> members = {testing::Member(3), testing::Member(1), testing::Member(2)};
  members[0].expert.add_topics("噪声");
  const auto matches = MatchTraining(members, testing::Pool(), need_, Now());
  ASSERT_THAT(matches, SizeIs(3));
  EXPECT_EQ(matches[0].expert().name(), "experts/e003");
  EXPECT_EQ(matches[1].expert().name(), "experts/e001");
  EXPECT_EQ(matches[2].expert().name(), "experts/e002");
  need_.set_max_results(1);
  EXPECT_THAT(MatchTraining(members, testing::Pool(), need_, Now()), SizeIs(1));
}

TEST_F(MatchTest, WhoIsTiedSuspendedOrNeverFreeIsLeftOut) {
  std::vector<ExpertRecord> members = {testing::Member(1), testing::Member(2), testing::Member(3), testing::Member(4)};
  members[0].expert.set_state(v1::EXPERT_STATE_SUSPENDED);
  *members[1].expert.mutable_employer() = testing::Party();
  members[2].bookings = {
      {"engagements/a", "experts/e003", At(absl::CivilDay(2026, 6, 30)), At(absl::CivilDay(2026, 7, 12))}};
  *need_.mutable_enterprise() = testing::Party();
  const auto matches = MatchTraining(members, testing::Pool(), need_, Now());
  ASSERT_THAT(matches, SizeIs(1));
  EXPECT_EQ(matches[0].expert().name(), "experts/e004");
}

TEST_F(RatingTest, BoundsOfARatingAreHeldTo) {
  const auto faults = [this](const std::function<void(v1::Rating&)>& change) {
    v1::RateEngagementRequest request = request_;
    v1::Engagement engagement = engagement_;
    auto served = served_;
    change(*request.mutable_ratings(0));
    std::vector<std::string> fields;
    const auto details = BadRequestOf(Rate(engagement, served, request, testing::Pool(), kAfter));
    if (!details.has_value()) return fields;
    for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
    return fields;
  };
  EXPECT_THAT(faults([](auto& rating) { rating.set_score(100); }), ElementsAre());
  EXPECT_THAT(faults([](auto& rating) { rating.set_score(60); }), ElementsAre());
  EXPECT_THAT(faults([](auto& rating) { rating.set_score(101); }), ElementsAre("ratings[0].score"));
  const auto poor = [](int score) {
    return [score](v1::Rating& rating) {
      rating.set_score(score);
      rating.set_remark("未到场");
    };
  };
  EXPECT_THAT(faults(poor(1)), ElementsAre());
  EXPECT_THAT(faults(poor(0)), ElementsAre("ratings[0].score"));
  EXPECT_THAT(faults([](auto& rating) { rating.set_session_count(1000); }), ElementsAre());
  EXPECT_THAT(faults([](auto& rating) { rating.set_session_count(1001); }), ElementsAre("ratings[0].session_count"));
  EXPECT_THAT(faults([](auto& rating) { rating.set_session_count(-1); }), ElementsAre("ratings[0].session_count"));
  std::string remark;
  for (int i = 0; i < 2000; ++i) remark += "评";
  EXPECT_THAT(faults([&](auto& rating) { rating.set_remark(remark); }), ElementsAre());
  EXPECT_THAT(faults([&](auto& rating) { rating.set_remark(remark + "评"); }), ElementsAre("ratings[0].remark"));
  EXPECT_THAT(faults([](auto& rating) { rating.set_expert("experts/e002"); }),
              ElementsAre("ratings[1].expert", "ratings"))
      << "one twice, another not at all";
}

TEST_F(RatingTest, AFeeIsThePlansWhereItStatesOne) {
  request_.mutable_ratings(0)->mutable_fee()->set_currency_code("CNY");
  request_.mutable_ratings(0)->mutable_fee()->set_units(3000);
  request_.mutable_ratings(1)->set_session_count(0);
  ASSERT_TRUE(RateIt().ok());
  EXPECT_FALSE(engagement_.ratings(1).has_fee()) << "no session, no fee";
  EXPECT_EQ(served_.begin()->second.expert.rating().count(), 1);
  EXPECT_EQ(served_.begin()->second.expert.rating().last_score(), 80);
}

TEST_F(RatingTest, AFeeThatThePlanDoesNotStateIsOnesOwn) {
  served_.begin()->second.expert.set_title_grade(v1::TITLE_GRADE_INTERMEDIATE);
  request_.mutable_ratings(0)->mutable_fee()->set_units(-1);
  EXPECT_EQ(RateIt().code(), absl::StatusCode::kInvalidArgument);
  request_.mutable_ratings(0)->mutable_fee()->set_currency_code("CNY");
  request_.mutable_ratings(0)->mutable_fee()->set_units(12);
  ASSERT_TRUE(RateIt().ok());
  EXPECT_EQ(engagement_.ratings(0).fee().units(), 12);
}

TEST_F(RatingTest, AMeanBelowTheLimitListsForReviewToo) {
  v1::RatingSummary& earlier = *served_.begin()->second.expert.mutable_rating();
  earlier.set_count(1);
  earlier.set_score_sum(40);  // with 80, exactly 60 on average
  ASSERT_TRUE(RateIt().ok());
  EXPECT_EQ(served_.begin()->second.expert.review_due_date().day(), 15) << "60 is not low";
  engagement_.set_state(v1::ENGAGEMENT_STATE_CONFIRMED);
  served_.begin()->second.expert.mutable_rating()->set_score_sum(99);  // with 80, 179 of three are below 60
  ASSERT_TRUE(RateIt().ok());
  EXPECT_EQ(served_.begin()->second.expert.review_due_date().day(), 10);
}

TEST_F(RatingTest, WhoIsNoMemberAnyMoreIsNotListed) {
  request_.mutable_ratings(0)->set_score(20);
  request_.mutable_ratings(0)->set_remark("缺席");
  served_.begin()->second.expert.set_state(v1::EXPERT_STATE_RETIRED);
  served_.begin()->second.expert.clear_review_due_date();
  ASSERT_TRUE(RateIt().ok());
  EXPECT_FALSE(served_.begin()->second.expert.has_review_due_date());
}

TEST(CompositionTest, TellsEveryStandingOfTheDay) {
  std::vector<ExpertRecord> members = {testing::Member(1), testing::Member(2), testing::Member(3), testing::Member(4)};
  members[0].expert.set_state(v1::EXPERT_STATE_SUSPENDED);
  members[0].state_time = At(absl::CivilDay(2026, 5, 1));
  members[1].expert.set_state(v1::EXPERT_STATE_NOMINATED);
  members[1].expert.clear_terms();
  members[1].expert.clear_nomination_review();
  *members[1].expert.mutable_create_time() = ToTimestamp(At(absl::CivilDay(2026, 4, 1)));
  members[2].expert.set_state(v1::EXPERT_STATE_REMOVED);
  members[2].state_time = At(absl::CivilDay(2026, 6, 1));
  const auto on = [&](absl::CivilDay day) { return DescribePool(members, testing::Pool(), day); };
  const auto pool = on(absl::CivilDay(2026, 6, 1));
  EXPECT_EQ(pool.name(), "plans/sample/pools/professional/composition");
  EXPECT_EQ(pool.plan_edition(), 2);
  EXPECT_EQ(pool.as_of().day(), 1);
  EXPECT_EQ(pool.active_count(), 1);
  EXPECT_EQ(pool.suspended_count(), 1);
  EXPECT_EQ(pool.nominated_count(), 1);
  EXPECT_EQ(pool.years(2).left_count(), 1);
  EXPECT_EQ(on(absl::CivilDay(2026, 5, 31)).active_count(), 2);
  EXPECT_EQ(on(absl::CivilDay(2026, 5, 31)).years(2).left_count(), 0);
  EXPECT_EQ(on(absl::CivilDay(2026, 4, 30)).suspended_count(), 0);
  EXPECT_EQ(on(absl::CivilDay(2026, 4, 30)).active_count(), 3);
  EXPECT_EQ(on(absl::CivilDay(2026, 4, 1)).nominated_count(), 1);
  EXPECT_EQ(on(absl::CivilDay(2026, 3, 31)).nominated_count(), 0);
  EXPECT_EQ(on(absl::CivilDay(2025, 6, 1)).years(1).admitted_count(), 3);
  EXPECT_EQ(on(absl::CivilDay(2025, 5, 31)).active_count(), 0);
  ASSERT_THAT(pool.specialties(), SizeIs(2));
  EXPECT_EQ(pool.specialties(0).id(), "safety");
  EXPECT_EQ(pool.specialties(0).active_count(), 1);
}

TEST(CompositionTest, ATermThatEndsIsALeaving) {
  std::vector<ExpertRecord> members = {testing::Member(1)};
  *members[0].expert.mutable_terms(0)->mutable_end_date() = ToDate(absl::CivilDay(2026, 5, 31));
  EXPECT_EQ(DescribePool(members, testing::Pool(), absl::CivilDay(2026, 5, 31)).years(2).left_count(), 0);
  EXPECT_EQ(DescribePool(members, testing::Pool(), absl::CivilDay(2026, 5, 31)).active_count(), 1);
  EXPECT_EQ(DescribePool(members, testing::Pool(), absl::CivilDay(2026, 6, 1)).years(2).left_count(), 1);
  EXPECT_EQ(DescribePool(members, testing::Pool(), absl::CivilDay(2026, 6, 1)).active_count(), 0);
  v1::Term& second = *members[0].expert.add_terms();
  second.set_number(2);
  *second.mutable_start_date() = ToDate(absl::CivilDay(2026, 6, 1));
  *second.mutable_end_date() = ToDate(absl::CivilDay(2029, 5, 31));
  const auto renewed = DescribePool(members, testing::Pool(), absl::CivilDay(2026, 6, 1));
  EXPECT_EQ(renewed.years(2).renewed_count(), 1);
  EXPECT_EQ(renewed.years(2).left_count(), 0);
  EXPECT_EQ(renewed.years(1).admitted_count(), 1);
}

TEST(CompositionTest, TermsThatEndWithinNinetyDaysComeFirstByDay) {
  std::vector<ExpertRecord> members = {testing::Member(1), testing::Member(2), testing::Member(3)};
  *members[0].expert.mutable_terms(0)->mutable_end_date() = ToDate(absl::CivilDay(2026, 8, 30));
  *members[1].expert.mutable_terms(0)->mutable_end_date() = ToDate(absl::CivilDay(2026, 7, 1));
  *members[2].expert.mutable_terms(0)->mutable_end_date() = ToDate(absl::CivilDay(2026, 8, 31));
  EXPECT_THAT(DescribePool(members, testing::Pool(), absl::CivilDay(2026, 6, 1)).ending_terms(),
              ElementsAre("experts/e002", "experts/e001"));
}

// The contract's points: 25 for the industry and the hazards each, 15 for free days, 10 for language, region and rating, 5 for the audience.
TEST_F(MatchTest, EveryCriterionGivesItsShare) {
  ExpertRecord member = testing::Member(1);
  const auto points = [&](v1::MatchCriterion criterion) {
    const auto matches = MatchTraining({member}, testing::Pool(), need_, Now());
    for (const auto& reason : matches.at(0).reasons()) {
      if (reason.criterion() == criterion) return reason.points();
    }
    return -1;
  };
  EXPECT_EQ(points(v1::MATCH_CRITERION_INDUSTRY), 25);
  need_.set_industry("construction");
  EXPECT_EQ(points(v1::MATCH_CRITERION_INDUSTRY), 0);
  member.expert.add_topics("噪声");
  EXPECT_EQ(points(v1::MATCH_CRITERION_HAZARDS), 25);
  need_.clear_hazards();
  EXPECT_EQ(points(v1::MATCH_CRITERION_HAZARDS), 25) << "none is named";
  need_.add_hazards("高处坠落");
  EXPECT_EQ(points(v1::MATCH_CRITERION_HAZARDS), 0);
  need_.add_hazards("煤矿噪声与振动");
  EXPECT_EQ(points(v1::MATCH_CRITERION_HAZARDS), 12) << "a hazard that holds a topic; half of 25";
  EXPECT_EQ(points(v1::MATCH_CRITERION_LANGUAGE), 10);
  need_.add_languages("ug");
  EXPECT_EQ(points(v1::MATCH_CRITERION_LANGUAGE), 0);
  member.expert.add_languages("ug-CN");
  EXPECT_EQ(points(v1::MATCH_CRITERION_LANGUAGE), 10);
  member.expert.set_largest_audience(40);
  EXPECT_EQ(points(v1::MATCH_CRITERION_HEAD_COUNT), 2) << "40 of 100";
  member.expert.set_largest_audience(500);
  EXPECT_EQ(points(v1::MATCH_CRITERION_HEAD_COUNT), 5);
  member.expert.mutable_rating()->set_count(2);
  member.expert.mutable_rating()->set_score_sum(180);
  EXPECT_EQ(points(v1::MATCH_CRITERION_RATING), 9);
}

TEST_F(MatchTest, DaysThatAreNotFreeCountLess) {
  ExpertRecord member = testing::Member(1);
  const auto points = [&] {
    const auto matches = MatchTraining({member}, testing::Pool(), need_, Now());
    for (const auto& reason : matches.at(0).reasons()) {
      if (reason.criterion() == v1::MATCH_CRITERION_DATES) return reason.points();
    }
    return -1;
  };
  EXPECT_EQ(points(), 15);  // ten days, 1 to 10 July
  auto& absence = *member.expert.add_absences();
  *absence.mutable_start_date() = ToDate(absl::CivilDay(2026, 7, 9));
  *absence.mutable_end_date() = ToDate(absl::CivilDay(2026, 7, 20));
  EXPECT_EQ(points(), 12) << "eight of ten days";
  member.bookings = {{"engagements/a", "x", At(absl::CivilSecond(2026, 7, 2)), At(absl::CivilSecond(2026, 7, 4))}};
  EXPECT_EQ(points(), 9) << "a booking that ends at midnight leaves the next day free";
  member.bookings.push_back(
      {"engagements/b", "x", At(absl::CivilSecond(2026, 6, 30)), At(absl::CivilSecond(2026, 7, 1))});
  EXPECT_EQ(points(), 9);
}

TEST_F(MatchTest, ANeedIsHeldToItsBounds) {
  const auto faults = [this](const std::function<void(v1::MatchTrainingRequest&)>& change) {
    v1::MatchTrainingRequest need = need_;
    change(need);
    std::vector<std::string> fields;
    const auto details = BadRequestOf(CheckNeed(need, testing::Pool()));
    if (!details.has_value()) return fields;
    for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
    return fields;
  };
  EXPECT_THAT(faults([](auto&) {}), ElementsAre());
  EXPECT_THAT(faults([](auto& need) { need.set_industry("fishing"); }), ElementsAre("industry"));
  const auto hazards = [](int count) {
    return [count](v1::MatchTrainingRequest& need) {
      while (need.hazards_size() < count) need.add_hazards("粉尘");
    };
  };
  EXPECT_THAT(faults(hazards(20)), ElementsAre());
  EXPECT_THAT(faults(hazards(21)), ElementsAre("hazards"));
  EXPECT_THAT(faults([](auto& need) { need.add_hazards(""); }), ElementsAre("hazards[2]"));
  EXPECT_THAT(faults([](auto& need) { need.set_head_count(1); }), ElementsAre());
  EXPECT_THAT(faults([](auto& need) { need.set_head_count(0); }), ElementsAre("head_count"));
  const auto lasting = [](absl::Duration length) {
    return [length](v1::MatchTrainingRequest& need) {
      *need.mutable_end_time() = ToTimestamp(FromTimestamp(need.start_time()) + length);
    };
  };
  EXPECT_THAT(faults(lasting(absl::Hours(24 * 366))), ElementsAre());
  EXPECT_THAT(faults(lasting(absl::Hours(24 * 366) + absl::Seconds(1))), ElementsAre("end_time"));
  EXPECT_THAT(faults(lasting(absl::ZeroDuration())), ElementsAre("end_time"));
  EXPECT_THAT(faults(lasting(absl::Seconds(1))), ElementsAre());
  EXPECT_THAT(faults([](auto& need) { need.clear_region(); }), ElementsAre());
  EXPECT_THAT(faults([](auto& need) { need.set_region("1405"); }), ElementsAre("region"));
  EXPECT_THAT(faults([](auto& need) { *need.mutable_enterprise() = testing::Party("x"); }),
              ElementsAre("enterprise.credit_code"));
  EXPECT_THAT(faults([](auto& need) { need.set_max_results(100); }), ElementsAre());
  EXPECT_THAT(faults([](auto& need) { need.set_max_results(101); }), ElementsAre("max_results"));
  EXPECT_THAT(faults([](auto& need) { need.set_max_results(-1); }), ElementsAre("max_results"));
}

TEST_F(MatchTest, TenAreAnsweredUnlessAskedOtherwise) {
  std::vector<ExpertRecord> members;
  for (int i = 1; i <= 12; ++i) members.push_back(testing::Member(i));
  EXPECT_THAT(MatchTraining(members, testing::Pool(), need_, Now()), SizeIs(10));
  need_.set_max_results(11);
  EXPECT_THAT(MatchTraining(members, testing::Pool(), need_, Now()), SizeIs(11));
}

TEST(PoolViewTest, PoliciesAreThoseOfThePlan) {
  const PoolView pool = testing::Pool();
  EXPECT_EQ(*pool.AgeLimitDay(absl::CivilDay(1960, 5, 4)), absl::CivilDay(2030, 5, 4));
  EXPECT_EQ(testing::PoolWith([](auto& one) { one.set_age_limit(0); }).AgeLimitDay(absl::CivilDay(1900, 1, 1)),
            std::nullopt);
  EXPECT_EQ(pool.SeatLimit(0), 4);
  EXPECT_EQ(pool.SeatLimit(3), 3);
  EXPECT_EQ(pool.SeatLimit(5), 4);
  const PoolView unlimited = testing::PoolWith([](auto& one) { one.set_yearly_seat_limit(0); });
  EXPECT_EQ(unlimited.SeatLimit(0), 0);
  EXPECT_EQ(unlimited.SeatLimit(7), 7);
  EXPECT_EQ(pool.LowScore(), 60);
  EXPECT_EQ(testing::PoolWith([](auto& one) { one.set_low_score(70); }).LowScore(), 70);
  EXPECT_EQ(pool.SessionFee(v1::TITLE_GRADE_SENIOR)->units(), 1500);
  EXPECT_EQ(pool.SessionFee(v1::TITLE_GRADE_JUNIOR), std::nullopt);
  EXPECT_EQ(pool.QualificationsText(),
            "title associate-senior with 0 years of practice, or title intermediate with 8 years of practice");
}

TEST(PoolViewTest, TheGreatestRuleThatAppliesIsThePanels) {
  google::type::Money amount;
  amount.set_currency_code("CNY");
  amount.set_units(1'000'000);
  const PoolView pool = testing::PoolWith([](auto& one) {
    auto& any = *one.add_panel_rules();
    any.set_minimum_size(1);
  });
  EXPECT_EQ(pool.MinimumPanel(v1::ENGAGEMENT_KIND_PROJECT_REVIEW, &amount), 5);
  EXPECT_EQ(pool.MinimumPanel(v1::ENGAGEMENT_KIND_ACCEPTANCE, &amount), 1) << "a rule goes before the pool's least";
  EXPECT_EQ(pool.MinimumPanel(v1::ENGAGEMENT_KIND_PROJECT_REVIEW, nullptr), 1);
  EXPECT_EQ(testing::Pool().MinimumPanel(v1::ENGAGEMENT_KIND_ACCEPTANCE, nullptr), 3);
}

TEST(PoolViewTest, APoolIsFoundInItsOwnPlanAlone) {
  EXPECT_EQ(PoolView::Find(testing::SamplePlan(), "plans/sample/pools/none").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(PoolView::Find(testing::SamplePlan(), "plans/other/pools/training").status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace lianfang::expert
