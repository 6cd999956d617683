// Who may call: verdicts and appraisals.
#include "common/rpc/testing/access_matrix.h"
#include "lianfang/evaluation/v1/appraisal_service.pb.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"

namespace lianfang::access_matrix {

Subject Evaluation() {
  Subject subject;
  subject.rows = {
      {"lianfang.evaluation.v1.EvaluationService.GetScorecard", kReaders, {"coordination"}},
      {"lianfang.evaluation.v1.EvaluationService.ListScorecards", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.GetTrend", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.ExplainResult", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.GetMidTermAssessment", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.GetFinalSummary", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.ForecastTargets", kReaders, {"coordination"}},
      {"lianfang.evaluation.v1.EvaluationService.GetReportingRates", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.WatchScorecards", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.ListEvaluations", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.GetEvaluation", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.CompareScorecards", kReaders},
      {"lianfang.evaluation.v1.EvaluationService.ExportScorecard", kReaders},

      {"lianfang.evaluation.v1.AppraisalService.ListAppraisals", kReaders},
      {"lianfang.evaluation.v1.AppraisalService.GetAppraisalHistory", kReaders},
      {"lianfang.evaluation.v1.AppraisalService.ExportAppraisals", kReaders},
      {"lianfang.evaluation.v1.AppraisalService.PublishAppraisals", kOffice},
      {"lianfang.evaluation.v1.AppraisalService.GetAppraisalEdition", kReaders},
      {"lianfang.evaluation.v1.AppraisalService.ListAppraisalEditions", kReaders},
      {"lianfang.evaluation.v1.AppraisalService.RecordConcealment", kOffice},
      {"lianfang.evaluation.v1.AppraisalService.DecideConcealment", kOffice},
      {"lianfang.evaluation.v1.AppraisalService.RevokeConcealment", kOffice},
      {"lianfang.evaluation.v1.AppraisalService.GetConcealment", kReaders},
      {"lianfang.evaluation.v1.AppraisalService.ListConcealments", kReaders, {"coordination"}},
  };
  subject.contracts = {evaluation::v1::GetScorecardRequest::descriptor()->file(),
                       evaluation::v1::ListAppraisalsRequest::descriptor()->file()};
  return subject;
}

}  // namespace lianfang::access_matrix
