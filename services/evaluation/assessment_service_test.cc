#include "services/evaluation/assessment_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/errors.h"
#include "common/time.h"
#include "services/evaluation/testing/received_plan.h"

namespace lianfang::evaluation {
namespace {

constexpr char kScorecard[] = "plans/sample/regions/140581/scorecards/2021";
constexpr char kRegion[] = "plans/sample/regions/140581";

class AssessmentServiceTest : public ReceivedPlanTest {
 protected:
  AssessmentServiceTest() {
    File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
    File("2021", 6, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  }

  // The request, asked by somebody of the neighbouring county.
  template <typename Response, typename Request>
  void ExpectHidden(absl::StatusOr<Response> (AssessmentService::*method)(const Call&, const Request&),
                    const Request& request) {
    const absl::Status status = (service_.*method)(CallFrom("140582"), request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << request.GetTypeName();
  }

  AssessmentService service_{store_, standpoints_};
};

TEST_F(AssessmentServiceTest, AnswersTrends) {
  v1::GetTrendRequest request;
  request.set_parent(kRegion);
  EXPECT_EQ(service_.GetTrend(CallFrom(), request)->lines_size(), 4);
  request.set_indicator("accidents");
  const auto trend = service_.GetTrend(CallFrom(), request);
  ASSERT_EQ(trend->lines_size(), 1);
  EXPECT_EQ(trend->lines(0).points(0).value().text(), "5");
  request.set_indicator("none");
  EXPECT_EQ(ErrorInfoOf(service_.GetTrend(CallFrom(), request).status())->reason(), "INDICATOR_NOT_FOUND");
  ExpectHidden(&AssessmentService::GetTrend, request);
}

TEST_F(AssessmentServiceTest, AnswersForecasts) {
  v1::ForecastTargetsRequest request;
  request.set_name("plans/sample/regions/140581/scorecards/2022");
  const auto forecast = service_.ForecastTargets(CallFrom(), request);
  ASSERT_TRUE(forecast.ok()) << forecast.status();
  EXPECT_EQ(forecast->forecasts(0).allowance().text(), "4");  // 4.75 would attain
  ExpectHidden(&AssessmentService::ForecastTargets, request);
}

TEST_F(AssessmentServiceTest, AnswersReportingRates) {
  v1::GetReportingRatesRequest request;
  request.set_parent(kRegion);
  const auto rates = service_.GetReportingRates(CallFrom(), request);
  ASSERT_TRUE(rates.ok()) << rates.status();
  EXPECT_EQ(rates->region(), kRegion);
  EXPECT_GT(rates->rates_size(), 0);
  EXPECT_EQ(rates->punctuality_size(), 0);
  ExpectHidden(&AssessmentService::GetReportingRates, request);
}

// A duty of another service, about the county: everything that shows rates shows it.
TEST_F(AssessmentServiceTest, AnswersThePunctualityOfAllDuties) {
  duty::v1::Duty duty;
  duty.set_resource("plans/sample/tasks/t");
  duty.set_plan("plans/sample");
  duty.set_department("emergency");
  duty.set_region("140581");
  duty.mutable_kind()->set_id("rectification");
  duty.mutable_kind()->mutable_title()->set_zh("整改");
  *duty.mutable_due_time() = ToTimestamp(kFiled);
  *duty.mutable_met_time() = ToTimestamp(kReviewed);
  duty.set_met_late(true);
  ASSERT_TRUE(store_.SaveDuties({"inspection", duty.resource(), {duty}}, "", "c1", kNow).ok());
  v1::GetReportingRatesRequest rates;
  rates.set_parent(kRegion);
  ASSERT_EQ(service_.GetReportingRates(CallFrom(), rates)->punctuality_size(), 2);
  const v1::DutyPunctuality late = service_.GetReportingRates(CallFrom(), rates)->punctuality(0);
  EXPECT_EQ(late.kind_names().zh(), "整改");
  EXPECT_EQ(late.year(), 2022);
  EXPECT_EQ(late.late(), 1);
  *rates.mutable_as_of() = ToTimestamp(kFiled);
  EXPECT_EQ(service_.GetReportingRates(CallFrom(), rates)->punctuality_size(), 0);
  v1::GetMidTermAssessmentRequest assessment;
  assessment.set_name(kScorecard);
  EXPECT_EQ(service_.GetMidTermAssessment(CallFrom(), assessment)->punctuality_size(), 2);
  v1::GetFinalSummaryRequest summary;
  summary.set_parent(kRegion);
  EXPECT_EQ(service_.GetFinalSummary(CallFrom(), summary)->punctuality_size(), 2);
}

TEST_F(AssessmentServiceTest, AnswersTheMidTermAssessment) {
  v1::GetMidTermAssessmentRequest request;
  request.set_name(kScorecard);
  const auto assessment = service_.GetMidTermAssessment(CallFrom(), request);
  ASSERT_TRUE(assessment.ok()) << assessment.status();
  EXPECT_TRUE(assessment->rows(0).at_risk());
  ExpectHidden(&AssessmentService::GetMidTermAssessment, request);
}

TEST_F(AssessmentServiceTest, AnswersTheFinalSummary) {
  v1::GetFinalSummaryRequest request;
  request.set_parent(kRegion);
  const auto summary = service_.GetFinalSummary(CallFrom(), request);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->scorecard().name(), "plans/sample/regions/140581/scorecards/2022");
  EXPECT_FALSE(summary->settled());
  ExpectHidden(&AssessmentService::GetFinalSummary, request);
}

TEST_F(AssessmentServiceTest, ExportsAWorkbook) {
  v1::ExportScorecardRequest request;
  request.set_name(kScorecard);
  const auto workbook = service_.ExportScorecard(CallFrom(), request);
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  EXPECT_EQ(workbook->content().substr(0, 2), "PK");
  EXPECT_EQ(workbook->filename(), "联防-记分卡-sample-140581-2021.xlsx");
  EXPECT_EQ(FromTimestamp(workbook->as_of()), kNow);
  request.set_document(v1::EXPORT_DOCUMENT_MID_TERM_ASSESSMENT);
  EXPECT_TRUE(service_.ExportScorecard(CallFrom(), request).ok());
  ExpectHidden(&AssessmentService::ExportScorecard, request);
  request.set_document(v1::EXPORT_DOCUMENT_FINAL_SUMMARY);
  const absl::Status status = service_.ExportScorecard(CallFrom(), request).status();
  EXPECT_EQ(BadRequestOf(status)->field_violations(0).field(), "document");  // of 2022 only
  request.set_name("plans/sample/regions/140581/scorecards/2022");
  EXPECT_TRUE(service_.ExportScorecard(CallFrom(), request).ok());
}

TEST_F(AssessmentServiceTest, MalformedNamesAreRefusedWithTheirField) {
  const auto field = [](const absl::Status& status) { return BadRequestOf(status)->field_violations(0).field(); };
  EXPECT_EQ(field(service_.GetTrend(CallFrom(), {}).status()), "parent");
  EXPECT_EQ(field(service_.ForecastTargets(CallFrom(), {}).status()), "name");
  EXPECT_EQ(field(service_.GetMidTermAssessment(CallFrom(), {}).status()), "name");
  EXPECT_EQ(field(service_.GetFinalSummary(CallFrom(), {}).status()), "parent");
  EXPECT_EQ(field(service_.ExportScorecard(CallFrom(), {}).status()), "name");
}

}  // namespace
}  // namespace lianfang::evaluation
