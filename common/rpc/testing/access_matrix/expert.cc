// Who may call: experts, engagements, draws.
#include "common/rpc/testing/access_matrix.h"
#include "lianfang/expert/v1/expert_service.pb.h"

namespace lianfang::access_matrix {

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

}  // namespace lianfang::access_matrix
