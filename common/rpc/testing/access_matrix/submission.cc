// Who may call: plans, returns, drafts, evidence, the ledger.
#include "common/rpc/testing/access_matrix.h"
#include "lianfang/submission/v1/draft_service.pb.h"
#include "lianfang/submission/v1/evidence_service.pb.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::access_matrix {

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

}  // namespace lianfang::access_matrix
