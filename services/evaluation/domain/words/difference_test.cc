#include "services/evaluation/domain/words/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "common/time.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;
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

  std::vector<v1::ResultCause> CausesAt(absl::Time as_of) const {
    const v1::Result now = Accidents(as_of);
    EXPECT_TRUE(Differs({&before_, 1, before_time_}, {&now, 1, as_of}));
    return CausesOf(filed_.plan(), {&before_, 1, before_time_}, {&now, 1, as_of});
  }

  v1::ResultCause CauseOfNow() const {
    const auto causes = CausesAt(Day(2023, 3, 1));
    EXPECT_EQ(causes.size(), 1);
    return causes.at(0);
  }

  std::vector<v1::CauseKind> KindsAt(absl::Time as_of) const {
    std::vector<v1::CauseKind> kinds;
    for (const v1::ResultCause& cause : CausesAt(as_of)) kinds.push_back(cause.kind());
    return kinds;
  }

  // The return of 2022 is provisional, and final figures are asked for.
  void AskForFinalFigures() {
    *filed_.Owed("2022", "coal-mining").mutable_final_due_time() = ToTimestamp(Day(2023, 4, 1));
    filed_.returns().back().mutable_latest()->set_provisional(true);
    before_ = Accidents();
  }

  Filed filed_{SamplePlan()};
  v1::Result before_;
  absl::Time before_time_ = Day(2023, 3, 1);
};

TEST_F(DifferenceTest, ARestatedFigureIsShownWithBothNumbers) {
  filed_.File("2019", "coal-mining", {{"accidents", 21}}, submission::v1::RETURN_STATE_SUBMITTED);
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

TEST_F(DifferenceTest, ASignatureIsACauseAndUnsignedFiguresAreProvisional) {
  filed_.returns().back().set_state(submission::v1::RETURN_STATE_AWAITING_SIGN_OFF);
  before_ = Accidents();
  EXPECT_EQ(before_.status(), v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  EXPECT_THAT(before_.reason().zh(), HasSubstr("待召集人审签"));
  filed_.returns().back().set_state(submission::v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_SIGNED);
  EXPECT_EQ(CauseOfNow().text().zh(), "2022年：召集人已审签");
}

TEST_F(DifferenceTest, AWithdrawalIsACauseAndItsFiguresCountNoMore) {
  submission::v1::Return& filed = filed_.returns().back();
  filed.set_state(submission::v1::RETURN_STATE_WITHDRAWN);
  filed.mutable_latest()->set_revision(2);
  filed.mutable_latest()->clear_figures();
  EXPECT_EQ(Accidents().status(), v1::RESULT_STATUS_MISSING);
  EXPECT_EQ(KindsAt(Day(2023, 3, 1)).at(0), v1::CAUSE_KIND_TAKEN_BACK);
  EXPECT_EQ(CausesAt(Day(2023, 3, 1)).at(0).text().zh(), "2022年：部门撤回报送");
  filed.set_state(submission::v1::RETURN_STATE_NOT_SIGNED);
  EXPECT_EQ(CausesAt(Day(2023, 3, 1)).at(0).text().zh(), "2022年：召集人退回报送");
}

// Figures that nobody has signed yet judge nothing where signed ones are in force.
TEST_F(DifferenceTest, ACorrectionChangesNothingUntilItIsSigned) {
  filed_.returns().back().set_state(submission::v1::RETURN_STATE_ACCEPTED);
  filed_.returns().back().set_accepted_revision(1);
  before_ = Accidents();
  const submission::v1::ReturnRevision accepted = filed_.returns().back().latest();
  submission::v1::Return& filed =
      filed_.File("2022", "coal-mining", {{"accidents", 3}}, submission::v1::RETURN_STATE_AWAITING_SIGN_OFF);
  *filed.mutable_in_force() = accepted;
  filed.set_accepted_revision(1);
  const v1::Result now = Accidents();
  EXPECT_FALSE(Differs({&before_, 1, before_time_}, {&now, 1, before_time_}));
  filed.set_state(submission::v1::RETURN_STATE_NOT_SIGNED);
  const v1::Result refused = Accidents();
  EXPECT_FALSE(Differs({&before_, 1, before_time_}, {&refused, 1, before_time_}));
}

TEST_F(DifferenceTest, AWaiverAndAMovedDateAreCauses) {
  *filed_.Owed("2022", "coal-mining").mutable_due_time() = ToTimestamp(Day(2023, 4, 1));
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_OBLIGATION);
  before_ = Accidents();
  *filed_.Owed("2022", "coal-mining").mutable_waive_time() = ToTimestamp(Day(2023, 1, 1));
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_WAIVER);
}

