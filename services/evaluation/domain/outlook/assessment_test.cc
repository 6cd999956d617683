// The mid-term assessment and the final summary, on one plan.
#include "services/evaluation/domain/outlook/assessment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kAfter = Day(2023, 3, 1);

void FileCoal(Filed& filed, const char* period, int accidents, int injured = 0) {
  filed.File(period, "coal-mining",
             {{"accidents", accidents}, {"deaths", 0}, {"injured", injured}, {"trained", 9}, {"required", 10}});
}

TEST(AssessmentTest, ARowIsAtRiskWhenItMissesATargetOrWouldMissTheLast) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20, 10);
  FileCoal(filed, "2021", 19, 11);  // casualties rose
  filed.File("2019", "dust-exposed", {{"new-cases", 2}, {"reported-cases", 4}});
  filed.File("2021", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 4}});
  const auto assessment = BuildMidTermAssessment(filed.plan(), "140581", "2021", filed.filings(), Day(2022, 8, 1));
  ASSERT_TRUE(assessment.ok()) << assessment.status();
  ASSERT_EQ(assessment->rows_size(), 2);
  const v1::RowProgress& coal = assessment->rows(0);
  EXPECT_TRUE(coal.at_risk());
  EXPECT_EQ(coal.lines_size(), 3);
  EXPECT_EQ(coal.lines(0).points_size(), 2);  // up to 2021
  EXPECT_EQ(coal.summary().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_THAT(coal.risk_reason().zh(), HasSubstr("未达标（最多 9，须再减少 2）"));
  EXPECT_THAT(coal.risk_reason().en(),
              HasSubstr("projected along a straight line through 2 periods is 11.5 in 2022"));  // 9.5 would attain
  EXPECT_FALSE(assessment->rows(1).at_risk()) << assessment->rows(1).risk_reason().zh();
  EXPECT_EQ(assessment->summary().status(), v1::RESULT_STATUS_NOT_ATTAINED);
}

// Seen from 2021 the row was heading for a miss; that 2022 has come and missed must not hide it.
TEST(AssessmentTest, WhatHappenedLaterDoesNotHideThePath) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20, 30);
  FileCoal(filed, "2021", 22, 20);  // accidents lead to 23 in 2022; 19 would attain
  const auto reason = [&filed] {
    return BuildMidTermAssessment(filed.plan(), "140581", "2021", filed.filings(), kAfter)->rows(0).risk_reason().zh();
  };
  const std::string before = reason();
  EXPECT_THAT(before, HasSubstr("按 2 个年度直线推算，2022年为 23，将不达标"));
  FileCoal(filed, "2022", 40, 40);
  EXPECT_EQ(reason(), before);
}

TEST(AssessmentTest, TheTotalsAreAssessedToo) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20);
  FileCoal(filed, "2021", 22);
  const auto assessment = BuildMidTermAssessment(filed.plan(), "140581", "2021", filed.filings(), Day(2022, 8, 1));
  ASSERT_TRUE(assessment.ok()) << assessment.status();
  ASSERT_EQ(assessment->totals_size(), 1);
  EXPECT_EQ(assessment->totals(0).names().zh(), "合计");
  EXPECT_EQ(assessment->totals(0).lines_size(), 4);
  EXPECT_TRUE(assessment->totals(0).at_risk());
  EXPECT_THAT(assessment->totals(0).risk_reason().zh(), HasSubstr("未达标（最多 19，须再减少 3）"));
}

TEST(AssessmentTest, NamesWhoseDataCameLateOrIsOverdue) {
  Filed filed(DatedPlan());
  FileCoal(filed, "2019", 20);
  *filed.Owed("2019", "coal-mining").mutable_met_time() = ToTimestamp(Day(2022, 6, 2));   // due on 1 June
  *filed.Owed("2021", "coal-mining").mutable_met_time() = ToTimestamp(Day(2022, 5, 20));  // in time
  *filed.Owed("2019", "dust-exposed").mutable_waive_time() = ToTimestamp(Day(2022, 5, 20));
  const auto late =
      BuildMidTermAssessment(filed.plan(), "140581", "2021", filed.filings(), Day(2023, 6, 1))->late_obligations();
  ASSERT_EQ(late.size(), 2);  // of 2022 nothing yet: the assessment ends with 2021
  EXPECT_EQ(late[0].industry(), "coal-mining");
  EXPECT_EQ(late[0].state(), submission::v1::OBLIGATION_STATE_MET_LATE);
  EXPECT_EQ(late[1].industry(), "dust-exposed");
  EXPECT_EQ(late[1].state(), submission::v1::OBLIGATION_STATE_OVERDUE);
}

