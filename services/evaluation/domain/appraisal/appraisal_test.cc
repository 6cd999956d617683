#include "services/evaluation/domain/appraisal/appraisal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "duties/duty.h"
#include "google/protobuf/text_format.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

using duty::v1::Duty;
using ::testing::ElementsAre;

// The sample's periods with the first and last days of their years.
type::v1::Plan WithDays(type::v1::Plan plan) {
  for (type::v1::Period& period : *plan.mutable_periods()) {
    const int year = std::stoi(period.id());
    *period.mutable_start_date() = ToDate(absl::CivilDay(year, 1, 1));
    *period.mutable_end_date() = ToDate(absl::CivilDay(year, 12, 31));
  }
  return plan;
}

// A scorecard of 2022 by hand: results by department, indicator and status.
class AppraisalTest : public testing::Test {
 protected:
  AppraisalTest() {
    plan_ = WithDays(SamplePlan());
    EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(R"pb(
                                                                assessment {
                                                                  items {
                                                                    id: "targets"
                                                                    names { zh: "目标完成" }
                                                                    source: ASSESSMENT_SOURCE_VERDICTS
                                                                    points: 40
                                                                  }
                                                                  items {
                                                                    id: "in-time"
                                                                    names { zh: "按时履行" }
                                                                    source: ASSESSMENT_SOURCE_PUNCTUALITY
                                                                    points: 30
                                                                  }
                                                                  items {
                                                                    id: "tasks"
                                                                    names { zh: "任务完成" }
                                                                    source: ASSESSMENT_SOURCE_TASKS
                                                                    points: 20
                                                                  }
                                                                  items {
                                                                    id: "training"
                                                                    names { zh: "培训" }
                                                                    source: ASSESSMENT_SOURCE_INDICATOR
                                                                    points: 10
                                                                    indicator: "coverage"
                                                                  }
                                                                }
                                                              )pb",
                                                              &plan_));
    card_.set_name("plans/sample/regions/140581/scorecards/2022");
  }

  v1::Result& Judge(const std::string& department, const std::string& indicator, v1::ResultStatus status) {
    v1::Result& result = *card_.add_results();
    result.set_department(department);
    result.set_indicator(indicator);
    result.set_status(status);
    return result;
  }

  Duty& Owe(const std::string& department, const std::string& kind, absl::Time due) {
    Duty duty;
    duty.set_department(department);
    duty.mutable_kind()->set_id(kind);
    *duty.mutable_create_time() = ToTimestamp(Day(2021, 1, 1));
    *duty.mutable_open_time() = ToTimestamp(Day(2021, 1, 1));
    *duty.mutable_due_time() = ToTimestamp(due);
    duties::AwaitWhileOpen(duty);
    duties_.push_back(duty);
    return duties_.back();
  }
  void OweDone(const std::string& department, const std::string& kind, absl::Time due, absl::Time met) {
    Duty& duty = Owe(department, kind, due);
    *duty.mutable_met_time() = ToTimestamp(met);
    duty.set_met_late(met >= due);
    duties::AwaitWhileOpen(duty);
  }

  // A concealed accident of a department, confirmed a day after it was proven.
  v1::Concealment& Conceal(const std::string& department, absl::CivilDay proven) {
    v1::Concealment& concealment = concealments_.emplace_back();
    concealment.set_name(absl::StrCat("plans/sample/concealments/", concealments_.size()));
    concealment.set_region("140581");
    concealment.set_department(department);
    *concealment.mutable_accident_date() = ToDate(proven);
    *concealment.mutable_proven_date() = ToDate(proven);
    v1::ConcealmentEvent& confirmed = *concealment.add_events();
    confirmed.set_state(v1::CONCEALMENT_STATE_CONFIRMED);
    *confirmed.mutable_time() = ToTimestamp(Day(2022, 6, 2));
    return concealment;
  }

  std::vector<v1::Appraisal> Appraise(absl::Time as_of = Day(2023, 6, 1)) const {
    return AppraiseDepartments(plan_, card_, duties_, concealments_, as_of);
  }
  // `emergency 75 #1: targets 1/2, in-time -, …`.
  static std::string Text(const v1::Appraisal& appraisal) {
    std::string text =
        absl::StrCat(appraisal.department(), " ", appraisal.score().text(), " #", appraisal.place(), ":");
    for (const auto& item : appraisal.items()) {
      absl::StrAppend(&text, " ", item.item(),
                      item.concerns() ? absl::StrCat(" ", item.reached(), "/", item.counted()) : " -");
    }
    return text;
  }
  std::vector<std::string> Texts() const {
    std::vector<std::string> texts;
    for (const v1::Appraisal& appraisal : Appraise()) texts.push_back(Text(appraisal));
    return texts;
  }

  type::v1::Plan plan_;
  v1::Scorecard card_;
  std::vector<Duty> duties_;
  std::vector<v1::Concealment> concealments_;
};

