// EvaluationService's looks ahead and back: trends, forecasts, reporting rates, the mid-term assessment, the final summary, workbooks.
#ifndef LIANFANG_SERVICES_EVALUATION_ASSESSMENT_SERVICE_H_
#define LIANFANG_SERVICES_EVALUATION_ASSESSMENT_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "services/evaluation/domain/request/names.h"
#include "services/evaluation/export/workbook.h"
#include "services/evaluation/live/record_warnings.h"
#include "services/evaluation/standpoint.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

// Thread-safe. Refers to what it is given.
class AssessmentService {
 public:
  // Without `warnings` workbooks say nothing about discrepancies.
  AssessmentService(EvaluationStore& store, const Standpoints& standpoints, const RecordWarnings* warnings = nullptr)
      : store_(store), standpoints_(standpoints), warnings_(warnings) {}

  // Puts the methods under their names in the contract. This object outlives the server.
  void Register(ContractService& contract);

  absl::StatusOr<v1::Trend> GetTrend(const Call& call, const v1::GetTrendRequest& request);
  absl::StatusOr<v1::ReportingRates> GetReportingRates(const Call& call, const v1::GetReportingRatesRequest& request);
  absl::StatusOr<v1::Forecast> ForecastTargets(const Call& call, const v1::ForecastTargetsRequest& request);
  absl::StatusOr<v1::MidTermAssessment> GetMidTermAssessment(const Call& call,
                                                             const v1::GetMidTermAssessmentRequest& request);
  absl::StatusOr<v1::FinalSummary> GetFinalSummary(const Call& call, const v1::GetFinalSummaryRequest& request);
  absl::StatusOr<v1::ExportScorecardResponse> ExportScorecard(const Call& call,
                                                              const v1::ExportScorecardRequest& request);

 private:
  // What the workbook shows, all as of one instant.
  absl::StatusOr<WorkbookContent> ContentOf(const Call& call, const Standpoint& standpoint, const ScorecardName& name,
                                            v1::ExportDocument document) const;
  // Adds to a document how punctually all duties about the region are done.
  template <typename Document>
  absl::StatusOr<Document> WithPunctuality(const Call& call, const Standpoint& standpoint, const std::string& region,
                                           absl::StatusOr<Document> document) const;

  EvaluationStore& store_;
  const Standpoints& standpoints_;
  const RecordWarnings* const warnings_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_ASSESSMENT_SERVICE_H_
