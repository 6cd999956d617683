// Who may call which RPC from where.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "common/metrics.h"
#include "common/testing/region_table.h"
#include "common/time.h"
#include "services/evaluation/appraisal_service.h"
#include "services/evaluation/assessment_service.h"
#include "services/evaluation/concealment_service.h"
#include "services/evaluation/domain/request/reading_rights.h"
#include "services/evaluation/evaluation_service.h"
#include "services/evaluation/evaluator.h"
#include "services/evaluation/history_service.h"
#include "services/evaluation/store/testing/fake_appraisal_store.h"
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

  absl::StatusOr<v1::Concealment> Conceal(const Identity& caller) {
    auto request = Below<v1::RecordConcealmentRequest>("plans/sample");
    v1::Concealment& concealment = *request.mutable_concealment();
    concealment.set_region(kOwn);
    concealment.set_industry("coal-mining");
    concealment.set_employer(NewUuid());
    *concealment.mutable_accident_date() = ToDate(absl::CivilDay(2021, 8, 1));
    *concealment.mutable_proven_date() = ToDate(absl::CivilDay(2021, 12, 1));
    concealment.set_document_number("1");
    concealment.set_description("x");
    request.set_request_id(NewUuid());
    return concealments_.RecordConcealment(CallBy(caller), request);
  }
  // A concealment that somebody of the office has recorded by name.
  std::string Concealed() {
    Identity recorder = Caller(type::v1::ROLE_OFFICE, kOwn);
    recorder.uri += "/person/li";
    recorder.person = "li";
    const auto recorded = Conceal(recorder);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded.ok() ? recorded->name() : "";
  }

  Metrics metrics_;
  Evaluator evaluator_{store_, plans_, clock_, metrics_, [] {}};
  EvaluationService service_{standpoints_};
  AssessmentService assessments_{store_, standpoints_};
  HistoryService history_{store_, standpoints_};
  FakeAppraisalStore decisions_;
  AppraisalContext appraisal_context_{decisions_, store_, standpoints_, clock_};
  AppraisalService appraisals_{appraisal_context_};
  ConcealmentService concealments_{appraisal_context_};
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
                  Reads("GetAppraisalEdition", appraisals_, &AppraisalService::GetAppraisalEdition,
                        Named<v1::GetAppraisalEditionRequest>(absl::StrCat(Scorecard(), "/appraisal-editions/1"))),
                  Reads("ListAppraisalEditions", appraisals_, &AppraisalService::ListAppraisalEditions,
                        Below<v1::ListAppraisalEditionsRequest>(Scorecard())),
                  {"PublishAppraisals", kOfficeOnly, "own",
                   [this](const Identity& caller) {
                     auto request = Named<v1::PublishAppraisalsRequest>(Scorecard());
                     request.set_request_id(NewUuid());
                     return appraisals_.PublishAppraisals(CallBy(caller), request).status();
                   }},
                  {"RecordConcealment", kOfficeOnly, "own",
                   [this](const Identity& caller) { return Conceal(caller).status(); }},
                  {"DecideConcealment", kOfficeOnly, "own",
                   [this](const Identity& caller) {
                     auto request = Named<v1::DecideConcealmentRequest>(Concealed());
                     request.set_decision(v1::CONCEALMENT_DECISION_REJECT);
                     request.set_reason("x");
                     request.set_request_id(NewUuid());
                     Identity another = caller;
                     another.person = "wang";
                     return concealments_.DecideConcealment(CallBy(another), request).status();
                   }},
                  {"RevokeConcealment", kOfficeOnly, "own",
                   [this](const Identity& caller) {
                     auto request = Named<v1::RevokeConcealmentRequest>(Concealed());
                     request.set_reason("x");
                     request.set_request_id(NewUuid());
                     return concealments_.RevokeConcealment(CallBy(caller), request).status();
                   }},
                  {"GetConcealment", kReaders, "own above",
                   [this](const Identity& caller) {
                     const auto request = Named<v1::GetConcealmentRequest>(Concealed());
                     return concealments_.GetConcealment(CallBy(caller), request).status();
                   }},
                  Reads("ListConcealments", concealments_, &ConcealmentService::ListConcealments,
                        Below<v1::ListConcealmentsRequest>("plans/sample")),
              });
}

}  // namespace
}  // namespace lianfang::evaluation
