// Who may call: budgets, projects, providers, premium rates.
#include "common/rpc/testing/access_matrix.h"
#include "lianfang/fund/v1/premium_service.pb.h"
#include "lianfang/fund/v1/project_service.pb.h"

namespace lianfang::access_matrix {

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

}  // namespace lianfang::access_matrix
