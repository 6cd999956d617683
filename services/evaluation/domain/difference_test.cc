#include "services/evaluation/domain/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/time.h"
#include "services/evaluation/domain/scorecard.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

using ::testing::HasSubstr;

class DifferenceTest : public testing::Test {
 protected:
  DifferenceTest() {
    filed_.File("2019", "coal-mining", {{"accidents", 20}});
    filed_.File("2022", "coal-mining", {{"accidents", 19}}, submission::v1::RETURN_STATE_SUBMITTED);
    before_ = Accidents();
  }

  v1::Result Accidents(absl::Time as_of = Day(2023, 3, 1)) const {
    return BuildScorecard(filed_.plan(), "140581", "2022", filed_.filings(), as_of)->results(0);
  }

  v1::ResultCause CauseOfNow() const {
    const v1::Result now = Accidents();
    const auto causes = CausesOf(filed_.plan(), {&before_, 1}, {&now, 1});
    EXPECT_EQ(causes.size(), 1);
    return causes.at(0);
  }

  Filed filed_{SamplePlan()};
  v1::Result before_;
};

TEST_F(DifferenceTest, ARestatedFigureIsShownWithBothNumbers) {
  filed_.File("2019", "coal-mining", {{"accidents", 21}});
  const v1::ResultCause cause = CauseOfNow();
  EXPECT_EQ(cause.kind(), v1::CAUSE_KIND_RESTATED);
  EXPECT_EQ(cause.before().revision_number(), 1);
  EXPECT_EQ(cause.after().revision_number(), 2);
  ASSERT_EQ(cause.figures_size(), 1);
  EXPECT_EQ(cause.figures(0).before().number(), 20);
  EXPECT_EQ(cause.text().en(), "2019: revision 2 superseded revision 1 (receipt #3), accidents 20 → 21");
}

TEST_F(DifferenceTest, AReviewIsACause) {
  filed_.returns().back().set_state(submission::v1::RETURN_STATE_ACCEPTED);
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_REVIEWED);
  EXPECT_EQ(CauseOfNow().text().zh(), "2022年：报送数据审核通过");
  filed_.returns().back().set_state(submission::v1::RETURN_STATE_SENT_BACK);
  EXPECT_EQ(CauseOfNow().text().zh(), "2022年：报送数据被退回");
}

TEST_F(DifferenceTest, AWaiverAndAMovedDateAreCauses) {
  *filed_.Owed("2022", "coal-mining").mutable_due_time() = ToTimestamp(Day(2023, 4, 1));
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_OBLIGATION);
  *filed_.Owed("2022", "coal-mining").mutable_waive_time() = ToTimestamp(Day(2023, 1, 1));
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_WAIVER);
}

TEST_F(DifferenceTest, AFirstFilingIsACause) {
  filed_.returns().pop_back();
  before_ = Accidents();
  filed_.File("2022", "coal-mining", {{"accidents", 18}});
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_FILED);
  EXPECT_THAT(CauseOfNow().text().zh(), HasSubstr("accidents – → 18"));
}

TEST_F(DifferenceTest, WhenNothingWasDoneADueInstantHasPassed) {
  filed_.returns().pop_back();
  before_ = Accidents(Day(2023, 2, 28));
  const v1::ResultCause cause = CauseOfNow();
  EXPECT_EQ(cause.kind(), v1::CAUSE_KIND_DUE);
  EXPECT_EQ(cause.after().period(), "2022");
}

TEST_F(DifferenceTest, ANewEditionIsNamedBesideWhatElseHappened) {
  filed_.File("2019", "coal-mining", {{"accidents", 21}});
  const v1::Result now = Accidents();
  const auto causes = CausesOf(filed_.plan(), {&before_, 1}, {&now, 2});
  ASSERT_EQ(causes.size(), 2);
  EXPECT_EQ(causes[0].kind(), v1::CAUSE_KIND_PLAN_EDITION);
  EXPECT_EQ(causes[1].kind(), v1::CAUSE_KIND_RESTATED);
}

TEST_F(DifferenceTest, ScorecardsAreComparedResultByResult) {
  const absl::Time as_of = Day(2023, 3, 1);
  const v1::Scorecard from = *BuildScorecard(filed_.plan(), "140581", "2022", filed_.filings(), as_of);
  EXPECT_EQ(CompareScorecards(filed_.plan(), from, from).differences_size(), 0);
  filed_.File("2019", "coal-mining", {{"accidents", 19}});
  filed_.mutable_plan().set_edition(2);
  filed_.mutable_plan().mutable_targets()->RemoveLast();  // the dust-exposed row of 2022
  const v1::Scorecard to = *BuildScorecard(filed_.plan(), "140581", "2022", filed_.filings(), as_of);
  const v1::ScorecardComparison comparison = CompareScorecards(filed_.plan(), from, to);
  EXPECT_EQ(comparison.to_plan_edition(), 2);
  bool gone = false;
  for (const v1::ResultDifference& difference : comparison.differences()) {
    gone |= !difference.has_after() && difference.before().industry() == "dust-exposed";
    EXPECT_EQ(difference.causes(0).kind(), v1::CAUSE_KIND_PLAN_EDITION);
  }
  EXPECT_TRUE(gone);
  EXPECT_EQ(comparison.differences(0).after().indicator(), "accidents");
}

}  // namespace
}  // namespace lianfang::evaluation
