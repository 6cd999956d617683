#include "services/evaluation/domain/verdict/scorecard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "common/errors.h"
#include "common/time.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::submission::v1::RETURN_STATE_SENT_BACK;
using ::lianfang::submission::v1::RETURN_STATE_SUBMITTED;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// After everything of 2022 was due.
const absl::Time kAfter = Day(2023, 3, 1);

v1::Scorecard Build(const Filed& filed, absl::string_view period = "2022", absl::Time as_of = kAfter) {
  return *BuildScorecard(filed.plan(), "140581", period, filed.filings(), as_of);
}

v1::Result ResultOf(const v1::Scorecard& scorecard, absl::string_view indicator) {
  for (const v1::Result& result : scorecard.results()) {
    if (result.indicator() == indicator) return result;
  }
  ADD_FAILURE() << "no result of " << indicator;
  return {};
}

// Accidents 20 → 19, casualties 10 → 4, coverage 85 of 100, pneumoconiosis 1 of 5 → 1 of 8: all of 2022 attained.
Filed AllAttained() {
  Filed filed(SamplePlan());
  filed.File("2019", "coal-mining", {{"accidents", 20}, {"deaths", 3}, {"injured", 7}});
  filed.File("2022", "coal-mining",
             {{"accidents", 19}, {"deaths", 1}, {"injured", 3}, {"trained", 85}, {"required", 100}});
  filed.File("2021", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 5}});
  filed.File("2022", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 8}});
  return filed;
}