TEST_F(AppraisalTest, ItemsThatConcernNobodyLeaveTheirPointsToTheOthers) {
  Judge("emergency", "accidents", v1::RESULT_STATUS_ATTAINED);
  Judge("emergency", "casualties", v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_THAT(Texts(), ElementsAre("emergency 50 #1: targets 1/2 in-time - tasks - training -"));
  OweDone("emergency", "return", Day(2022, 6, 1), Day(2022, 5, 1));
  EXPECT_THAT(Texts(), ElementsAre("emergency 71.4286 #1: targets 1/2 in-time 1/1 tasks - training -"))
      << "(40 · 1/2 + 30) of 70";
  EXPECT_EQ(Appraise()[0].score().numerator(), "500");
  EXPECT_EQ(Appraise()[0].score().denominator(), "7");
}

TEST_F(AppraisalTest, WhatIsUndecidedIsNotCountedAndWhatIsMissingIs) {
  Judge("emergency", "accidents", v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  Judge("emergency", "casualties", v1::RESULT_STATUS_PENDING);
  Judge("emergency", "ratio", v1::RESULT_STATUS_NOT_APPLICABLE);
  Judge("emergency", "other", v1::RESULT_STATUS_MISSING);
  EXPECT_THAT(Texts(), ElementsAre("emergency 50 #1: targets 1/2 in-time - tasks - training -"));
  EXPECT_TRUE(Appraise()[0].provisional());
}

TEST_F(AppraisalTest, DutiesOfThePeriodAloneCount) {
  Owe("emergency", "task", Day(2022, 1, 1));                         // due on the last day of 2021
  OweDone("emergency", "task", Day(2022, 1, 2), Day(2022, 3, 1));    // late: done, and not in time
  OweDone("emergency", "task", Day(2023, 1, 1), Day(2022, 12, 31));  // due on the last day of 2022
  Owe("emergency", "return", Day(2022, 7, 1));                       // overdue
  Owe("emergency", "return", Day(2023, 1, 2));                       // of 2023
  EXPECT_THAT(Texts(), ElementsAre("emergency 60 #1: targets - in-time 1/3 tasks 2/2 training -"))
      << "(30 · 1/3 + 20) of 50";
  EXPECT_THAT(Appraise(Day(2022, 1, 1)), ::testing::IsEmpty()) << "nothing was due or done then";
}

TEST_F(AppraisalTest, CoverageBelowItsTargetCountsInProportion) {
  v1::Result& low = Judge("emergency", "coverage", v1::RESULT_STATUS_NOT_ATTAINED);
  low.mutable_actual()->set_numerator("60");
  low.mutable_actual()->set_denominator("1");
  low.mutable_bound()->set_numerator("80");
  low.mutable_bound()->set_denominator("1");
  Judge("emergency", "coverage", v1::RESULT_STATUS_ATTAINED);
  const v1::Appraisal appraisal = Appraise()[0];
  EXPECT_EQ(appraisal.items(3).share().text(), "0.875") << "the mean of 3/4 and 1";
  EXPECT_EQ(appraisal.items(3).explanation().zh(), "覆盖率指标2项，达标1项，未达标的按实际与目标之比计");
  EXPECT_EQ(appraisal.items(0).explanation().en(), "2 targets, 1 attained");
  EXPECT_EQ(appraisal.items(2).explanation().en(), "no tasks due: not counted");
}

TEST_F(AppraisalTest, WhatIsAboveABoundCountsForNothing) {
  v1::Result& over = Judge("emergency", "coverage", v1::RESULT_STATUS_NOT_ATTAINED);
  over.mutable_actual()->set_numerator("90");
  over.mutable_actual()->set_denominator("1");
  over.mutable_bound()->set_numerator("30");
  over.mutable_bound()->set_denominator("1");
  EXPECT_EQ(Appraise()[0].items(3).share().text(), "0");
}

TEST_F(AppraisalTest, ALongFractionHasItsPlace) {
  for (const char* denominator : {"1000000007", "1000000009", "998244353"}) {
    v1::Result& low = Judge("emergency", "coverage", v1::RESULT_STATUS_NOT_ATTAINED);
    low.mutable_actual()->set_numerator("500000000");
    low.mutable_actual()->set_denominator(denominator);
    low.mutable_bound()->set_numerator("1");
    low.mutable_bound()->set_denominator("1");
  }
  EXPECT_GT(Appraise()[0].score().denominator().size(), 20u);
  EXPECT_EQ(Appraise()[0].place(), 1);
}

TEST_F(AppraisalTest, PointsAreTakenOffForEachConcealedAccidentOfThePeriod) {
  Judge("emergency", "accidents", v1::RESULT_STATUS_ATTAINED);
  Judge("health", "ratio", v1::RESULT_STATUS_ATTAINED);
  Conceal("emergency", absl::CivilDay(2022, 1, 1));
  Conceal("emergency", absl::CivilDay(2022, 12, 31));
  Conceal("emergency", absl::CivilDay(2023, 1, 1));  // of the next period
  Conceal("emergency", absl::CivilDay(2022, 5, 1)).set_region("140582");
  EXPECT_FALSE(Appraise()[0].has_deduction()) << "the plan takes nothing off";
  plan_.mutable_assessment()->set_concealment_points(15);
  const auto appraisals = Appraise();
  EXPECT_EQ(appraisals[0].score().text(), "70");
  EXPECT_EQ(appraisals[0].place(), 2);
  EXPECT_EQ(appraisals[0].deduction().points().text(), "30");
  EXPECT_THAT(appraisals[0].deduction().concealments(),
              ElementsAre("plans/sample/concealments/1", "plans/sample/concealments/2"));
  EXPECT_EQ(appraisals[0].deduction().explanation().zh(), "查实瞒报事故2起，每起扣15分，扣至0分为止");
  EXPECT_EQ(appraisals[1].score().text(), "100");
  EXPECT_FALSE(Appraise(Day(2022, 6, 1))[0].has_deduction()) << "not confirmed yet";
}

// As they were recorded before one accident was told from another: by a county and the city above it, in two industries, in two years.
TEST_F(AppraisalTest, AnAccidentThatIsRecordedTwiceCostsItsPointsOnce) {
  plan_.mutable_assessment()->set_concealment_points(15);
  Judge("emergency", "accidents", v1::RESULT_STATUS_ATTAINED);
  Judge("health", "ratio", v1::RESULT_STATUS_ATTAINED);
  const auto of_mine = [this](const std::string& department, const char* employer, absl::CivilDay proven) {
    v1::Concealment& one = Conceal(department, proven);
    one.set_employer(employer);
    *one.mutable_accident_date() = ToDate(absl::CivilDay(2021, 8, 1));
  };
  of_mine("emergency", "高平市米山煤业有限公司", absl::CivilDay(2022, 3, 1));
  EXPECT_EQ(Appraise()[0].score().text(), "85");
  of_mine("emergency", "米山煤业有限责任公司", absl::CivilDay(2022, 5, 1));
  of_mine("health", "高平市米山煤业", absl::CivilDay(2022, 6, 1));
  const auto appraisals = Appraise();
  EXPECT_EQ(appraisals[0].score().text(), "85");
  EXPECT_EQ(appraisals[0].deduction().accidents(), 1);
  EXPECT_THAT(appraisals[0].deduction().duplicates(), ElementsAre("plans/sample/concealments/2"));
  EXPECT_EQ(appraisals[0].deduction().explanation().zh(),
            "查实瞒报事故1起，每起扣15分，扣至0分为止；同一事故重复登记1份，不再扣分");
  EXPECT_EQ(appraisals[1].score().text(), "100") << "nor another department";
  EXPECT_THAT(appraisals[1].deduction().duplicates(), ElementsAre("plans/sample/concealments/3"));
  concealments_[0].mutable_proven_date()->set_year(2021);
  EXPECT_EQ(Appraise()[0].score().text(), "100") << "counted in 2021";
}

TEST_F(AppraisalTest, NoScoreIsBelowNothing) {
  Judge("emergency", "accidents", v1::RESULT_STATUS_ATTAINED);
  Judge("emergency", "casualties", v1::RESULT_STATUS_NOT_ATTAINED);
  Conceal("emergency", absl::CivilDay(2022, 1, 1));
  plan_.mutable_assessment()->set_concealment_points(60);
  EXPECT_EQ(Appraise()[0].score().text(), "0");
  EXPECT_EQ(Appraise()[0].deduction().points().text(), "50") << "no more than was earned";
}

TEST_F(AppraisalTest, PlacesAreSharedAndChangesFollowThePeriodsWithAScore) {
  Judge("emergency", "accidents", v1::RESULT_STATUS_ATTAINED);
  Judge("health", "ratio", v1::RESULT_STATUS_ATTAINED);
  auto appraisals = Appraise();
  ASSERT_EQ(appraisals.size(), 2U);
  EXPECT_EQ(appraisals[0].place(), 1);
  EXPECT_EQ(appraisals[1].place(), 1);
  v1::Appraisal none;
  v1::Appraisal half = appraisals[0];
  half.mutable_score()->set_numerator("50");
  std::vector<v1::Appraisal> history = {half, none, appraisals[0]};
  SetChanges(history);
  EXPECT_FALSE(history[0].has_change());
  EXPECT_FALSE(history[1].has_change());
  EXPECT_EQ(history[2].change().text(), "50");
}

}  // namespace
}  // namespace lianfang::evaluation