TEST_F(DifferenceTest, NothingThatHappenedToAnInputIsLost) {
  filed_.File("2019", "coal-mining", {{"accidents", 21}});
  *filed_.Owed("2019", "coal-mining").mutable_due_time() = ToTimestamp(Day(2023, 4, 1));
  EXPECT_THAT(KindsAt(Day(2023, 3, 1)),
              ElementsAre(v1::CAUSE_KIND_OBLIGATION, v1::CAUSE_KIND_RESTATED, v1::CAUSE_KIND_REVIEWED));
}

TEST_F(DifferenceTest, AFirstFilingIsACause) {
  filed_.returns().pop_back();
  before_ = Accidents();
  filed_.File("2022", "coal-mining", {{"accidents", 18}}, submission::v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_FILED);
  EXPECT_THAT(CauseOfNow().text().zh(), HasSubstr("accidents – → 18"));
}

TEST_F(DifferenceTest, WhenNothingWasDoneADueInstantHasPassed) {
  filed_.returns().pop_back();
  before_time_ = Day(2023, 2, 28);
  before_ = Accidents(before_time_);
  const v1::ResultCause cause = CauseOfNow();
  EXPECT_EQ(cause.kind(), v1::CAUSE_KIND_DUE);
  EXPECT_EQ(cause.after().period(), "2022");
  EXPECT_EQ(cause.text().en(), "2022: nothing was filed before it was due");
}

TEST_F(DifferenceTest, OnlyWhatFellDueIsBlamed) {
  filed_.returns().clear();  // 2019 has been overdue for long
  before_time_ = Day(2023, 2, 28);
  before_ = Accidents(before_time_);
  EXPECT_EQ(before_.status(), v1::RESULT_STATUS_MISSING);
  const v1::ResultCause cause = CauseOfNow();
  EXPECT_EQ(cause.kind(), v1::CAUSE_KIND_DUE);
  EXPECT_EQ(cause.after().period(), "2022");
}

TEST_F(DifferenceTest, FinalFiguresFallDueByTheirOwnInstant) {
  AskForFinalFigures();
  const auto causes = CausesAt(Day(2023, 4, 1));
  ASSERT_EQ(causes.size(), 1);
  EXPECT_EQ(causes[0].kind(), v1::CAUSE_KIND_DUE);
  EXPECT_EQ(causes[0].text().en(), "2022: the final figures were not filed before they were due");
}

TEST_F(DifferenceTest, AnExtensionOfTheFinalFiguresIsOne) {
  AskForFinalFigures();
  *filed_.Owed("2022", "coal-mining").mutable_final_due_time() = ToTimestamp(Day(2023, 5, 1));
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_OBLIGATION);
}

TEST_F(DifferenceTest, WaivingTheFinalFiguresSaysSo) {
  AskForFinalFigures();
  *filed_.Owed("2022", "coal-mining").mutable_waive_time() = ToTimestamp(Day(2023, 3, 1));
  EXPECT_EQ(CauseOfNow().text().en(), "2022: the final figures were waived");
}

TEST_F(DifferenceTest, AReturnSentBackFallsDueByItsOwnInstant) {
  filed_.SendBack("2022", "coal-mining", Day(2023, 3, 11));
  EXPECT_EQ(CauseOfNow().kind(), v1::CAUSE_KIND_REVIEWED);
  before_ = Accidents();
  const auto causes = CausesAt(Day(2023, 3, 11));
  ASSERT_EQ(causes.size(), 1);
  EXPECT_EQ(causes[0].text().en(), "2022: the return sent back was not filed again before it was due");
}

