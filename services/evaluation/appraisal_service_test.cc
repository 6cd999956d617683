#include "services/evaluation/appraisal_service.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/time.h"
#include "google/protobuf/text_format.h"
#include "services/evaluation/testing/received_plan.h"

namespace lianfang::evaluation {
namespace {

constexpr char kScorecard[] = "plans/sample/regions/140581/scorecards/2021";

// The sample's periods with the first and last days of their years.
type::v1::Plan WithDays(type::v1::Plan plan) {
  for (type::v1::Period& period : *plan.mutable_periods()) {
    const int year = std::stoi(period.id());
    *period.mutable_start_date() = ToDate(absl::CivilDay(year, 1, 1));
    *period.mutable_end_date() = ToDate(absl::CivilDay(year, 12, 31));
  }
  return plan;
}

type::v1::Plan AppraisedPlan() {
  type::v1::Plan plan = WithDays(SamplePlan());
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(R"pb(
                                                              assessment {
                                                                items {
                                                                  id: "targets"
                                                                  names { zh: "目标完成" }
                                                                  source: ASSESSMENT_SOURCE_VERDICTS
                                                                  points: 60
                                                                }
                                                                items {
                                                                  id: "in-time"
                                                                  names { zh: "按时履行" }
                                                                  source: ASSESSMENT_SOURCE_PUNCTUALITY
                                                                  points: 40
                                                                }
                                                              }
                                                            )pb",
                                                            &plan));
  return plan;
}

class AppraisalServiceTest : public ReceivedPlanTest {
 protected:
  AppraisalServiceTest() : ReceivedPlanTest(AppraisedPlan()) {
    File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
    File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
    duty::v1::Duty duty;
    duty.set_resource("plans/sample/tasks/t");
    duty.set_plan("plans/sample");
    duty.set_department("emergency");
    duty.set_region("140581");
    duty.mutable_kind()->set_id("task");
    *duty.mutable_due_time() = ToTimestamp(Day(2021, 7, 1));
    *duty.mutable_met_time() = ToTimestamp(Day(2021, 6, 1));
    EXPECT_TRUE(store_.SaveDuties({"coordination", duty.resource(), {duty}}, "", "c1", kNow).ok());
  }

  AppraisalService service_{store_, standpoints_};
};

TEST_F(AppraisalServiceTest, AnswersTheAppraisalsOfAPeriod) {
  v1::ListAppraisalsRequest request;
  request.set_name(kScorecard);
  const auto answer = service_.ListAppraisals(CallFrom(), request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_GT(answer->appraisals_size(), 0);
  const v1::Appraisal& emergency = answer->appraisals(0);
  EXPECT_EQ(emergency.name(), std::string(kScorecard) + "/appraisals/emergency");
  EXPECT_EQ(emergency.items(1).reached(), 1);
  EXPECT_TRUE(emergency.has_score());
  *request.mutable_as_of() = ToTimestamp(kNow + absl::Hours(1));
  EXPECT_EQ(BadRequestOf(service_.ListAppraisals(CallFrom(), request).status())->field_violations(0).field(), "as_of");
  request.set_name("plans/sample/regions/140581");
  EXPECT_EQ(BadRequestOf(service_.ListAppraisals(CallFrom(), request).status())->field_violations(0).field(), "name");
}

TEST_F(AppraisalServiceTest, AForeignRegionIsNotRead) {
  v1::ListAppraisalsRequest request;
  request.set_name(kScorecard);
  EXPECT_EQ(service_.ListAppraisals(CallFrom("150000"), request).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(AppraisalServiceTest, ComparesADepartmentsYears) {
  v1::GetAppraisalHistoryRequest request;
  request.set_name("plans/sample/regions/140581/scorecards/2022");
  request.set_department("emergency");
  const auto history = service_.GetAppraisalHistory(CallFrom(), request);
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(history->appraisals(0).period(), "2021");
  request.set_department("none");
  EXPECT_EQ(ErrorInfoOf(service_.GetAppraisalHistory(CallFrom(), request).status())->reason(), "DEPARTMENT_NOT_FOUND");
}

TEST_F(AppraisalServiceTest, ExportsAWorkbook) {
  v1::ExportAppraisalsRequest request;
  request.set_name(kScorecard);
  const auto exported = service_.ExportAppraisals(CallFrom(), request);
  ASSERT_TRUE(exported.ok()) << exported.status();
  EXPECT_EQ(exported->content().substr(0, 2), "PK");
  EXPECT_EQ(exported->filename(), "联防-部门考核-sample-140581-2021.xlsx");
}

class NoAssessmentTest : public ReceivedPlanTest {};

TEST_F(NoAssessmentTest, APlanWithoutAssessmentSaysSo) {
  AppraisalService service(store_, standpoints_);
  v1::ListAppraisalsRequest request;
  request.set_name(kScorecard);
  EXPECT_EQ(ErrorInfoOf(service.ListAppraisals(CallFrom(), request).status())->reason(), "NO_ASSESSMENT");
}

}  // namespace
}  // namespace lianfang::evaluation
