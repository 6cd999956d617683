#include "common/rpc/testing/access_matrix.h"

#include "lianfang/audit/v1/audit_service.pb.h"
#include "lianfang/coordination/v1/activity_service.pb.h"
#include "lianfang/coordination/v1/conference_service.pb.h"
#include "lianfang/coordination/v1/file_service.pb.h"
#include "lianfang/coordination/v1/inspection_service.pb.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "lianfang/coordination/v1/selection_service.pb.h"
#include "lianfang/coordination/v1/task_service.pb.h"
#include "lianfang/duty/v1/duty_service.pb.h"
#include "lianfang/evaluation/v1/appraisal_service.pb.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/exchange/v1/reconciliation_service.pb.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "lianfang/fund/v1/premium_service.pb.h"
#include "lianfang/fund/v1/project_service.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "lianfang/portal/v1/portal_service.pb.h"
#include "lianfang/submission/v1/draft_service.pb.h"
#include "lianfang/submission/v1/evidence_service.pb.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::access_matrix {
namespace {

// Plans, returns, drafts, evidence, the ledger.
Subject Submission() {
  Subject subject;
  subject.rows = {
      {"lianfang.submission.v1.PlanService.PublishPlan", kOffice},
      {"lianfang.submission.v1.PlanService.GetPlan",
       kReaders,
       {"coordination", "evaluation", "exchange", "expert", "fund", "notification"}},
      {"lianfang.submission.v1.PlanService.ListPlans", kReaders, {"coordination"}},
      {"lianfang.submission.v1.PlanService.AmendPlan", kOffice},
      {"lianfang.submission.v1.PlanService.GrantPlanRegion", kOffice},
      {"lianfang.submission.v1.PlanService.RevokePlanRegion", kOffice},
      {"lianfang.submission.v1.PlanService.ListPlanGrants", kReaders},

      {"lianfang.submission.v1.SubmissionService.SubmitReturn", kFilers},
      {"lianfang.submission.v1.SubmissionService.BatchSubmitReturns", kFilers, {}, kNotByPortal},
      {"lianfang.submission.v1.SubmissionService.GetReturn", kReaders},
      {"lianfang.submission.v1.SubmissionService.ListReturns", kReaders, {"exchange"}},
      {"lianfang.submission.v1.SubmissionService.ListRevisions", kReaders},
      {"lianfang.submission.v1.SubmissionService.ReviewReturn", kOffice},
      {"lianfang.submission.v1.SubmissionService.SignReturn", kConvener},
      {"lianfang.submission.v1.SubmissionService.SignReturns", kConvener},
      {"lianfang.submission.v1.SubmissionService.WithdrawReturn", kFilers},
      {"lianfang.submission.v1.SubmissionService.GrantCorrection", kOffice},
      {"lianfang.submission.v1.SubmissionService.ListObligations", kReaders, {"coordination", "exchange"}},
      {"lianfang.submission.v1.SubmissionService.GetObligation", kReaders},
      {"lianfang.submission.v1.SubmissionService.ExtendObligation", kOffice},
      {"lianfang.submission.v1.SubmissionService.WaiveObligation", kOffice},
      {"lianfang.submission.v1.SubmissionService.GetReceipt", kReaders, {"notification"}},
      {"lianfang.submission.v1.SubmissionService.VerifyReceipt", kReaders},
      {"lianfang.submission.v1.SubmissionService.GetLedgerHead", kReaders, {"exchange"}},
      {"lianfang.submission.v1.SubmissionService.VerifyLedger", kSupervisors},
      {"lianfang.submission.v1.SubmissionService.WatchReturns", kReaders, {"evaluation", "notification"}},
      {"lianfang.submission.v1.SubmissionService.WatchObligations", kReaders, {"evaluation", "notification"}},

      {"lianfang.submission.v1.DraftService.SaveDraft", kFilers},
      {"lianfang.submission.v1.DraftService.GetDraft", kFilers},
      {"lianfang.submission.v1.DraftService.ListDrafts", kFilers},
      {"lianfang.submission.v1.DraftService.DeleteDraft", kFilers},

      {"lianfang.submission.v1.EvidenceService.BeginUpload", kFilers},
      {"lianfang.submission.v1.EvidenceService.PutChunk", kFilers},
      {"lianfang.submission.v1.EvidenceService.GetUpload", kFilers},
      {"lianfang.submission.v1.EvidenceService.FinishUpload", kFilers},
      {"lianfang.submission.v1.EvidenceService.ReadEvidence", kReaders},

      {"lianfang.submission.v1.LedgerService.ListLedgerEntries", kSupervisors},
      {"lianfang.submission.v1.LedgerService.GetConsistencyProof", kReaders},
      {"lianfang.submission.v1.LedgerService.GetInclusionProof", kReaders},
      {"lianfang.submission.v1.LedgerService.ListLedgerKeys", kReaders},
      {"lianfang.submission.v1.LedgerService.StartLedgerAudit", kSupervisors},
      {"lianfang.submission.v1.LedgerService.GetLedgerAudit", kSupervisors},
      {"lianfang.submission.v1.LedgerService.RegisterKey", kWitnesses},
      {"lianfang.submission.v1.LedgerService.WitnessHead", kWitnesses},
      {"lianfang.submission.v1.LedgerService.ListWitnesses", kReaders},
      {"lianfang.submission.v1.LedgerService.RecordFact", {}, {"expert"}, kNotByPortal},
      {"lianfang.submission.v1.LedgerService.GetRegisteredKey", {}, {"expert"}, kNotByPortal},
  };
  subject.contracts = {
      submission::v1::GetPlanRequest::descriptor()->file(), submission::v1::GetReturnRequest::descriptor()->file(),
      submission::v1::ListLedgerEntriesRequest::descriptor()->file(),
      submission::v1::GetDraftRequest::descriptor()->file(), submission::v1::BeginUploadRequest::descriptor()->file()};
  return subject;
}

// What several services answer: duties, audit, the portal's own.
Subject Suite() {
  Subject subject;
  subject.rows = {
      {"lianfang.portal.v1.PortalService.CreateLoginLink", kReaders, {}, kNotByPortal},
      {"lianfang.portal.v1.PortalService.EndSessions", kReaders, {}, kNotByPortal},

      {"lianfang.duty.v1.DutyService.ListDuties", kReaders},
      {"lianfang.duty.v1.DutyService.WatchDuties", kReaders, {"evaluation", "notification"}},

      {"lianfang.audit.v1.AuditService.ListAuditEvents", kAuditor},
      {"lianfang.audit.v1.AuditService.ListAuditRecords", kAuditor},
  };
  subject.contracts = {audit::v1::ListAuditEventsRequest::descriptor()->file(),
                       duty::v1::ListDutiesRequest::descriptor()->file(),
                       portal::v1::EndSessionsRequest::descriptor()->file()};
  return subject;
}

// Verdicts and appraisals.
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

// Contacts, reminders, notices, templates.
Subject Notification() {
  Subject subject;
  subject.rows = {
      {"lianfang.notification.v1.NotificationService.PutContact", kOffice},
      {"lianfang.notification.v1.NotificationService.ListContacts", kReaders},
      {"lianfang.notification.v1.NotificationService.ResolveSubject", {}, {"portal"}, kNotByPortal},
      {"lianfang.notification.v1.NotificationService.ListDuties", kReaders, {"coordination"}},
      {"lianfang.notification.v1.NotificationService.PreviewReminders", kReaders},
      {"lianfang.notification.v1.NotificationService.ListDeliveries", kReaders},
      {"lianfang.notification.v1.NotificationService.GetDelivery", kReaders},
      {"lianfang.notification.v1.NotificationService.RetryDelivery", kOffice},
      {"lianfang.notification.v1.NotificationService.RetryDeliveries", kOffice},
      {"lianfang.notification.v1.NotificationService.AcknowledgeReminder", kFilers},
      {"lianfang.notification.v1.NotificationService.PauseReminders", kOffice},
      {"lianfang.notification.v1.NotificationService.ResumeReminders", kOffice},
      {"lianfang.notification.v1.NotificationService.ListReminderPauses", kReaders},
      {"lianfang.notification.v1.NotificationService.SendNotice", kOffice, {"coordination", "expert"}},
      {"lianfang.notification.v1.NotificationService.WatchDeliveries", kOfficeAndAuditor, {"expert"}},
      {"lianfang.notification.v1.NotificationService.ListTemplates", kOfficeAndAuditor},
      {"lianfang.notification.v1.NotificationService.GetTemplate", kOfficeAndAuditor},
      {"lianfang.notification.v1.NotificationService.ListTemplateVersions", kOfficeAndAuditor},
      {"lianfang.notification.v1.NotificationService.UploadTemplate", kOffice},
      {"lianfang.notification.v1.NotificationService.ResetTemplate", kOffice},
  };
  subject.contracts = {notification::v1::ListContactsRequest::descriptor()->file()};
  return subject;
}

// Experts, engagements, draws.
Subject Expert() {
  Subject subject;
  subject.rows = {
      {"lianfang.expert.v1.ExpertService.CreateExpert", kParticipants},
      {"lianfang.expert.v1.ExpertService.GetExpert", kReaders},
      {"lianfang.expert.v1.ExpertService.ListExperts", kReaders},
      {"lianfang.expert.v1.ExpertService.UpdateExpert", kParticipants},
      {"lianfang.expert.v1.ExpertService.ReviewNomination", kOffice},
      {"lianfang.expert.v1.ExpertService.SuspendExpert", kOffice},
      {"lianfang.expert.v1.ExpertService.ReinstateExpert", kOffice},
      {"lianfang.expert.v1.ExpertService.RetireExpert", kOffice},
      {"lianfang.expert.v1.ExpertService.RemoveExpert", kOffice},
      {"lianfang.expert.v1.ExpertService.RenewTerm", kOffice},
      {"lianfang.expert.v1.ExpertService.RecordYearlyReview", kOffice},
      {"lianfang.expert.v1.ExpertService.RevealExpert", kOffice},
      {"lianfang.expert.v1.ExpertService.GetPoolComposition", kReaders, {"coordination"}},
      {"lianfang.expert.v1.ExpertService.CreateEngagement", kParticipants},
      {"lianfang.expert.v1.ExpertService.GetEngagement", kReaders, {"fund"}},
      {"lianfang.expert.v1.ExpertService.ListEngagements", kReaders},
      {"lianfang.expert.v1.ExpertService.CancelEngagement", kOffice},
      {"lianfang.expert.v1.ExpertService.FreezeCandidates", kOffice},
      {"lianfang.expert.v1.ExpertService.ContributeNonce", kObserver},
      {"lianfang.expert.v1.ExpertService.DrawPanel", kOffice},
      {"lianfang.expert.v1.ExpertService.GetDraw", kReaders},
      {"lianfang.expert.v1.ExpertService.VerifyDraw", kReaders},
      {"lianfang.expert.v1.ExpertService.RespondInvitation", kOffice},
      {"lianfang.expert.v1.ExpertService.AnswerInvitation", {}, {"portal"}, kNotByPortal},
      {"lianfang.expert.v1.ExpertService.RecordNotification", kOffice},
      {"lianfang.expert.v1.ExpertService.DeclareConflict", kWitnesses},
      {"lianfang.expert.v1.ExpertService.ConfirmConflict", kWitnesses},
      {"lianfang.expert.v1.ExpertService.RateEngagement", kParticipants},
      {"lianfang.expert.v1.ExpertService.MatchTraining", kParticipants},
  };
  subject.contracts = {expert::v1::GetExpertRequest::descriptor()->file()};
  return subject;
}

// Tasks, conferences, inspections, activities, opinions, selections.
Subject Coordination() {
  Subject subject;
  subject.rows = {
      {"lianfang.coordination.v1.TaskService.ListTasks", kReaders},
      {"lianfang.coordination.v1.TaskService.GetTask", kReaders},
      {"lianfang.coordination.v1.TaskService.ReportTask", kParticipants},
      {"lianfang.coordination.v1.TaskService.ConfirmTask", kOffice},

      {"lianfang.coordination.v1.ConferenceService.ConveneConference", kOffice},
      {"lianfang.coordination.v1.ConferenceService.GetConference", kReaders},
      {"lianfang.coordination.v1.ConferenceService.ListConferences", kReaders},
      {"lianfang.coordination.v1.ConferenceService.DraftAgenda", kOffice},
      {"lianfang.coordination.v1.ConferenceService.UpdateAgenda", kOffice},
      {"lianfang.coordination.v1.ConferenceService.ReplyInvitation", kWitnesses},
      {"lianfang.coordination.v1.ConferenceService.CancelConference", kOffice},
      {"lianfang.coordination.v1.ConferenceService.RecordMinutes", kOffice},
      {"lianfang.coordination.v1.ConferenceService.ReportResolution", kParticipants},
      {"lianfang.coordination.v1.ConferenceService.VerifyResolution", kOffice},
      {"lianfang.coordination.v1.ConferenceService.ExportMinutes", kReaders},
      {"lianfang.coordination.v1.ConferenceService.GetMinutesTemplate", kReaders},
      {"lianfang.coordination.v1.ConferenceService.UploadMinutesTemplate", kOffice},

      {"lianfang.coordination.v1.InspectionService.CreateInspection", kParticipants},
      {"lianfang.coordination.v1.InspectionService.GetInspection", kReaders},
      {"lianfang.coordination.v1.InspectionService.ListInspections", kReaders},
      {"lianfang.coordination.v1.InspectionService.RecordFindings", kParticipants},
      {"lianfang.coordination.v1.InspectionService.CancelInspection", kParticipants},
      {"lianfang.coordination.v1.InspectionService.CreateOrder", kParticipants},
      {"lianfang.coordination.v1.InspectionService.GetOrder", kReaders},
      {"lianfang.coordination.v1.InspectionService.ListOrders", kReaders},
      {"lianfang.coordination.v1.InspectionService.AdvanceOrder", kParticipants},
      {"lianfang.coordination.v1.InspectionService.GetInspectionStatistics", kReaders},

      {"lianfang.coordination.v1.ActivityService.CreateActivity", kWitnesses},
      {"lianfang.coordination.v1.ActivityService.GetActivity", kReaders},
      {"lianfang.coordination.v1.ActivityService.ListActivities", kReaders},
      {"lianfang.coordination.v1.ActivityService.PublishAttendance", kWitnesses},
      {"lianfang.coordination.v1.ActivityService.WithdrawActivity", kWitnesses},
      {"lianfang.coordination.v1.ActivityService.GetActivitySummary", kReaders},

      {"lianfang.coordination.v1.OpinionService.IssueOpinion", kObserver},
      {"lianfang.coordination.v1.OpinionService.GetOpinion", kReaders},
      {"lianfang.coordination.v1.OpinionService.ListOpinions", kReaders},
      {"lianfang.coordination.v1.OpinionService.AnswerOpinion", kParticipants},
      {"lianfang.coordination.v1.OpinionService.JudgeAnswer", kObserver},

      {"lianfang.coordination.v1.SelectionService.FreezeSelection", kOffice},
      {"lianfang.coordination.v1.SelectionService.DrawSelection", kObserver},
      {"lianfang.coordination.v1.SelectionService.GetSelection", kReaders},
      {"lianfang.coordination.v1.SelectionService.ListSelections", kReaders},

      {"lianfang.coordination.v1.FileService.UploadFile", kWitnesses},
      {"lianfang.coordination.v1.FileService.GetFile", kReaders},
  };
  subject.contracts = {coordination::v1::GetActivityRequest::descriptor()->file(),
                       coordination::v1::GetConferenceRequest::descriptor()->file(),
                       coordination::v1::GetFileRequest::descriptor()->file(),
                       coordination::v1::GetOrderRequest::descriptor()->file(),
                       coordination::v1::GetOpinionRequest::descriptor()->file(),
                       coordination::v1::GetTaskRequest::descriptor()->file(),
                       coordination::v1::GetSelectionRequest::descriptor()->file()};
  return subject;
}

// Records, agreements, reconciliation.
Subject Exchange() {
  Subject subject;
  subject.rows = {
      {"lianfang.exchange.v1.ExchangeService.PublishRecords", kParticipants, {}, kNotByPortal},
      {"lianfang.exchange.v1.ExchangeService.BatchPublishRecords", kParticipants, {"coordination"}},
      {"lianfang.exchange.v1.ExchangeService.GetRecord", kParticipants},
      {"lianfang.exchange.v1.ExchangeService.QueryRecords", kParticipants},
      {"lianfang.exchange.v1.ExchangeService.RevealRecord", kParticipants},
      {"lianfang.exchange.v1.ExchangeService.SubscribeRecords", kParticipants, {}, kNotByPortal},
      {"lianfang.exchange.v1.ExchangeService.CountRecords", kParticipants},
      {"lianfang.exchange.v1.ExchangeService.ListReads", kReaders},
      {"lianfang.exchange.v1.ExchangeService.ProposeAgreement", kParticipants},
      {"lianfang.exchange.v1.ExchangeService.ApproveAgreement", kParticipants},
      {"lianfang.exchange.v1.ExchangeService.EndAgreement", kParticipants},
      {"lianfang.exchange.v1.ExchangeService.GetAgreement", kReaders},
      {"lianfang.exchange.v1.ExchangeService.ListAgreements", kReaders},
      {"lianfang.exchange.v1.ExchangeService.GetEmployer", kReaders, {"coordination", "fund"}},
      {"lianfang.exchange.v1.ExchangeService.ListEmployers", kReaders, {"coordination", "fund"}},
      {"lianfang.exchange.v1.ExchangeService.SetFigureDefinitions", kOffice},
      {"lianfang.exchange.v1.ExchangeService.GetFigureDefinitions", kReaders},
      {"lianfang.exchange.v1.ExchangeService.ProposeFigures", kParticipants},

      {"lianfang.exchange.v1.ReconciliationService.ListDiscrepancies", kReaders, {"evaluation"}},
      {"lianfang.exchange.v1.ReconciliationService.GetDiscrepancy", kReaders},
      {"lianfang.exchange.v1.ReconciliationService.ExplainDiscrepancy", kParticipants},
      {"lianfang.exchange.v1.ReconciliationService.CorrectDiscrepancy", kParticipants},
      {"lianfang.exchange.v1.ReconciliationService.ReferDiscrepancy", kParticipants},
      {"lianfang.exchange.v1.ReconciliationService.ExportDiscrepancies", kOfficeAndAuditor},
      {"lianfang.exchange.v1.ReconciliationService.ListDiscrepancyRules", kReaders},
      {"lianfang.exchange.v1.ReconciliationService.ListUncertainLinks", kOffice},
      {"lianfang.exchange.v1.ReconciliationService.DecideLink", kOffice},
      {"lianfang.exchange.v1.ReconciliationService.ProposeLinkageModel", kParticipants},
      {"lianfang.exchange.v1.ReconciliationService.ApproveLinkageModel", kParticipants},
      {"lianfang.exchange.v1.ReconciliationService.RefuseLinkageModel", kParticipants},
      {"lianfang.exchange.v1.ReconciliationService.GetLinkageModel", kReaders},
      {"lianfang.exchange.v1.ReconciliationService.ListLinkageModels", kReaders},
      {"lianfang.exchange.v1.ReconciliationService.ReconcilePlan", kOffice, {}, kNotByPortal},
  };
  subject.contracts = {exchange::v1::GetRecordRequest::descriptor()->file(),
                       exchange::v1::GetDiscrepancyRequest::descriptor()->file()};
  return subject;
}

// Budgets, projects, providers, premium rates.
Subject Fund() {
  Subject subject;
  subject.rows = {
      {"lianfang.fund.v1.ProjectService.PutBudget", kOffice},
      {"lianfang.fund.v1.ProjectService.GetBudget", kReaders},
      {"lianfang.fund.v1.ProjectService.ListBudgets", kReaders},
      {"lianfang.fund.v1.ProjectService.CreateProject", kParticipants},
      {"lianfang.fund.v1.ProjectService.GetProject", kReaders},
      {"lianfang.fund.v1.ProjectService.ListProjects", kReaders},
      {"lianfang.fund.v1.ProjectService.RankProjects", kReaders},
      {"lianfang.fund.v1.ProjectService.RecordProjectStep", kParticipants},
      {"lianfang.fund.v1.ProjectService.PutProvider", kOffice},
      {"lianfang.fund.v1.ProjectService.GetProvider", kReaders},
      {"lianfang.fund.v1.ProjectService.ListProviders", kReaders},
      {"lianfang.fund.v1.ProjectService.RecordConduct", kOffice},
      {"lianfang.fund.v1.ProjectService.ExportStatement", kReaders},

      {"lianfang.fund.v1.PremiumService.PutRateTable", kOffice},
      {"lianfang.fund.v1.PremiumService.GetRateTable", kReaders},
      {"lianfang.fund.v1.PremiumService.ListRateTables", kReaders},
      {"lianfang.fund.v1.PremiumService.ImportEmployers", kParticipants},
      {"lianfang.fund.v1.PremiumService.ProposeRates", kParticipants},
      {"lianfang.fund.v1.PremiumService.ReopenRateList", kParticipants},
      {"lianfang.fund.v1.PremiumService.CorrectRate", kParticipants},
      {"lianfang.fund.v1.PremiumService.PublishRates", kParticipants},
      {"lianfang.fund.v1.PremiumService.GetRateList", kReaders},
      {"lianfang.fund.v1.PremiumService.ListRateLists", kReaders},
      {"lianfang.fund.v1.PremiumService.GetRate", kReaders},
      {"lianfang.fund.v1.PremiumService.ListRates", kReaders},
      {"lianfang.fund.v1.PremiumService.ExportRates", kReaders},
  };
  subject.contracts = {fund::v1::GetBudgetRequest::descriptor()->file(),
                       fund::v1::GetRateTableRequest::descriptor()->file()};
  return subject;
}

}  // namespace

const std::vector<Subject>& Subjects() {
  static const auto& subjects = *new std::vector<Subject>{Submission(), Suite(),        Evaluation(), Notification(),
                                                          Expert(),     Coordination(), Exchange(),   Fund()};
  return subjects;
}

}  // namespace lianfang::access_matrix
