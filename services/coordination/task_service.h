// Handlers of tasks.
#ifndef LIANFANG_SERVICES_COORDINATION_TASK_SERVICE_H_
#define LIANFANG_SERVICES_COORDINATION_TASK_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/coordination/v1/task_service.pb.h"
#include "services/coordination/coordination_context.h"

namespace lianfang::coordination {

// Thread-safe. Outlives the contract that it registers with. Tasks are taken from plans by TaskTick (evidence/task_tick.h).
class TaskService {
 public:
  explicit TaskService(const CoordinationContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::ListTasksResponse> ListTasks(const Call& call, const v1::ListTasksRequest& request);
  absl::StatusOr<v1::TaskStatus> GetTask(const Call& call, const v1::GetTaskRequest& request);
  absl::StatusOr<v1::TaskStatus> ReportTask(const Call& call, const v1::ReportTaskRequest& request);
  absl::StatusOr<v1::TaskStatus> ConfirmTask(const Call& call, const v1::ConfirmTaskRequest& request);

 private:
  const CoordinationContext& context_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_TASK_SERVICE_H_