// As after a release that has better words, or shows more of an input.
TEST_F(DifferenceTest, TheSameInOtherWordsIsNoDifference) {
  AskForFinalFigures();
  const v1::Result now = Accidents();
  before_.mutable_formula()->set_zh("另一种说法");
  before_.mutable_reason()->set_en("other words");
  before_.mutable_industry_names()->set_en("Coal");
  before_.mutable_actual()->set_text("19.0");
  for (v1::ResultInput& input : *before_.mutable_inputs()) input.clear_final_due_time();
  EXPECT_FALSE(Differs({&before_, 1, before_time_}, {&now, 1, before_time_}));
  before_.mutable_actual()->set_numerator("20");
  EXPECT_TRUE(Differs({&before_, 1, before_time_}, {&now, 1, before_time_}));
}

TEST_F(DifferenceTest, ANewEditionThatChangedTheTargetIsNamedBesideWhatElseHappened) {
  filed_.File("2019", "coal-mining", {{"accidents", 21}});
  filed_.mutable_plan().mutable_targets(4)->mutable_reduce_by()->set_percent("10");
  const v1::Result now = Accidents();
  const auto causes = CausesOf(filed_.plan(), {&before_, 1, before_time_}, {&now, 2, before_time_});
  ASSERT_EQ(causes.size(), 3);
  EXPECT_EQ(causes[0].kind(), v1::CAUSE_KIND_PLAN_EDITION);
  EXPECT_EQ(causes[1].kind(), v1::CAUSE_KIND_RESTATED);
}

// This once demanded the new edition as a cause, although it had changed nothing about the row.
TEST_F(DifferenceTest, ANewEditionThatChangedNothingAboutTheRowIsNotBlamed) {
  filed_.File("2019", "coal-mining", {{"accidents", 21}}, submission::v1::RETURN_STATE_SUBMITTED);
  filed_.mutable_plan().mutable_targets(5)->mutable_reduce_by()->set_percent("10");  // casualties
  const v1::Result now = Accidents();
  const auto causes = CausesOf(filed_.plan(), {&before_, 1, before_time_}, {&now, 2, before_time_});
  ASSERT_EQ(causes.size(), 1);
  EXPECT_EQ(causes[0].kind(), v1::CAUSE_KIND_RESTATED);
}

TEST_F(DifferenceTest, ANewEditionIsBlamedForWhatNothingElseExplains) {
  v1::Result now = Accidents();
  now.set_status(v1::RESULT_STATUS_NOT_APPLICABLE);  // as when 0 to divide by means something else
  const auto causes = CausesOf(filed_.plan(), {&before_, 1, before_time_}, {&now, 2, before_time_});
  ASSERT_EQ(causes.size(), 1);
  EXPECT_EQ(causes[0].kind(), v1::CAUSE_KIND_PLAN_EDITION);
  const v1::Result withdrawn = Withdrawn(before_, filed_.plan());
  EXPECT_EQ(withdrawn.status(), v1::RESULT_STATUS_NOT_APPLICABLE);
  EXPECT_EQ(CausesOf(filed_.plan(), {&before_, 1, before_time_}, {&withdrawn, 2, before_time_})[0].kind(),
            v1::CAUSE_KIND_PLAN_EDITION);
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
    const bool withdrawn = !difference.has_after();
    gone |= withdrawn && difference.before().industry() == "dust-exposed";
    EXPECT_EQ(difference.causes(0).kind(), withdrawn ? v1::CAUSE_KIND_PLAN_EDITION : v1::CAUSE_KIND_RESTATED);
  }
  EXPECT_TRUE(gone);
  EXPECT_EQ(comparison.differences(0).after().indicator(), "accidents");
}

}  // namespace
}  // namespace lianfang::evaluation
