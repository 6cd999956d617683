#include "services/evaluation/assessment_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/evaluation/domain/outlook/assessment.h"
#include "services/evaluation/domain/outlook/forecast.h"
#include "services/evaluation/domain/outlook/punctuality.h"
#include "services/evaluation/domain/outlook/reporting_rates.h"
#include "services/evaluation/domain/outlook/trend.h"
#include "services/evaluation/validate.h"

namespace lianfang::evaluation {
namespace {

WorkbookKind KindOf(v1::ExportDocument document) {
  switch (document) {
    case v1::EXPORT_DOCUMENT_MID_TERM_ASSESSMENT:
      return WorkbookKind::kMidTermAssessment;
    case v1::EXPORT_DOCUMENT_FINAL_SUMMARY:
      return WorkbookKind::kFinalSummary;
    default:
      return WorkbookKind::kScorecard;
  }
}

}  // namespace

template <typename Document>
absl::StatusOr<Document> AssessmentService::WithPunctuality(const Call& call, const Standpoint& standpoint,
                                                            const std::string& region,
                                                            absl::StatusOr<Document> document) const {
  if (!document.ok()) return document;
  const auto duties = store_.LoadDuties(PlanIdOf(standpoint.plan().name()), region, call.deadline);
  if (!duties.ok()) return duties.status();
  const std::vector<v1::DutyPunctuality> each = PunctualityOf(standpoint.plan(), *duties, standpoint.as_of);
  document->mutable_punctuality()->Assign(each.begin(), each.end());
  return document;
}

absl::StatusOr<WorkbookContent> AssessmentService::ContentOf(const Call& call, const Standpoint& standpoint,
                                                             const ScorecardName& name,
                                                             v1::ExportDocument document) const {
  const type::v1::Plan& plan = standpoint.plan();
  WorkbookContent content = {.plan = plan};
  auto scorecard = ScorecardFrom(*standpoint.state, name.region, name.period, standpoint.as_of);
  if (!scorecard.ok()) return scorecard.status();
  content.scorecard = *std::move(scorecard);
  auto trend = BuildTrend(plan, name.region, {}, standpoint.filings(), standpoint.as_of);
  if (!trend.ok()) return trend.status();
  content.trend = *std::move(trend);
  if (document == v1::EXPORT_DOCUMENT_MID_TERM_ASSESSMENT) {
    auto assessment =
        WithPunctuality(call, standpoint, name.region,
                        BuildMidTermAssessment(plan, name.region, name.period, standpoint.filings(), standpoint.as_of));
    if (!assessment.ok()) return assessment.status();
    content.assessment = *std::move(assessment);
  }
  if (document == v1::EXPORT_DOCUMENT_FINAL_SUMMARY) {
    if (name.period != LastTargetPeriod(plan)) {
      return InvalidField("document",
                          absl::StrCat("the final summary is of the last target period, ", LastTargetPeriod(plan)));
    }
    auto summary = WithPunctuality(call, standpoint, name.region,
                                   BuildFinalSummary(plan, name.region, standpoint.filings(), standpoint.as_of));
    if (!summary.ok()) return summary.status();
    content.summary = *std::move(summary);
  }
  return content;
}

void AssessmentService::Register(ContractService& contract) {
  contract.Unary<v1::GetTrendRequest, v1::Trend>(
      "GetTrend", [this](const auto& call, const auto& request) { return GetTrend(call, request); });
  contract.Unary<v1::GetReportingRatesRequest, v1::ReportingRates>(
      "GetReportingRates", [this](const auto& call, const auto& request) { return GetReportingRates(call, request); });
  contract.Unary<v1::ForecastTargetsRequest, v1::Forecast>(
      "ForecastTargets", [this](const auto& call, const auto& request) { return ForecastTargets(call, request); });
  contract.Unary<v1::GetMidTermAssessmentRequest, v1::MidTermAssessment>(
      "GetMidTermAssessment",
      [this](const auto& call, const auto& request) { return GetMidTermAssessment(call, request); });
  contract.Unary<v1::GetFinalSummaryRequest, v1::FinalSummary>(
      "GetFinalSummary", [this](const auto& call, const auto& request) { return GetFinalSummary(call, request); });
  contract.Unary<v1::ExportScorecardRequest, v1::ExportScorecardResponse>(
      "ExportScorecard", [this](const auto& call, const auto& request) { return ExportScorecard(call, request); });
}

absl::StatusOr<v1::Trend> AssessmentService::GetTrend(const Call& call, const v1::GetTrendRequest& request) {
  const auto name = ValidateRegion(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto standpoint = standpoints_.Take(call, {name->plan, name->region, AsOf(request)});
  if (!standpoint.ok()) return standpoint.status();
  return BuildTrend(standpoint->plan(), name->region, {request.indicator(), request.industry()}, standpoint->filings(),
                    standpoint->as_of);
}

absl::StatusOr<v1::ReportingRates> AssessmentService::GetReportingRates(const Call& call,
                                                                        const v1::GetReportingRatesRequest& request) {
  const auto name = ValidateRegion(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto standpoint = standpoints_.Take(call, {name->plan, name->region, AsOf(request)});
  if (!standpoint.ok()) return standpoint.status();
  return WithPunctuality(
      call, *standpoint, name->region,
      BuildReportingRates(standpoint->plan(), name->region, standpoint->filings(), standpoint->as_of));
}

absl::StatusOr<v1::Forecast> AssessmentService::ForecastTargets(const Call& call,
                                                                const v1::ForecastTargetsRequest& request) {
  const auto name = ValidateScorecard(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto standpoint = standpoints_.Take(call, {name->plan, name->region, AsOf(request)});
  if (!standpoint.ok()) return standpoint.status();
  return BuildForecast(standpoint->plan(), name->region, name->period, standpoint->filings(), standpoint->as_of);
}

absl::StatusOr<v1::MidTermAssessment> AssessmentService::GetMidTermAssessment(
    const Call& call, const v1::GetMidTermAssessmentRequest& request) {
  const auto name = ValidateScorecard(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto standpoint = standpoints_.Take(call, {name->plan, name->region, AsOf(request)});
  if (!standpoint.ok()) return standpoint.status();
  return WithPunctuality(
      call, *standpoint, name->region,
      BuildMidTermAssessment(standpoint->plan(), name->region, name->period, standpoint->filings(), standpoint->as_of));
}

absl::StatusOr<v1::FinalSummary> AssessmentService::GetFinalSummary(const Call& call,
                                                                    const v1::GetFinalSummaryRequest& request) {
  const auto name = ValidateRegion(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto standpoint = standpoints_.Take(call, {name->plan, name->region, AsOf(request)});
  if (!standpoint.ok()) return standpoint.status();
  return WithPunctuality(call, *standpoint, name->region,
                         BuildFinalSummary(standpoint->plan(), name->region, standpoint->filings(), standpoint->as_of));
}

absl::StatusOr<v1::ExportScorecardResponse> AssessmentService::ExportScorecard(
    const Call& call, const v1::ExportScorecardRequest& request) {
  const auto name = Validate(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto standpoint = standpoints_.Take(call, {name->plan, name->region, AsOf(request)});
  if (!standpoint.ok()) return standpoint.status();
  auto content = ContentOf(call, *standpoint, *name, request.document());
  if (!content.ok()) return content.status();
  if (!request.has_as_of() && warnings_ != nullptr) {
    warnings_->AddTo(standpoint->plan(), name->region, name->period, content->scorecard);
  }
  auto workbook = WriteWorkbook(*content);
  if (!workbook.ok()) return workbook.status();
  v1::ExportScorecardResponse response;
  response.set_content(*std::move(workbook));
  response.set_media_type(kWorkbookMediaType);
  response.set_filename(WorkbookFilename(KindOf(request.document()), name->plan, name->region, name->period));
  *response.mutable_as_of() = content->scorecard.as_of();
  return response;
}

}  // namespace lianfang::evaluation
