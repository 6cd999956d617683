#include "common/rpc/access.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/identity.h"
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

namespace lianfang {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using testing::UnorderedElementsAreArray;
using type::v1::Audience;
using type::v1::Role;

using Roles = std::vector<Role>;
const Roles kFilers = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER};
const Roles kOffice = {type::v1::ROLE_OFFICE};
const Roles kConvener = {type::v1::ROLE_CONVENER};
const Roles kObserver = {type::v1::ROLE_OBSERVER};
const Roles kAuditor = {type::v1::ROLE_AUDITOR};
const Roles kParticipants = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE};
const Roles kWitnesses = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE,
                          type::v1::ROLE_OBSERVER};
const Roles kReaders = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE, type::v1::ROLE_OBSERVER,
                        type::v1::ROLE_AUDITOR};
const Roles kSupervisors = {type::v1::ROLE_OFFICE, type::v1::ROLE_OBSERVER, type::v1::ROLE_AUDITOR};
const Roles kOfficeAndAuditor = {type::v1::ROLE_OFFICE, type::v1::ROLE_AUDITOR};

constexpr bool kNotByPortal = false;

// Who may call an RPC, written by hand: never take a row from the contract that it is to hold.
struct Row {
  std::string method;
  Roles roles;
  std::vector<std::string> services = {};
  bool portal = true;
};