TEST(AssessmentTest, FinalFiguresMayBeLateToo) {
  Filed filed(DatedPlan());
  submission::v1::Obligation& obligation = filed.Owed("2022", "coal-mining");
  *obligation.mutable_met_time() = ToTimestamp(Day(2022, 12, 20));
  *obligation.mutable_final_due_time() = ToTimestamp(Day(2023, 4, 1));
  const auto late_at = [&](absl::Time as_of) {
    const v1::FinalSummary summary = *BuildFinalSummary(filed.plan(), "140581", filed.filings(), as_of);
    for (const auto& each : summary.late_obligations()) {
      if (each.name() == obligation.name()) return each.state();
    }
    return submission::v1::OBLIGATION_STATE_UNSPECIFIED;
  };
  EXPECT_EQ(late_at(Day(2023, 3, 31)), submission::v1::OBLIGATION_STATE_UNSPECIFIED);
  EXPECT_EQ(late_at(Day(2023, 4, 1)), submission::v1::OBLIGATION_STATE_OVERDUE);
  *obligation.mutable_final_met_time() = ToTimestamp(Day(2023, 4, 2));
  EXPECT_EQ(late_at(Day(2023, 5, 1)), submission::v1::OBLIGATION_STATE_MET_LATE);
}

class LatenessTest : public testing::Test {
 protected:
  LatenessTest() {
    *obligation_.mutable_final_open_time() = ToTimestamp(Day(2023, 3, 1));
    *obligation_.mutable_final_due_time() = ToTimestamp(Day(2023, 4, 1));
  }

  void Move(submission::v1::ReturnEdition edition, absl::Time from, absl::Time to, absl::Time when) {
    submission::v1::ObligationAdjustment& adjustment = *obligation_.add_adjustments();
    adjustment.set_edition(edition);
    *adjustment.mutable_previous_due_time() = ToTimestamp(from);
    *adjustment.mutable_due_time() = ToTimestamp(to);
    *adjustment.mutable_adjust_time() = ToTimestamp(when);
    *(edition == submission::v1::RETURN_EDITION_FINAL ? obligation_.mutable_final_due_time()
                                                      : obligation_.mutable_due_time()) = ToTimestamp(to);
  }

  // What is late about the obligation, in words.
  std::vector<std::string> LateAt(absl::Time as_of) const {
    std::vector<std::string> late;
    const v1::FinalSummary summary = *BuildFinalSummary(filed_.plan(), "140581", filed_.filings(), as_of);
    for (const auto& each : summary.late_filings()) {
      if (each.obligation() != obligation_.name()) continue;
      const auto day = [](const google::protobuf::Timestamp& time) {
        return absl::FormatTime("%m-%d", FromTimestamp(time), *LoadZone("Asia/Shanghai"));
      };
      late.push_back(absl::StrCat(each.edition() == submission::v1::RETURN_EDITION_FINAL ? "final" : "first", " due ",
                                  day(each.due_time()), each.has_met_time() ? " met " + day(each.met_time()) : "",
                                  each.sent_back() ? " sent back" : ""));
    }
    return late;
  }

  Filed filed_{DatedPlan()};
  submission::v1::Obligation& obligation_ = filed_.Owed("2022", "coal-mining");  // due before 1 March 2023
};

TEST_F(LatenessTest, TheFirstAndTheFinalFiguresAreToldApart) {
  EXPECT_THAT(LateAt(Day(2023, 2, 28)), IsEmpty());
  EXPECT_THAT(LateAt(Day(2023, 3, 1)), ElementsAre("first due 03-01"));
  *obligation_.mutable_met_time() = ToTimestamp(Day(2023, 3, 2));
  EXPECT_THAT(LateAt(Day(2023, 4, 1)), ElementsAre("first due 03-01 met 03-02", "final due 04-01"));
  *obligation_.mutable_final_met_time() = ToTimestamp(Day(2023, 4, 3));
  EXPECT_THAT(LateAt(Day(2023, 5, 1)), ElementsAre("first due 03-01 met 03-02", "final due 04-01 met 04-03"));
  *obligation_.mutable_met_time() = ToTimestamp(Day(2023, 2, 2));
  EXPECT_THAT(LateAt(Day(2023, 5, 1)), ElementsAre("final due 04-01 met 04-03"));
}

TEST_F(LatenessTest, TheDueInstantInForceAtTheFilingCounts) {
  *obligation_.mutable_met_time() = ToTimestamp(Day(2023, 3, 5));
  *obligation_.mutable_final_met_time() = ToTimestamp(Day(2023, 3, 20));
  Move(submission::v1::RETURN_EDITION_FIRST, Day(2023, 3, 1), Day(2023, 3, 10), /*when=*/Day(2023, 2, 20));
  EXPECT_THAT(LateAt(Day(2023, 5, 1)), IsEmpty());
  obligation_.clear_adjustments();
  Move(submission::v1::RETURN_EDITION_FIRST, Day(2023, 3, 1), Day(2023, 3, 10), /*when=*/Day(2023, 3, 6));
  EXPECT_THAT(LateAt(Day(2023, 5, 1)), ElementsAre("first due 03-01 met 03-05"));  // extended too late
  Move(submission::v1::RETURN_EDITION_FINAL, Day(2023, 4, 1), Day(2023, 3, 15), /*when=*/Day(2023, 4, 2));
  EXPECT_THAT(LateAt(Day(2023, 5, 1)), ElementsAre("first due 03-01 met 03-05"));  // an amendment of later
}

