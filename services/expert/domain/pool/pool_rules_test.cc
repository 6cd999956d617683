// Ratings, composition and matching: what looks at a pool as a whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

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

}  // namespace
}  // namespace lianfang::expert