const std::vector<Row>& Matrix() {
  static const auto& matrix = *new std::vector<Row>{
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

      {"lianfang.portal.v1.PortalService.CreateLoginLink", kReaders, {}, kNotByPortal},
      {"lianfang.portal.v1.PortalService.EndSessions", kReaders, {}, kNotByPortal},

      {"lianfang.duty.v1.DutyService.ListDuties", kReaders},
      {"lianfang.duty.v1.DutyService.WatchDuties", kReaders, {"evaluation", "notification"}},

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

      {"lianfang.audit.v1.AuditService.ListAuditEvents", kAuditor},
      {"lianfang.audit.v1.AuditService.ListAuditRecords", kAuditor},

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
  return matrix;
}

// Every service of the suite. Taking the address of a descriptor links its file in.
std::vector<const ServiceDescriptor*> AllServices() {
  std::vector<const ServiceDescriptor*> services;
  for (const auto* file : {submission::v1::GetPlanRequest::descriptor()->file(),
                           submission::v1::GetReturnRequest::descriptor()->file(),
                           submission::v1::ListLedgerEntriesRequest::descriptor()->file(),
                           audit::v1::ListAuditEventsRequest::descriptor()->file(),
                           coordination::v1::GetActivityRequest::descriptor()->file(),
                           coordination::v1::GetConferenceRequest::descriptor()->file(),
                           coordination::v1::GetFileRequest::descriptor()->file(),
                           coordination::v1::GetOrderRequest::descriptor()->file(),
                           coordination::v1::GetOpinionRequest::descriptor()->file(),
                           coordination::v1::GetTaskRequest::descriptor()->file(),
                           coordination::v1::GetSelectionRequest::descriptor()->file(),
                           submission::v1::GetDraftRequest::descriptor()->file(),
                           submission::v1::BeginUploadRequest::descriptor()->file(),
                           duty::v1::ListDutiesRequest::descriptor()->file(),
                           evaluation::v1::GetScorecardRequest::descriptor()->file(),
                           expert::v1::GetExpertRequest::descriptor()->file(),
                           exchange::v1::GetRecordRequest::descriptor()->file(),
                           exchange::v1::GetDiscrepancyRequest::descriptor()->file(),
                           evaluation::v1::ListAppraisalsRequest::descriptor()->file(),
                           fund::v1::GetBudgetRequest::descriptor()->file(),
                           fund::v1::GetRateTableRequest::descriptor()->file(),
                           notification::v1::ListContactsRequest::descriptor()->file(),
                           portal::v1::EndSessionsRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

std::set<std::string> AllMethods() {
  std::set<std::string> names;
  for (const ServiceDescriptor* service : AllServices()) {
    for (int m = 0; m < service->method_count(); ++m) names.insert(service->method(m)->full_name());
  }
  return names;
}

const MethodDescriptor& MethodNamed(const std::string& name) {
  return *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
}

Identity Person(Role role) {
  Identity caller;
  caller.role = role;
  return caller;
}

Identity Service(const std::string& name) {
  Identity caller;
  caller.role = type::v1::ROLE_SERVICE;
  caller.service = name;
  return caller;
}

bool Has(const auto& range, const auto& value) { return std::find(range.begin(), range.end(), value) != range.end(); }

// A contract that nobody names above would be held to nothing.
TEST(CheckAccessTest, EveryServiceOfTheContractsIsHere) {
  std::set<std::string> named, written;
  for (const ServiceDescriptor* service : AllServices()) named.insert(service->name());
  for (const auto& entry : std::filesystem::recursive_directory_iterator("proto/lianfang")) {
    if (entry.path().extension() != ".proto") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (line.rfind("service ", 0) == 0) written.insert(line.substr(8, line.find(' ', 8) - 8));
    }
  }
  EXPECT_EQ(named, written);
}

TEST(CheckAccessTest, EveryRpcHasOneRowInTheMatrix) {
  std::vector<std::string> rows;
  for (const Row& row : Matrix()) rows.push_back(row.method);
  EXPECT_THAT(rows, UnorderedElementsAreArray(AllMethods()));
}

TEST(CheckAccessTest, EveryRpcAdmitsTheRolesOfItsRowAndNoOther) {
  for (const Row& row : Matrix()) {
    for (int number = type::v1::Role_MIN; number <= type::v1::Role_MAX; ++number) {
      const Role role = static_cast<Role>(number);
      const absl::Status status = CheckAccess(MethodNamed(row.method), Person(role));
      EXPECT_EQ(status.ok(), Has(row.roles, role)) << row.method << " by " << type::v1::Role_Name(role);
      if (!status.ok()) {
        EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
      }
    }
  }
}

TEST(CheckAccessTest, EveryRpcAdmitsTheServicesOfItsRowAndNoOther) {
  for (const Row& row : Matrix()) {
    for (const std::string name : {"submission", "evaluation", "coordination", "notification", "expert", "exchange",
                                   "fund", "portal", "mail", "edge", ""}) {
      const absl::Status status = CheckAccess(MethodNamed(row.method), Service(name));
      EXPECT_EQ(status.ok(), Has(row.services, name)) << row.method << " by the service " << name;
      if (!status.ok()) {
        EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
      }
    }
  }
}

TEST(CheckAccessTest, ThePortalPassesOnWhatItsRowSays) {
  for (const Row& row : Matrix()) {
    EXPECT_EQ(MethodNamed(row.method).options().GetExtension(type::v1::access).portal(), row.portal) << row.method;
  }
}

TEST(CheckAccessTest, AnAudienceHasTheseRoles) {
  const std::map<Audience, Roles> audiences = {
      {type::v1::AUDIENCE_UNSPECIFIED, {}},
      {type::v1::AUDIENCE_READERS, kReaders},
      {type::v1::AUDIENCE_FILERS, kFilers},
      {type::v1::AUDIENCE_OFFICE, kOffice},
      {type::v1::AUDIENCE_PARTICIPANTS, kParticipants},
      {type::v1::AUDIENCE_WITNESSES, kWitnesses},
      {type::v1::AUDIENCE_OBSERVER, kObserver},
      {type::v1::AUDIENCE_SUPERVISORS, kSupervisors},
      {type::v1::AUDIENCE_OFFICE_AND_AUDITOR, kOfficeAndAuditor},
      {type::v1::AUDIENCE_AUDITOR, kAuditor},
      {type::v1::AUDIENCE_CONVENER, {type::v1::ROLE_CONVENER}},
      {type::v1::AUDIENCE_CONVENER, kConvener},
  };
  EXPECT_EQ(static_cast<int>(audiences.size()), type::v1::Audience_descriptor()->value_count());
  for (const auto& [audience, roles] : audiences) {
    EXPECT_THAT(RolesOf(audience), UnorderedElementsAreArray(roles)) << type::v1::Audience_Name(audience);
  }
  EXPECT_THAT(RolesOf(static_cast<Audience>(99)), testing::IsEmpty());
}

// A method that is not of the suite carries no option.
TEST(CheckAccessTest, WithoutTheOptionNobodyIsAdmitted) {
  google::protobuf::FileDescriptorProto file;
  file.set_name("test/open_door.proto");
  file.add_message_type()->set_name("Nothing");
  auto* service = file.add_service();
  service->set_name("OpenDoor");
  auto* method = service->add_method();
  method->set_name("Enter");
  method->set_input_type("Nothing");
  method->set_output_type("Nothing");
  google::protobuf::DescriptorPool pool;
  const MethodDescriptor& enter = *pool.BuildFile(file)->service(0)->method(0);
  for (int role = type::v1::Role_MIN; role <= type::v1::Role_MAX; ++role) {
    EXPECT_FALSE(CheckAccess(enter, Person(static_cast<Role>(role))).ok()) << role;
  }
  EXPECT_FALSE(CheckAccess(enter, Service("evaluation")).ok());
}

TEST(CheckAccessTest, ARefusalSaysWhomTheMethodAdmits) {
  const MethodDescriptor& watch = MethodNamed("lianfang.submission.v1.SubmissionService.WatchReturns");
  const absl::Status person = CheckAccess(watch, Person(type::v1::ROLE_OPERATOR));
  EXPECT_EQ(person.message(),
            "WatchReturns is not for the role operator; roles admitted: liaison, convener, office, observer, auditor; "
            "services: evaluation, notification");
  EXPECT_EQ(ErrorInfoOf(person)->reason(), "ROLE_NOT_ADMITTED");
  EXPECT_EQ(ErrorInfoOf(person)->metadata().at("admitted_roles"), "liaison,convener,office,observer,auditor");
  const absl::Status service = CheckAccess(watch, Service("expert"));
  EXPECT_THAT(std::string(service.message()), testing::StartsWith("WatchReturns is not for the service expert; "));
  EXPECT_EQ(ErrorInfoOf(service)->reason(), "SERVICE_NOT_ADMITTED");
  EXPECT_EQ(ErrorInfoOf(service)->metadata().at("admitted_services"), "evaluation,notification");
}

// Auditors and observers change nothing (but for what observers witness in a draw): mutations are known by their
// request_id.
TEST(CheckAccessTest, AuditorsChangeNothing) {
  for (const std::string& name : AllMethods()) {
    const MethodDescriptor& method = MethodNamed(name);
    if (method.input_type()->FindFieldByName("request_id") == nullptr) continue;
    EXPECT_FALSE(CheckAccess(method, Person(type::v1::ROLE_AUDITOR)).ok()) << name;
  }
}

}  // namespace
}  // namespace lianfang