TEST_F(LatenessTest, SentBackItIsOverdueByItsOwnDueInstant) {
  obligation_.clear_final_open_time();
  obligation_.clear_final_due_time();
  FileCoal(filed_, "2022", 1);
  *obligation_.mutable_met_time() = ToTimestamp(Day(2023, 2, 2));
  filed_.SendBack("2022", "coal-mining", Day(2023, 3, 11));
  EXPECT_THAT(LateAt(Day(2023, 3, 10)), IsEmpty());
  EXPECT_THAT(LateAt(Day(2023, 3, 11)), ElementsAre("first due 03-11 sent back"));
  // Filed again in time, it would count as filed when it first was.
  *obligation_.mutable_send_backs(0)->mutable_previous_met_time() = ToTimestamp(Day(2023, 3, 2));
  EXPECT_THAT(LateAt(Day(2023, 3, 10)), ElementsAre("first due 03-01 met 03-02 sent back"));
  // Answered late: judged by what was owed then.
  *obligation_.mutable_send_backs(0)->mutable_answer_time() = ToTimestamp(Day(2023, 3, 12));
  *obligation_.mutable_met_time() = ToTimestamp(Day(2023, 3, 12));
  EXPECT_THAT(LateAt(Day(2023, 5, 1)), ElementsAre("first due 03-11 met 03-12"));
}

TEST_F(LatenessTest, FinalFiguresThatAnswerASendBackInTimeAreInTime) {
  *obligation_.mutable_met_time() = ToTimestamp(Day(2023, 2, 2));
  *obligation_.mutable_final_met_time() = ToTimestamp(Day(2023, 4, 5));
  submission::v1::SendBack& send_back = *obligation_.add_send_backs();
  *send_back.mutable_due_time() = ToTimestamp(Day(2023, 4, 10));
  *send_back.mutable_answer_time() = obligation_.final_met_time();
  EXPECT_THAT(LateAt(Day(2023, 5, 1)), IsEmpty());
}

TEST_F(LatenessTest, AWaiverEndsWhatIsOwedAndForgetsNothing) {
  *obligation_.mutable_met_time() = ToTimestamp(Day(2023, 3, 2));
  *obligation_.mutable_waive_time() = ToTimestamp(Day(2023, 3, 20));
  EXPECT_THAT(LateAt(Day(2023, 5, 1)), ElementsAre("first due 03-01 met 03-02"));
}

TEST_F(LatenessTest, AnObligationLateTwiceIsListedOnce) {
  *obligation_.mutable_met_time() = ToTimestamp(Day(2023, 3, 2));
  const auto summary = *BuildFinalSummary(filed_.plan(), "140581", filed_.filings(), Day(2023, 5, 1));
  int listed = 0;
  for (const auto& each : summary.late_obligations()) {
    if (each.name() != obligation_.name()) continue;
    ++listed;
    EXPECT_EQ(each.state(), submission::v1::OBLIGATION_STATE_OVERDUE);  // the final figures
  }
  EXPECT_EQ(listed, 1);
}

TEST(FinalSummaryTest, IsOfTheLastTargetPeriodAndSettledOnceAllIsFinal) {
  Filed filed(DatedPlan());
  for (const char* period : {"2019", "2021", "2022"}) {
    FileCoal(filed, period, 20);
    filed.File(period, "dust-exposed", {{"new-cases", 1}, {"reported-cases", 4}});
  }
  EXPECT_EQ(LastTargetPeriod(filed.plan()), "2022");
  const auto settled = BuildFinalSummary(filed.plan(), "140581", filed.filings(), kAfter);
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_TRUE(settled->settled());
  EXPECT_EQ(settled->trend().lines_size(), 4);
  EXPECT_EQ(settled->scorecard().name(), "plans/sample/regions/140581/scorecards/2022");
  const auto settles = [&filed] {
    return BuildFinalSummary(filed.plan(), "140581", filed.filings(), kAfter)->settled();
  };
  auto& dust = filed.File("2022", "dust-exposed", {{"new-cases", 1}, {"reported-cases", 4}},
                          submission::v1::RETURN_STATE_SUBMITTED);
  EXPECT_FALSE(settles());
  dust.mutable_latest()->mutable_figures(0)->mutable_not_applicable()->set_reason("none");
  EXPECT_FALSE(settles());  // not accepted either
  dust.set_state(submission::v1::RETURN_STATE_ACCEPTED);
  EXPECT_TRUE(settles());
  FileCoal(filed, "2022", 19);
  filed.returns()[4].mutable_latest()->set_provisional(true);
  EXPECT_FALSE(settles());
  *filed.Owed("2022", "coal-mining").mutable_waive_time() = ToTimestamp(Day(2023, 1, 1));
  EXPECT_TRUE(settles());  // the final figures will never come
}

}  // namespace
}  // namespace lianfang::evaluation