TEST(ScorecardTest, JudgesEveryTargetAndComposesTheVerdicts) {
  const v1::Scorecard scorecard = Build(AllAttained());
  EXPECT_EQ(scorecard.name(), "plans/sample/regions/140581/scorecards/2022");
  EXPECT_EQ(scorecard.plan_edition(), 1);
  EXPECT_EQ(scorecard.region_names().zh(), "高平市");
  ASSERT_EQ(scorecard.results_size(), 4);
  for (const v1::Result& result : scorecard.results()) {
    EXPECT_EQ(result.status(), v1::RESULT_STATUS_ATTAINED) << result.DebugString();
    EXPECT_EQ(result.reason().zh(), "") << result.DebugString();
  }
  ASSERT_EQ(scorecard.industries_size(), 2);
  EXPECT_EQ(scorecard.industries(0).industry(), "coal-mining");
  ASSERT_EQ(scorecard.departments_size(), 2);
  EXPECT_EQ(scorecard.departments(1).department(), "health");
  EXPECT_EQ(scorecard.summary().status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_THAT(scorecard.reporting_regions(), ElementsAre("140581"));
  EXPECT_THAT(scorecard.missing_regions(), IsEmpty());
}

TEST(ScorecardTest, AccidentsAndCasualtiesMustBothHold) {
  Filed filed = AllAttained();
  filed.File("2022", "coal-mining",
             {{"accidents", 10}, {"deaths", 0}, {"injured", 10}, {"trained", 1}, {"required", 1}});
  const v1::Scorecard scorecard = Build(filed);
  EXPECT_EQ(ResultOf(scorecard, "accidents").status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(ResultOf(scorecard, "casualties").status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(scorecard.industries(0).summary().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(scorecard.departments(0).summary().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(scorecard.departments(1).summary().status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(scorecard.summary().status(), v1::RESULT_STATUS_NOT_ATTAINED);
}

TEST(ScorecardTest, AResultExplainsItself) {
  const v1::Result result = ResultOf(Build(AllAttained()), "casualties");
  EXPECT_EQ(result.department(), "emergency");
  EXPECT_EQ(result.actual().text(), "4");
  EXPECT_EQ(result.baseline().text(), "10");
  EXPECT_EQ(result.baseline_period(), "2019");
  EXPECT_EQ(result.bound().text(), "9.5");
  EXPECT_EQ(result.bound_kind(), v1::BOUND_KIND_AT_MOST);
  EXPECT_EQ(result.margin().text(), "5");
  EXPECT_EQ(result.formula().zh(), "100 × 实际值 ≤ (100 − 5) × 基数：100 × 4 ≤ (100 − 5) × 10，即 400 ≤ 950，成立");
  ASSERT_EQ(result.inputs_size(), 2);
  const v1::ResultInput& actual = result.inputs(0);
  EXPECT_EQ(actual.role(), v1::INPUT_ROLE_ACTUAL);
  EXPECT_EQ(actual.period(), "2022");
  EXPECT_EQ(actual.obligation(), "plans/sample/obligations/2022-140581-coal-mining");
  EXPECT_EQ(actual.revision(), "plans/sample/returns/2022-140581-coal-mining/revisions/1");
  EXPECT_EQ(actual.revision_number(), 1);
  EXPECT_EQ(actual.ledger_sequence(), 2);
  EXPECT_EQ(actual.state(), submission::v1::RETURN_STATE_ACCEPTED);
  ASSERT_EQ(actual.figures_size(), 2);
  EXPECT_EQ(actual.figures(0).figure(), "deaths");
  EXPECT_EQ(actual.figures(1).number(), 3);
  EXPECT_EQ(result.inputs(1).role(), v1::INPUT_ROLE_BASELINE);
  EXPECT_EQ(result.inputs(1).ledger_sequence(), 1);
}

TEST(ScorecardTest, ARatioShowsHowItIsMade) {
  const v1::Result result = ResultOf(Build(AllAttained()), "pneumoconiosis");
  EXPECT_EQ(result.actual().text(), "12.5");
  EXPECT_EQ(result.bound().text(), "20");
  EXPECT_EQ(result.bound_kind(), v1::BOUND_KIND_BELOW);
  EXPECT_EQ(result.margin().text(), "7.5");
  EXPECT_EQ(result.formula().en(), "actual < previous: (1 ÷ 8 × 100) < (1 ÷ 5 × 100), that is 12.5 < 20, holds");
}

TEST(ScorecardTest, CoverageIsAtLeast) {
  Filed filed = AllAttained();
  const v1::Result result = ResultOf(Build(filed), "coverage");
  EXPECT_EQ(result.bound_kind(), v1::BOUND_KIND_AT_LEAST);
  EXPECT_EQ(result.margin().text(), "5");
  EXPECT_EQ(result.baseline_period(), "");
  EXPECT_EQ(result.inputs_size(), 1);
}

TEST(ScorecardTest, ARestatedBaseMovesTheVerdictAndNamesTheRevision) {
  Filed filed = AllAttained();
  filed.File("2019", "coal-mining", {{"accidents", 19}, {"deaths", 3}, {"injured", 7}});
  const v1::Result result = ResultOf(Build(filed), "accidents");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(result.margin().text(), "-1");
  EXPECT_EQ(result.inputs(1).revision_number(), 2);
}

TEST(ScorecardTest, ABaseOfZeroIsAttainedByZeroOnly) {
  Filed filed = AllAttained();
  filed.File("2019", "coal-mining", {{"accidents", 0}, {"deaths", 0}, {"injured", 0}});
  filed.File("2022", "coal-mining", {{"accidents", 0}, {"deaths", 0}, {"injured", 1}, {"trained", 1}, {"required", 1}});
  const v1::Scorecard scorecard = Build(filed);
  EXPECT_EQ(ResultOf(scorecard, "accidents").status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(ResultOf(scorecard, "casualties").status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_THAT(ResultOf(scorecard, "casualties").reason().zh(), HasSubstr("基数为 0"));
  EXPECT_THAT(ResultOf(scorecard, "casualties").reason().en(), HasSubstr("the base is 0"));
}

TEST(ScorecardTest, NothingReportedCountsAsZeroAndStayingAtZeroAttains) {
  Filed filed = AllAttained();
  filed.File("2021", "dust-exposed", {{"new-cases", 0}, {"reported-cases", 0}});
  filed.File("2022", "dust-exposed", {{"new-cases", 0}, {"reported-cases", 4}});
  const v1::Result staying = ResultOf(Build(filed), "pneumoconiosis");
  EXPECT_EQ(staying.status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(staying.reason().zh(), "2021年：分母为 0，无可相除，按 0 计；2021年：上期为 0：保持 0 即达标");
  filed.File("2022", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 4}});
  EXPECT_EQ(ResultOf(Build(filed), "pneumoconiosis").status(), v1::RESULT_STATUS_NOT_ATTAINED);
}

TEST(ScorecardTest, FallingIsStrict) {
  Filed filed = AllAttained();
  filed.File("2022", "dust-exposed", {{"new-cases", 2}, {"reported-cases", 10}});  // 1/5 again
  const v1::Result result = ResultOf(Build(filed), "pneumoconiosis");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(result.margin().text(), "0");
}

TEST(ScorecardTest, KeepsFallingComparesWithThePeriodThatThePlanNames) {
  Filed filed = AllAttained();
  filed.File("2019", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 4}});
  const v1::Result result = ResultOf(Build(filed, "2021"), "pneumoconiosis");
  EXPECT_EQ(result.baseline_period(), "2019");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_ATTAINED);
}

TEST(ScorecardTest, NothingRequiredIsNotApplicable) {
  Filed filed = AllAttained();
  filed.File("2022", "coal-mining", {{"accidents", 1}, {"deaths", 0}, {"injured", 1}, {"trained", 0}, {"required", 0}});
  const v1::Scorecard scorecard = Build(filed);
  EXPECT_EQ(ResultOf(scorecard, "coverage").status(), v1::RESULT_STATUS_NOT_APPLICABLE);
  EXPECT_THAT(ResultOf(scorecard, "coverage").reason().zh(), HasSubstr("分母为 0"));
  EXPECT_FALSE(ResultOf(scorecard, "coverage").has_margin());
  EXPECT_EQ(scorecard.industries(0).summary().status(), v1::RESULT_STATUS_ATTAINED);
}

TEST(ScorecardTest, AFigureStatedAsNotApplicableIsNotZero) {
  Filed filed = AllAttained();
  auto& filing = filed.File("2022", "coal-mining",
                            {{"accidents", 1}, {"deaths", 0}, {"injured", 0}, {"trained", 1}, {"required", 1}});
  filing.mutable_latest()->mutable_figures(1)->mutable_not_applicable()->set_reason("全年停产");
  const v1::Scorecard scorecard = Build(filed);
  EXPECT_EQ(ResultOf(scorecard, "casualties").status(), v1::RESULT_STATUS_NOT_APPLICABLE);
  EXPECT_EQ(ResultOf(scorecard, "casualties").reason().zh(), "2022年：“死亡人数”不适用：全年停产");
  EXPECT_EQ(ResultOf(scorecard, "accidents").status(), v1::RESULT_STATUS_ATTAINED);
}

TEST(ScorecardTest, AFigureThatTheReturnDoesNotCarryIsMissing) {
  Filed filed = AllAttained();
  filed.File("2019", "coal-mining", {{"accidents", 20}, {"deaths", 3}});
  const v1::Result result = ResultOf(Build(filed), "casualties");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_MISSING);
  EXPECT_THAT(result.reason().en(), HasSubstr("does not carry “injured”"));
  EXPECT_FALSE(result.has_baseline());
  EXPECT_FALSE(result.has_bound());
}

TEST(ScorecardTest, WaivedIsNotApplicableWhateverElseIsOpen) {
  Filed filed(SamplePlan());
  *filed.Owed("2019", "coal-mining").mutable_waive_time() = ToTimestamp(Day(2022, 6, 1));
  const v1::Scorecard scorecard = Build(filed);
  const v1::Result result = ResultOf(scorecard, "accidents");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_NOT_APPLICABLE);
  EXPECT_TRUE(result.inputs(1).waived());
  EXPECT_THAT(result.reason().zh(), HasSubstr("已豁免"));
  EXPECT_EQ(ResultOf(scorecard, "coverage").status(), v1::RESULT_STATUS_MISSING);
}

TEST(ScorecardTest, AbsentIsPendingUntilTheDueInstantAndMissingFromItOn) {
  Filed filed = AllAttained();
  filed.returns().erase(filed.returns().begin() + 1);  // 2022 of coal mining
  const absl::Time due = Day(2023, 3, 1);
  const v1::Result before = ResultOf(Build(filed, "2022", due - absl::Microseconds(1)), "accidents");
  EXPECT_EQ(before.status(), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(before.bound().text(), "19");  // the bound is known already
  EXPECT_FALSE(before.has_actual());
  EXPECT_FALSE(before.has_margin());
  EXPECT_EQ(before.formula().zh(), "100 × 实际值 ≤ (100 − 5) × 基数");
  EXPECT_EQ(before.reason().zh(), "2022年：未到报送期限（2023-02-28 24:00 前报送）");
  const v1::Scorecard after = Build(filed, "2022", due);
  EXPECT_EQ(ResultOf(after, "accidents").status(), v1::RESULT_STATUS_MISSING);
  EXPECT_EQ(ResultOf(after, "accidents").reason().zh(), "2022年：逾期未报（应在 2023-02-28 24:00 前报送）");
  EXPECT_THAT(after.missing_regions(), ElementsAre("140581"));
  EXPECT_EQ(after.summary().status(), v1::RESULT_STATUS_MISSING);
}

TEST(ScorecardTest, AMissingYearBeforeIsMissing) {
  Filed filed = AllAttained();
  filed.returns().erase(filed.returns().begin() + 2);  // 2021 of the dust-exposed
  EXPECT_EQ(ResultOf(Build(filed), "pneumoconiosis").status(), v1::RESULT_STATUS_MISSING);
}

TEST(ScorecardTest, MissingComesBeforePending) {
  const Filed filed(SamplePlan());
  const v1::Scorecard scorecard = Build(filed, "2022", Day(2022, 12, 1));  // 2019 overdue, 2022 not due
  EXPECT_EQ(ResultOf(scorecard, "accidents").status(), v1::RESULT_STATUS_MISSING);
  EXPECT_EQ(ResultOf(scorecard, "coverage").status(), v1::RESULT_STATUS_PENDING);
}

v1::ResultStatus AccidentsAt(const Filed& filed, absl::Time as_of) {
  return ResultOf(Build(filed, "2022", as_of), "accidents").status();
}

TEST(ScorecardTest, SentBackCountsAsNotFiledAndIsOwedAgainBeforeItsOwnDueInstant) {
  Filed filed = AllAttained();
  filed.SendBack("2022", "coal-mining", Day(2023, 3, 11));  // the obligation was due before 1 March
  const v1::Result before = ResultOf(Build(filed, "2022", Day(2023, 3, 10)), "accidents");
  EXPECT_EQ(before.status(), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(before.inputs(0).state(), RETURN_STATE_SENT_BACK);
  EXPECT_EQ(before.inputs(0).revision(), "");
  EXPECT_EQ(FromTimestamp(before.inputs(0).resubmission_due_time()), Day(2023, 3, 11));
  EXPECT_EQ(before.reason().zh(), "2022年：已退回，待重报（2023-03-10 24:00 前报送）");
  EXPECT_EQ(filed.filings().NextDueTime(Day(2023, 3, 10)), Day(2023, 3, 11));
  EXPECT_EQ(AccidentsAt(filed, Day(2023, 3, 11)), v1::RESULT_STATUS_MISSING);
}

TEST(ScorecardTest, SentBackEarlyItIsOwedBeforeTheDueInstantInForce) {
  Filed filed = AllAttained();
  filed.SendBack("2022", "coal-mining", Day(2023, 2, 10));
  EXPECT_EQ(AccidentsAt(filed, Day(2023, 2, 28)), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(AccidentsAt(filed, Day(2023, 3, 1)), v1::RESULT_STATUS_MISSING);
}

// Once the final figures could be filed, this gave a return of provisional ones the time of the final ones: of Gaoping's
// 2025, sent back in December and overdue from January on for submission and the mails, the scorecard said 未到期 until
// March. Only final figures that had been filed have that time (deadlines/deadline.h).
TEST(ScorecardTest, ProvisionalFiguresSentBackDoNotHaveTheTimeOfTheFinalOnes) {
  Filed filed = AllAttained();
  submission::v1::Obligation& obligation = filed.Owed("2022", "coal-mining");
  *obligation.mutable_final_open_time() = ToTimestamp(Day(2023, 3, 1));
  *obligation.mutable_final_due_time() = ToTimestamp(Day(2023, 4, 1));
  filed.SendBack("2022", "coal-mining", Day(2023, 2, 10));
  EXPECT_EQ(AccidentsAt(filed, Day(2023, 2, 28)), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(AccidentsAt(filed, Day(2023, 3, 1)), v1::RESULT_STATUS_MISSING);
  *obligation.mutable_send_backs(0)->mutable_previous_final_met_time() = ToTimestamp(Day(2023, 3, 5));
  EXPECT_EQ(AccidentsAt(filed, Day(2023, 3, 31)), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(AccidentsAt(filed, Day(2023, 4, 1)), v1::RESULT_STATUS_MISSING);
}

// The return and its obligation come by two streams: between the two changes of a send-back nothing is overdue.
TEST(ScorecardTest, ASendBackThatIsHalfKnownIsNotOverdue) {
  Filed filed = AllAttained();
  filed.SendBack("2022", "coal-mining", Day(2023, 3, 11));
  Filed half = filed;
  half.Owed("2022", "coal-mining").clear_send_backs();
  EXPECT_EQ(AccidentsAt(half, kAfter), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(ResultOf(Build(half), "accidents").reason().zh(), "2022年：已退回，待重报");
  *filed.Owed("2022", "coal-mining").mutable_send_backs(0)->mutable_answer_time() = ToTimestamp(Day(2023, 3, 2));
  EXPECT_EQ(AccidentsAt(filed, Day(2023, 3, 2)), v1::RESULT_STATUS_PENDING);  // the new revision is on its way
}

// Waiving what is awaited takes back nothing that was filed.
TEST(ScorecardTest, WaivingTheFinalFiguresLeavesTheFirstOnesInForce) {
  Filed filed = AllAttained();
  submission::v1::Obligation& obligation = filed.Owed("2022", "coal-mining");
  *obligation.mutable_final_open_time() = ToTimestamp(Day(2023, 1, 1));
  *obligation.mutable_final_due_time() = ToTimestamp(Day(2023, 4, 1));
  for (submission::v1::Return& each : filed.returns()) {
    if (each.obligation() == obligation.name()) each.mutable_latest()->set_provisional(true);
  }
  *obligation.mutable_waive_time() = ToTimestamp(Day(2023, 2, 1));
  const v1::Result result = ResultOf(Build(filed), "accidents");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  EXPECT_EQ(result.actual().text(), "19");
  EXPECT_TRUE(result.inputs(0).waived());
  EXPECT_EQ(result.reason().zh(), "2022年：数据为阶段性数据，终报已豁免");
  filed.SendBack("2022", "coal-mining", Day(2023, 3, 11));
  EXPECT_EQ(AccidentsAt(filed, kAfter), v1::RESULT_STATUS_NOT_APPLICABLE);  // nothing is in force
}

// A figure that is not accepted makes no final statement, whether it is a number or not.
TEST(ScorecardTest, WhatIsStatedNotToApplyIsOpenUntilItIsAccepted) {
  Filed filed = AllAttained();
  auto& filing = filed.File("2022", "coal-mining",
                            {{"accidents", 1}, {"deaths", 0}, {"injured", 0}, {"trained", 0}, {"required", 0}},
                            RETURN_STATE_SUBMITTED);
  filing.mutable_latest()->mutable_figures(1)->mutable_not_applicable()->set_reason("全年停产");
  const v1::Scorecard before = Build(filed);
  EXPECT_EQ(ResultOf(before, "casualties").status(), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(ResultOf(before, "casualties").reason().zh(), "2022年：数据尚未审核；2022年：“死亡人数”不适用：全年停产");
  EXPECT_EQ(ResultOf(before, "coverage").status(), v1::RESULT_STATUS_PENDING);
  EXPECT_THAT(ResultOf(before, "coverage").reason().zh(), HasSubstr("分母为 0"));
  filing.set_state(submission::v1::RETURN_STATE_ACCEPTED);
  const v1::Scorecard after = Build(filed);
  EXPECT_EQ(ResultOf(after, "casualties").status(), v1::RESULT_STATUS_NOT_APPLICABLE);
  EXPECT_EQ(ResultOf(after, "coverage").status(), v1::RESULT_STATUS_NOT_APPLICABLE);
}

TEST(ScorecardTest, NotYetAcceptedOnEitherSideIsProvisional) {
  for (const char* period : {"2019", "2022"}) {
    Filed filed = AllAttained();
    const auto figures = period == std::string("2019")
                             ? Filed::Figures{{"accidents", 20}, {"deaths", 3}, {"injured", 7}}
                             : Filed::Figures{{"accidents", 19}, {"deaths", 9}, {"injured", 9}};
    filed.File(period, "coal-mining", figures, RETURN_STATE_SUBMITTED);
    const v1::Scorecard scorecard = Build(filed);
    EXPECT_EQ(ResultOf(scorecard, "accidents").status(), v1::RESULT_STATUS_PROVISIONAL_ATTAINED) << period;
    EXPECT_EQ(ResultOf(scorecard, "casualties").status(), period == std::string("2019")
                                                              ? v1::RESULT_STATUS_PROVISIONAL_ATTAINED
                                                              : v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED);
    EXPECT_THAT(ResultOf(scorecard, "accidents").reason().zh(), HasSubstr("尚未审核"));
    EXPECT_EQ(ResultOf(scorecard, "pneumoconiosis").status(), v1::RESULT_STATUS_ATTAINED);
  }
}

TEST(ScorecardTest, FiguresProvisionalByNatureStayProvisionalWhenAccepted) {
  Filed filed = AllAttained();
  filed.Owed("2022", "dust-exposed").set_provisional(true);
  filed.File("2022", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 8}});
  const v1::Result result = ResultOf(Build(filed), "pneumoconiosis");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  EXPECT_TRUE(result.inputs(0).provisional());
  EXPECT_THAT(result.reason().zh(), HasSubstr("阶段性"));
}

// The revision in force says whether figures are provisional, not the obligation, which stays what it was.
TEST(ScorecardTest, FinalFiguresOnAProvisionalObligationAreFinal) {
  Filed filed = AllAttained();
  submission::v1::Obligation& obligation = filed.Owed("2022", "dust-exposed");
  obligation.set_provisional(true);
  *obligation.mutable_final_open_time() = ToTimestamp(Day(2023, 1, 1));
  *obligation.mutable_final_due_time() = ToTimestamp(Day(2023, 4, 1));
  filed.File("2022", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 8}});
  EXPECT_THAT(ResultOf(Build(filed), "pneumoconiosis").reason().zh(), HasSubstr("终报应在 2023-03-31 24:00 前报送"));
  const v1::Scorecard late = Build(filed, "2022", Day(2023, 4, 1));
  EXPECT_EQ(ResultOf(late, "pneumoconiosis").status(), v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  EXPECT_THAT(ResultOf(late, "pneumoconiosis").reason().en(), HasSubstr("final figures overdue"));

  filed.File("2022", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 9}})
      .mutable_latest()
      ->set_provisional(false);
  const v1::Result result = ResultOf(Build(filed), "pneumoconiosis");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(result.inputs(0).edition(), submission::v1::RETURN_EDITION_FINAL);
}

TEST(ScorecardTest, WithoutAnObligationItIsPendingWhenThePlanAsksAndMissingWhenItDoesNot) {
  Filed filed = AllAttained();
  filed.obligations().clear();
  filed.returns().clear();
  EXPECT_EQ(ResultOf(Build(filed), "accidents").status(), v1::RESULT_STATUS_PENDING);
  filed.mutable_plan().clear_data_requests();
  const v1::Result result = ResultOf(Build(filed), "accidents");
  EXPECT_EQ(result.status(), v1::RESULT_STATUS_MISSING);
  EXPECT_THAT(result.reason().en(), HasSubstr("does not ask"));
}

TEST(ScorecardTest, ATargetMayBeForSomeIndustriesOnly) {
  Filed filed = AllAttained();
  filed.mutable_plan().mutable_targets(4)->add_industries("construction");  // accidents in 2022
  EXPECT_EQ(Build(filed).results_size(), 3);
}

TEST(ScorecardTest, UnknownRegionsAndPeriodsAreNotFound) {
  const Filed filed(SamplePlan());
  const absl::Status region = BuildScorecard(filed.plan(), "530000", "2022", {}, kAfter).status();
  EXPECT_EQ(region.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorInfoOf(region)->reason(), "REGION_NOT_FOUND");
  for (const char* period : {"2030", "2019"}) {  // of 2019 there is data, but no target
    const absl::Status status = BuildScorecard(filed.plan(), "140581", period, {}, kAfter).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
    EXPECT_EQ(ErrorInfoOf(status)->reason(), "PERIOD_NOT_FOUND");
  }
}

TEST(ScorecardTest, FiguresBeyondExactnessAreRefusedNotRounded) {
  Filed filed = AllAttained();
  constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();
  filed.File("2021", "dust-exposed", {{"new-cases", kGreatest - 1}, {"reported-cases", kGreatest}});
  filed.File("2022", "dust-exposed", {{"new-cases", kGreatest - 4}, {"reported-cases", kGreatest - 2}});
  const auto scorecard = BuildScorecard(filed.plan(), "140581", "2022", filed.filings(), kAfter);
  EXPECT_EQ(scorecard.status().code(), absl::StatusCode::kOutOfRange);
}

TEST(ScorecardTest, TheOrderOfArrivalNeverMatters) {
  Filed filed = AllAttained();
  const std::string expected = Build(filed).SerializeAsString();
  std::mt19937 random(1);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(filed.obligations().begin(), filed.obligations().end(), random);
    std::shuffle(filed.returns().begin(), filed.returns().end(), random);
    ASSERT_EQ(Build(filed).SerializeAsString(), expected);
  }
}

}  // namespace
}  // namespace lianfang::evaluation
