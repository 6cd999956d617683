// Handlers of projects: proposing, reading, ranking, and every step.
#ifndef LIANFANG_SERVICES_FUND_PROJECT_SERVICE_H_
#define LIANFANG_SERVICES_FUND_PROJECT_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/fund/v1/project_service.pb.h"
#include "services/fund/fund_context.h"

namespace lianfang::fund {

// Thread-safe. Outlives the contract that it registers with.
class ProjectService {
 public:
  explicit ProjectService(const FundContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Project> CreateProject(const Call& call, const v1::CreateProjectRequest& request);
  absl::StatusOr<v1::Project> GetProject(const Call& call, const v1::GetProjectRequest& request);
  absl::StatusOr<v1::ListProjectsResponse> ListProjects(const Call& call, const v1::ListProjectsRequest& request);
  absl::StatusOr<v1::RankProjectsResponse> RankProjects(const Call& call, const v1::RankProjectsRequest& request);
  absl::StatusOr<v1::Project> RecordProjectStep(const Call& call, const v1::RecordProjectStepRequest& request);
  absl::StatusOr<v1::ExportStatementResponse> ExportStatement(const Call& call,
                                                              const v1::ExportStatementRequest& request);

 private:
  const FundContext& context_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_PROJECT_SERVICE_H_
