// Who may call: records, agreements, reconciliation.
#include "common/rpc/testing/access_matrix.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/exchange/v1/reconciliation_service.pb.h"

namespace lianfang::access_matrix {

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

}  // namespace lianfang::access_matrix
