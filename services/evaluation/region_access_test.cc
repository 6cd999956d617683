// Who may call which RPC from where.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/metrics.h"
#include "common/testing/region_table.h"
#include "common/time.h"
#include "services/evaluation/appraisal_service.h"
#include "services/evaluation/assessment_service.h"
#include "services/evaluation/domain/request/reading_rights.h"
#include "services/evaluation/evaluation_service.h"
#include "services/evaluation/evaluator.h"
#include "services/evaluation/history_service.h"
#include "services/evaluation/testing/received_plan.h"

namespace lianfang::evaluation {
namespace {

using namespace region_table;  // NOLINT(build/namespaces): the words of the table

class RegionAccessTest : public ReceivedPlanTest {
 protected:
  RegionAccessTest() : ReceivedPlanTest(Moved(SamplePlan())) {
    for (const char* period : {"2019", "2021"}) {
      Save(filed_.File(period, "coal-mining", {{"accidents", 5}, {"deaths", 0}, {"injured", 0}},
                       submission::v1::RETURN_STATE_ACCEPTED, kOwn),
           kFiled);
    }
    Refresh();
    EXPECT_TRUE(evaluator_.EvaluateAll().ok());
  }

  static Call CallBy(const Identity& caller) {
    Call call;
    call.caller = caller;
    call.deadline = kNow;
    return call;
  }

  static std::string Region() { return absl::StrCat("plans/sample/regions/", kOwn); }
  static std::string Scorecard() { return absl::StrCat(Region(), "/scorecards/2021"); }

  template <typename Request>
  static Request Named(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }
  template <typename Request>
  static Request Below(const std::string& parent) {
    Request request;
    request.set_parent(parent);
    return request;
  }

  absl::Status List(const Identity& caller) {
    auto request = Below<v1::ListScorecardsRequest>(Region());
    request.set_period("2021");
    return service_.ListScorecards(CallBy(caller), request).status();
  }

  absl::Status Explain(const Identity& caller) {
    auto request = Named<v1::ExplainResultRequest>(Scorecard());
    request.set_industry("coal-mining");
    request.set_indicator("accidents");
    return service_.ExplainResult(CallBy(caller), request).status();
  }

  absl::Status GetEvaluation(const Identity& caller) {
    const auto office = CallBy(Caller(type::v1::ROLE_OFFICE, kOwn));
    const auto listed = history_.ListEvaluations(office, Below<v1::ListEvaluationsRequest>(Scorecard()));
    if (!listed.ok()) return listed.status();
    return history_.GetEvaluation(CallBy(caller), Named<v1::GetEvaluationRequest>(listed->evaluations(0).name()))
        .status();
  }

  absl::Status Compare(const Identity& caller) {
    auto request = Named<v1::CompareScorecardsRequest>(Scorecard());
    *request.mutable_from_time() = ToTimestamp(kFiled);
    return history_.CompareScorecards(CallBy(caller), request).status();
  }

  Metrics metrics_;
  Evaluator evaluator_{store_, plans_, clock_, metrics_, [] {}};
  EvaluationService service_{standpoints_};
  AssessmentService assessments_{store_, standpoints_};
  HistoryService history_{store_, standpoints_};
  AppraisalService appraisals_{store_, standpoints_};
};

// The row of an RPC that answers about the scorecard, or the region, by one request.
template <typename Service, typename Response, typename Request>
Row Reads(const std::string& method, Service& service,
          absl::StatusOr<Response> (Service::*handler)(const Call&, const Request&), const Request& request) {
  return {method, kReaders, "own above", [&service, handler, request](const Identity& caller) {
            Call call;
            call.caller = caller;
            call.deadline = kNow;
            return (service.*handler)(call, request).status();
          }};
}

TEST_F(RegionAccessTest, ScorecardsAreReadFromTheirRegionAndAbove) {
  ExpectTable(
      *v1::GetScorecardRequest::descriptor()->file()->service(0),
      {
          Reads("GetScorecard", service_, &EvaluationService::GetScorecard,
                Named<v1::GetScorecardRequest>(Scorecard())),
          {"ListScorecards", kReaders, "own above", [this](const Identity& caller) { return List(caller); }},
          Reads("GetTrend", assessments_, &AssessmentService::GetTrend, Below<v1::GetTrendRequest>(Region())),
          {"ExplainResult", kReaders, "own above", [this](const Identity& caller) { return Explain(caller); }},
          Reads("GetMidTermAssessment", assessments_, &AssessmentService::GetMidTermAssessment,
                Named<v1::GetMidTermAssessmentRequest>(Scorecard())),
          Reads("GetFinalSummary", assessments_, &AssessmentService::GetFinalSummary,
                Below<v1::GetFinalSummaryRequest>(Region())),
          Reads("ForecastTargets", assessments_, &AssessmentService::ForecastTargets,
                Named<v1::ForecastTargetsRequest>(absl::StrCat(Region(), "/scorecards/2022"))),
          Reads("GetReportingRates", assessments_, &AssessmentService::GetReportingRates,
                Below<v1::GetReportingRatesRequest>(Region())),
          Reads("ExportScorecard", assessments_, &AssessmentService::ExportScorecard,
                Named<v1::ExportScorecardRequest>(Scorecard())),
          Reads("ListEvaluations", history_, &HistoryService::ListEvaluations,
                Below<v1::ListEvaluationsRequest>(Scorecard())),
          {"GetEvaluation", kReaders, "own above", [this](const Identity& caller) { return GetEvaluation(caller); }},
          {"CompareScorecards", kReaders, "own above", [this](const Identity& caller) { return Compare(caller); }},
          // The rule that the stream passes each change through.
          {"WatchScorecards", kReaders, "own above",
           [this](const Identity& caller) { return CheckMayRead(caller, filed_.plan(), kOwn); }},
      });
}

TEST_F(RegionAccessTest, AppraisalsAreReadAsTheirScorecards) {
  auto history = Named<v1::GetAppraisalHistoryRequest>(Scorecard());
  history.set_department("emergency");
  ExpectTable(*v1::ListAppraisalsRequest::descriptor()->file()->service(0),
              {
                  Reads("ListAppraisals", appraisals_, &AppraisalService::ListAppraisals,
                        Named<v1::ListAppraisalsRequest>(Scorecard())),
                  Reads("GetAppraisalHistory", appraisals_, &AppraisalService::GetAppraisalHistory, history),
                  Reads("ExportAppraisals", appraisals_, &AppraisalService::ExportAppraisals,
                        Named<v1::ExportAppraisalsRequest>(Scorecard())),
              });
}

}  // namespace
}  // namespace lianfang::evaluation
